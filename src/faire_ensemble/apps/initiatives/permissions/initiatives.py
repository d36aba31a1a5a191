"""Who writes, reads, moderates an initiative; who may ask its carrier something."""

from typing import Any

from django.utils.translation import gettext as _

from faire_ensemble.apps.accounts.selectors import has_role, mandates_of
from faire_ensemble.apps.directory.selectors import organisations_known_as
from faire_ensemble.apps.initiatives.lifecycle import InitiativeState
from faire_ensemble.apps.initiatives.models import Initiative, Thread
from faire_ensemble.kit.verdicts import ALLOWED, Verdict, refused

Actor = Any  # A User, Django's AnonymousUser, or None.
# A mandate for an organisation in one of these roles lets its holder keep its pages.
KEEPING = ("holder", "partner")


def can_take_part(actor: Actor) -> Verdict:
    """Any open account: write an initiative, ask a carrier, enter a group."""
    if actor is None or not actor.is_authenticated:
        return refused(_("Connectez-vous pour ouvrir cette page."))
    if not actor.is_active:
        return refused(_("Ce compte est fermé."))
    return ALLOWED


def can_moderate(actor: Actor) -> Verdict:
    """Officers, of any contract: initiatives belong to the whole metropolis."""
    verdict = can_take_part(actor)
    if not verdict:
        return verdict
    if has_role(actor, "officer"):
        return ALLOWED
    return refused(_("Cette page est réservée aux chefs de projet du contrat de ville."))


def can_edit(actor: Actor, initiative: Initiative) -> Verdict:
    """Its carrier, whoever holds a mandate for the organisation that carries it, officers."""
    verdict = can_take_part(actor)
    if not verdict:
        return verdict
    if initiative.carrier_id == actor.pk or _acts_for_its_organisation(actor, initiative):
        return ALLOWED
    if has_role(actor, "officer"):
        return ALLOWED
    return refused(_("Seule la personne qui porte cette initiative peut changer sa fiche."))


def can_propose(actor: Actor, initiative: Initiative) -> Verdict:
    """The same; but what its carrier took off the site comes back by their hand only."""
    verdict = can_edit(actor, initiative)
    kept = initiative.carrier_id is not None and initiative.carrier_id != actor.pk
    if verdict and kept and initiative.state == InitiativeState.WITHDRAWN:
        return refused(_("Cette fiche a été retirée : la personne qui la porte la propose."))
    return verdict


def can_read(actor: Actor, initiative: Initiative) -> Verdict:
    """Everyone once published; otherwise whoever may change it."""
    if initiative.state == InitiativeState.PUBLISHED or can_edit(actor, initiative):
        return ALLOWED
    return refused(_("Cette initiative n'est pas publiée."))


def can_copy(actor: Actor, initiative: Initiative) -> Verdict:
    """Any account, from what is published."""
    verdict = can_take_part(actor)
    if not verdict:
        return verdict
    if initiative.state == InitiativeState.PUBLISHED:
        return ALLOWED
    return refused(_("Cette initiative n'est pas publiée : elle ne peut pas être reprise."))


def can_claim(actor: Actor, initiative: Initiative) -> Verdict:
    """Say that one carries it: any account, while nobody keeps what is published."""
    verdict = can_take_part(actor)
    if not verdict:
        return verdict
    if initiative.state != InitiativeState.PUBLISHED:
        return refused(_("Cette initiative n'est pas publiée."))
    if initiative.carrier_id is not None:
        return refused(_("Quelqu'un tient déjà cette fiche."))
    return ALLOWED


def can_contact(actor: Actor, initiative: Initiative) -> Verdict:
    """Write to the carrier of what is published, who accepts it and is somebody else."""
    verdict = can_copy(actor, initiative)
    if not verdict:
        return verdict
    if initiative.carrier is None or not initiative.carrier.is_active:
        return refused(
            _("Personne ne tient encore cette fiche sur le site : il n'y a personne à joindre.")
        )
    if initiative.carrier_id == actor.pk:
        return refused(_("C'est votre propre initiative."))
    if not initiative.contact_open:
        return refused(_("La personne qui porte cette initiative ne souhaite pas être jointe."))
    return ALLOWED


def can_read_thread(actor: Actor, thread: Thread) -> Verdict:
    """The two persons of it, nobody else: officers included."""
    verdict = can_take_part(actor)
    if not verdict:
        return verdict
    if actor.pk in (thread.asker_id, thread.carrier_id):
        return ALLOWED
    return refused(_("Cet échange ne concerne que les deux personnes qui s'écrivent."))


def can_write_in_thread(actor: Actor, thread: Thread) -> Verdict:
    """The same, until one of them stops it."""
    verdict = can_read_thread(actor, thread)
    if verdict and thread.stopped_at is not None:
        return refused(_("Cet échange a été arrêté : plus personne n'y écrit."))
    return verdict


def _acts_for_its_organisation(actor: Actor, initiative: Initiative) -> bool:
    if initiative.organisation_id is None:
        return False
    names = mandates_of(actor).filter(role__in=KEEPING).values_list("organisation", flat=True)
    return initiative.organisation_id in organisations_known_as(names).values()
