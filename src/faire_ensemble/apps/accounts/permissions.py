"""Who may do what with accounts and mandates, and why not."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext as _

from faire_ensemble.apps.accounts.models import Mandate, Role, User
from faire_ensemble.kit.verdicts import ALLOWED, Verdict, refused

Actor = Any  # A User, Django's AnonymousUser, or None for nobody.


def can_sign_acts(actor: Actor) -> Verdict:
    """Being signed in with an open account: the base of every other permission here."""
    if actor is None or not actor.is_authenticated:
        return refused(_("Connectez-vous pour ouvrir cette page."))
    if not actor.is_active:
        return refused(_("Ce compte est fermé."))
    return ALLOWED


def can_see_own_account(actor: Actor) -> Verdict:
    """One's own account, mandates and data."""
    return can_sign_acts(actor)


def can_manage_mandates(actor: Actor) -> Verdict:
    """Stewards give and end mandates; a superuser counts as one (see docs/operations/comptes)."""
    return _holds(actor, {Role.STEWARD}, _("l'administration de l'outil"))


def can_give_mandate(actor: Actor, person: User) -> Verdict:
    """A steward, never to oneself: another steward must agree. The superuser starts the chain."""
    verdict = can_manage_mandates(actor)
    if not verdict:
        return verdict
    if person.pk == actor.pk and not actor.is_superuser:
        return refused(_("Vous ne pouvez pas vous donner un mandat à vous-même."))
    if not person.is_active:
        return refused(_("Ce compte est fermé : aucun mandat ne peut lui être donné."))
    return ALLOWED


def can_end_mandate(actor: Actor, mandate: Mandate) -> Verdict:
    """A steward, except one's own stewardship: the tool must not be left without anybody."""
    verdict = can_manage_mandates(actor)
    if not verdict:
        return verdict
    own = mandate.person_id == actor.pk and mandate.role == Role.STEWARD
    if own and not actor.is_superuser:
        return refused(
            _("Vous ne pouvez pas mettre fin à votre propre mandat d'administration : demandez-le.")
        )
    return ALLOWED


def can_read_journal(actor: Actor) -> Verdict:
    """The audit trail says who did what: stewards only."""
    return _holds(actor, {Role.STEWARD}, _("l'administration de l'outil"))


def can_read_imports(actor: Actor) -> Verdict:
    """Import reports: those who load the figures and those who answer for them."""
    return _holds(
        actor,
        {Role.OFFICER, Role.ANALYST, Role.STEWARD},
        _("l'observatoire, aux chefs de projet et à l'administration de l'outil"),
    )


def can_erase_person(actor: Actor, person: User) -> Verdict:
    """One's own account or, for a steward asked by the person, another's."""
    verdict = can_sign_acts(actor)
    if not verdict:
        return verdict
    if actor.pk != person.pk and not can_manage_mandates(actor):
        return refused(_("Vous ne pouvez effacer que votre propre compte."))
    if person.is_superuser and not actor.is_superuser:
        return refused(_("Ce compte administre tout : seul un compte semblable peut l'effacer."))
    if person.erased_at is not None:
        return refused(_("Ce compte est déjà effacé."))
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=person.pk)
    if person.is_superuser and not others.exists():
        return refused(
            _(
                "C'est le dernier compte qui administre l'outil : créez-en un autre avant de "
                "l'effacer."
            )
        )
    return ALLOWED


def can_enter_admin(actor: Actor) -> Verdict:
    """Django's admin: staff, with a second factor where the site demands it."""
    verdict = can_sign_acts(actor)
    if not verdict:
        return verdict
    if not actor.is_staff:
        return refused(_("Cette page est réservée à l'équipe technique."))
    return _second_factor(actor)


def _holds(actor: Actor, roles: set[Role], whose: str) -> Verdict:
    """Whether the actor holds one of the roles today; `whose` completes the refusal."""
    verdict = can_sign_acts(actor)
    if not verdict:
        return verdict
    steward = Role.STEWARD in roles and actor.is_superuser
    held = steward or (
        Mandate.objects.in_force().filter(person_id=actor.pk, role__in=roles).values_list("role")
    )
    if not held:
        return refused(_("Cette page est réservée à %(whose)s.") % {"whose": whose})
    needs_factor = steward or any(role == Role.STEWARD for (role,) in held)
    return _second_factor(actor) if needs_factor else ALLOWED


def has_second_factor(actor: Actor) -> bool:
    """Whether a second factor is set up, or the site does not demand one."""
    strong = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return (
        not settings.FAIRE_REQUIRE_MFA
        or Authenticator.objects.filter(user_id=actor.pk, type__in=strong).exists()
    )


def _second_factor(actor: Actor) -> Verdict:
    """Where the site demands it, stewards act only with a second factor set up."""
    if has_second_factor(actor):
        return ALLOWED
    return refused(
        _(
            "Votre rôle demande une double authentification : activez-la dans « Mon compte », "
            "puis revenez sur cette page."
        )
    )
