"""Who runs a body, and who reads what it does not publish."""

from typing import Any

from django.utils.translation import gettext as _

from faire_ensemble.apps.accounts.selectors import has_role
from faire_ensemble.apps.contract.selectors import mandates_in, signed_in
from faire_ensemble.apps.governance.models import Body, BodyDecision, Office, SeatTerm
from faire_ensemble.kit.verdicts import ALLOWED, Verdict, refused

Actor = Any  # A User, Django's AnonymousUser, or None.


def can_open_governance(actor: Actor) -> Verdict:
    """The pages of work: those who run a contract, sit somewhere, or see to a decision."""
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    if has_role(actor, "officer", "partner", "council", "elected") or _terms(actor).exists():
        return ALLOWED
    if BodyDecision.objects.filter(owner_person_id=actor.pk).exists():
        return ALLOWED
    return refused(_("Cette page est réservée à celles et ceux qui siègent dans les instances."))


def can_manage_bodies(actor: Actor, contract_id: int) -> Verdict:
    """Officers of the contract create bodies, seats, and say who sits."""
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    if mandates_in(actor, contract_id).officer:
        return ALLOWED
    return refused(_("Seuls les chefs de projet de ce contrat organisent ses instances."))


def can_keep_body(actor: Actor, body: Body) -> Verdict:
    """Convene, hold, write, publish: officers of the contract, and the secretary of the body."""
    if can_manage_bodies(actor, body.contract_id):
        return ALLOWED
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    if _terms(actor).filter(seat__body=body, seat__office=Office.SECRETARY).exists():
        return ALLOWED
    return refused(
        _("Cette instance est tenue par son secrétariat et par les chefs de projet du contrat.")
    )


def can_read_restricted(actor: Actor, body: Body) -> Verdict:
    """Lines kept for members: who sits in the body today, its secretary, the officers."""
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    if _terms(actor).filter(seat__body=body).exists():
        return ALLOWED
    if can_keep_body(actor, body):
        return ALLOWED
    return refused(_("Ces lignes sont réservées aux membres de l'instance."))


def can_give_roles(actor: Actor) -> Verdict:
    """Stewards answer for the rights of everybody on the tool."""
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    if has_role(actor, "steward"):
        return ALLOWED
    return refused(_("Les rôles sur l'outil sont donnés par son administration."))


def can_open_seats(actor: Actor) -> Verdict:
    """The page of a seat: whoever may organise some body, and stewards."""
    if can_give_roles(actor):
        return ALLOWED
    return can_open_governance(actor)


def can_see_seat(actor: Actor, body: Body) -> Verdict:
    """Officers of the contract, who say who sits, and stewards, who give roles."""
    if can_give_roles(actor):
        return ALLOWED
    return can_manage_bodies(actor, body.contract_id)


def _terms(actor: Actor) -> Any:
    return SeatTerm.objects.in_force().filter(person_id=actor.pk)
