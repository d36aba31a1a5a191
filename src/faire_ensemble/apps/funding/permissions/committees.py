"""Who reads committees, and who writes what a session proposes."""

from django.utils.translation import gettext as _

from faire_ensemble.apps.accounts.selectors import has_role
from faire_ensemble.apps.funding.models import AgendaItem
from faire_ensemble.apps.funding.permissions.programmes import can_manage_committees
from faire_ensemble.apps.funding.permissions.standing import (
    Actor,
    Standing,
    mandates_in,
    recused_verdict,
    signed_in,
    standing,
)
from faire_ensemble.kit.verdicts import ALLOWED, Verdict, refused


def can_open_committees(actor: Actor) -> Verdict:
    """Those who sit there: officers, partners, councils, elected members."""
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    if has_role(actor, "officer", "partner", "council", "elected"):
        return ALLOWED
    return refused(_("Cette page est réservée à celles et ceux qui siègent dans les comités."))


def can_read_committee(actor: Actor, contract_id: int) -> Verdict:
    """Agendas and minutes of the contract; each file in them keeps its own rule."""
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    mandates = mandates_in(actor, contract_id)
    if mandates.instructs or mandates.councils or mandates.elected:
        return ALLOWED
    return refused(_("Ce comité est celui d'un autre contrat de ville."))


def can_propose(actor: Actor, item: AgendaItem, known: Standing | None = None) -> Verdict:
    """Officers write the proposals, never on a file they stepped aside from or take part in."""
    verdict = can_manage_committees(actor, item.session.committee.contract_id)
    if not verdict:
        return verdict
    here = known or standing(actor, item.application)
    if here.recused:
        return recused_verdict()
    if here.right:
        return refused(
            _("Vous participez à ce projet : une autre personne écrit ce que le comité propose.")
        )
    return ALLOWED
