"""Who builds calls, who reads them."""

from django.utils.translation import gettext as _

from faire_ensemble.apps.accounts.selectors import has_role
from faire_ensemble.apps.funding.lifecycle.calls import CallState
from faire_ensemble.apps.funding.models import Call
from faire_ensemble.apps.funding.permissions.standing import Actor, mandates_in, signed_in
from faire_ensemble.kit.verdicts import ALLOWED, Verdict, refused


def can_enter_office(actor: Actor) -> Verdict:
    """The officers' pages: an officer mandate in any contract. Each page then asks for its own."""
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    if has_role(actor, "officer"):
        return ALLOWED
    return refused(_("Cette page est réservée aux chefs de projet du contrat de ville."))


def can_manage_calls(actor: Actor, contract_id: int) -> Verdict:
    """Officers of the contract."""
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    if mandates_in(actor, contract_id).officer:
        return ALLOWED
    return refused(_("Seuls les chefs de projet de ce contrat de ville préparent ses appels."))


def can_read_call(actor: Actor, call: Call) -> Verdict:
    """Everyone once published; before, the officers of its contract."""
    if call.state != CallState.DRAFT or mandates_in(actor, call.contract_id).officer:
        return ALLOWED
    return refused(_("Cet appel n'est pas encore publié."))
