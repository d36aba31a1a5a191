"""Who builds calls, who reads them."""

from datetime import datetime

from django.utils.translation import gettext as _

from faire_ensemble.apps.accounts.selectors import has_role, mandates_of
from faire_ensemble.apps.contract.selectors import contracts_by_code
from faire_ensemble.apps.funding.lifecycle.calls import CallState, Phase, phase
from faire_ensemble.apps.funding.models import Call, CallKind
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


def managed_contracts(actor: Actor) -> frozenset[int] | None:
    """The contracts whose calls a person prepares; none for all of them (two queries)."""
    if not signed_in(actor):
        return frozenset()
    held = set(mandates_of(actor).filter(role="officer").values_list("contract", flat=True))
    if "" in held:
        return None
    return frozenset(pk for code, pk in contracts_by_code().items() if code in held)


def can_state_solutions(actor: Actor) -> Verdict:
    """Anyone with an account: residents first."""
    return signed_in(actor)


def can_state_solution(actor: Actor, call: Call, now: datetime) -> Verdict:
    """Anyone with an account, while an appel à solution is coming or open."""
    verdict = can_state_solutions(actor)
    if not verdict:
        return verdict
    if call.kind != CallKind.SOLUTION:
        return refused(_("Cet appel ne demande pas d'attentes : ce n'est pas un appel à solution."))
    doing = phase(call.state, call.opens_at, call.closes_at, now)
    if doing in (Phase.COMING, Phase.OPEN):
        return ALLOWED
    return refused(_("Cet appel n'est pas ouvert : on ne peut plus y dire ce que l'on attend."))
