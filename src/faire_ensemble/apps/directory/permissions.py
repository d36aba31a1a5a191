"""Who keeps which record true.

A record is its organisation's: whoever holds a mandate for it (as a holder or a partner) edits it,
and so does its named owner. Officers and stewards edit them all, and merge.
"""

from typing import Any

from django.utils.translation import gettext as _

from faire_ensemble.apps.accounts.selectors import has_role, held_today
from faire_ensemble.apps.directory.models import Organisation, Service
from faire_ensemble.kit.verdicts import ALLOWED, Verdict, refused

Actor = Any  # A User, Django's AnonymousUser, or None.
KEEPERS = ("officer", "steward")
HOLDERS = ("holder", "partner")


def can_enter_records(actor: Actor) -> Verdict:
    """Those who keep at least some records: holders, partners, officers, stewards."""
    if not _signed_in(actor):
        return refused(_("Connectez-vous pour tenir vos fiches."))
    if has_role(actor, *KEEPERS, *HOLDERS) or _owns_some(actor):
        return ALLOWED
    return refused(
        _(
            "Les fiches sont tenues par les organisations qui aident et par les chefs de projet. "
            "Pour en tenir une, demandez un mandat à l'administration de l'outil."
        )
    )


def can_keep_all(actor: Actor) -> Verdict:
    """Every record, duplicates included."""
    if _signed_in(actor) and has_role(actor, *KEEPERS):
        return ALLOWED
    return refused(_("Cette page est réservée aux chefs de projet."))


def can_create_service(actor: Actor, organisation: Organisation | None) -> Verdict:
    """For one's own organisation, or for any when one keeps them all."""
    if can_keep_all(actor):
        return ALLOWED
    if organisation is not None and organisation.pk in organisations_held(actor):
        return ALLOWED
    return refused(_("Choisissez une organisation pour laquelle vous avez un mandat."))


def can_edit_service(actor: Actor, service: Service) -> Verdict:
    """Its organisation, its owner, or whoever keeps them all."""
    if not _signed_in(actor):
        return refused(_("Connectez-vous pour modifier cette fiche."))
    if service.merged_into_id is not None:
        return refused(_("Cette fiche a été réunie avec une autre : modifiez l'autre."))
    if service.owner_id == actor.pk or can_keep_all(actor):
        return ALLOWED
    if service.organisation_id is not None and service.organisation_id in organisations_held(actor):
        return ALLOWED
    return refused(
        _("Seuls l'organisation qui aide ici et les chefs de projet modifient cette fiche.")
    )


def can_entrust_service(actor: Actor, service: Service) -> Verdict:
    """Giving a record to another account: whoever answers for it, or keeps them all."""
    verdict = can_edit_service(actor, service)
    if not verdict or service.owner_id == actor.pk or can_keep_all(actor):
        return verdict
    return refused(_("Seule la personne responsable de cette fiche, ou un chef de projet, peut la "
                     "confier."))  # fmt: skip


def can_merge_services(actor: Actor) -> Verdict:
    """Merging touches what several organisations wrote: officers and stewards."""
    return can_keep_all(actor)


def organisations_held(actor: Actor) -> set[int]:
    """Organisations of the actor's mandates; a name that several bear designates none."""
    if not _signed_in(actor):
        return set()
    names = [mandate.organisation for mandate in held_today(actor, *HOLDERS)]
    return set(Organisation.objects.known_as(names).values())


def _signed_in(actor: Actor) -> bool:
    return actor is not None and bool(actor.is_authenticated) and bool(actor.is_active)


def _owns_some(actor: Actor) -> bool:
    return Service.objects.filter(owner_id=actor.pk).exists()
