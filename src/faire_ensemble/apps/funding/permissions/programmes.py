"""Who holds committees, envelopes, scenarios and programmes."""

from django.utils.translation import gettext as _

from faire_ensemble.apps.accounts.selectors import has_role
from faire_ensemble.apps.funding.lifecycle.programmes import ProgrammeState
from faire_ensemble.apps.funding.models import (
    Envelope,
    FundingRequest,
    Programme,
    ProgrammeLine,
    Scenario,
)
from faire_ensemble.apps.funding.permissions.standing import (
    Actor,
    mandates_in,
    recused_verdict,
    signed_in,
    standing,
)
from faire_ensemble.kit.verdicts import ALLOWED, Verdict, refused


def can_open_arbitration(actor: Actor) -> Verdict:
    """Envelopes, scenarios and programmes: officers, partners, elected members.

    Each page then asks for its own contract.
    """
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    if has_role(actor, "officer", "partner", "elected"):
        return ALLOWED
    return refused(_("Cette page est réservée aux financeurs, aux chefs de projet et aux élus."))


def can_manage_committees(actor: Actor, contract_id: int) -> Verdict:
    """Officers of the contract convene, hold and close sessions."""
    return _officer(actor, contract_id, _("Seuls les chefs de projet tiennent les comités."))


def can_manage_envelopes(actor: Actor, contract_id: int, funder_id: int) -> Verdict:
    """Officers, and the funder itself for its own money."""
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    mandates = mandates_in(actor, contract_id)
    if mandates.officer or funder_id in mandates.acting_for:
        return ALLOWED
    return refused(_("Seul ce financeur, ou un chef de projet, écrit cette enveloppe."))


def can_read_envelopes(actor: Actor, contract_id: int) -> Verdict:
    """Officers, partners and elected members."""
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    mandates = mandates_in(actor, contract_id)
    if mandates.instructs or mandates.elected:
        return ALLOWED
    return refused(_("Les enveloppes se lisent entre financeurs et élus, jusqu'à la décision."))


def can_read_scenario(actor: Actor, scenario: Scenario) -> Verdict:
    """A published one: everyone. Others: officers, partners and elected members."""
    if scenario.published:
        return ALLOWED
    return can_read_envelopes(actor, scenario.call.contract_id)


def can_make_scenario(actor: Actor, contract_id: int) -> Verdict:
    return _officer(actor, contract_id, _("Seuls les chefs de projet calculent des scénarios."))


def can_decide_line(actor: Actor, line: ProgrammeLine) -> Verdict:
    """Officers, and each funder on its own requests; never someone who stepped aside or writes."""
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    if line.programme.state != ProgrammeState.PREPARING:
        return refused(_("Cette programmation est adoptée : ses décisions ne changent plus."))
    here = standing(actor, line.request.application)
    if here.recused:
        return recused_verdict()
    if here.right:
        return refused(_("Vous participez à ce projet : vous ne pouvez pas en décider."))
    if here.mandates.officer or line.request.funder_id in here.funders:
        return ALLOWED
    return refused(_("Cette demande est adressée à un autre financeur."))


def can_adopt_programme(actor: Actor, programme: Programme) -> Verdict:
    """Officers write what the deciding body adopted."""
    verdict = _officer(
        actor,
        programme.call.contract_id,
        _("Seuls les chefs de projet inscrivent l'adoption d'une programmation."),
    )
    if verdict and programme.state != ProgrammeState.PREPARING:
        return refused(_("Cette programmation est déjà adoptée ou abandonnée."))
    return verdict


def can_prepare_programme(actor: Actor, contract_id: int) -> Verdict:
    """Officers start and drop programmes."""
    return _officer(actor, contract_id, _("Seuls les chefs de projet préparent la programmation."))


def can_read_programme(actor: Actor, programme: Programme) -> Verdict:
    """Officers, partners and elected members; what each reads of it starts from `visible`."""
    return can_read_envelopes(actor, programme.call.contract_id)


def can_decide_again(actor: Actor, request: FundingRequest) -> Verdict:
    """Officers correct a decision; never someone who stepped aside or writes the file."""
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    here = standing(actor, request.application)
    if here.recused:
        return recused_verdict()
    if here.right:
        return refused(_("Vous participez à ce projet : vous ne pouvez pas en décider."))
    if here.mandates.officer:
        return ALLOWED
    return refused(_("Seuls les chefs de projet inscrivent une nouvelle décision."))


def can_delegate_envelope(actor: Actor, parent: Envelope) -> Verdict:
    """The funder of the parent, or an officer."""
    return can_manage_envelopes(actor, parent.contract_id, parent.funder_id)


def _officer(actor: Actor, contract_id: int, reason: str) -> Verdict:
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    return ALLOWED if mandates_in(actor, contract_id).officer else refused(reason)
