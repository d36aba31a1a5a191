"""A later decision for a request: a new row with its reason, the former one kept."""

from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.lifecycle.requests import DECIDED, REQUEST
from faire_ensemble.apps.funding.models import (
    Application,
    Decision,
    Envelope,
    FundingRequest,
    ProgrammeLine,
)
from faire_ensemble.apps.funding.permissions.programmes import can_decide_again
from faire_ensemble.apps.funding.permissions.standing import Actor
from faire_ensemble.apps.funding.selectors.envelopes import balances
from faire_ensemble.apps.funding.selectors.paying import envelopes_for
from faire_ensemble.apps.funding.services.adoption import settle_files
from faire_ensemble.apps.funding.services.envelopes import lock_tree
from faire_ensemble.apps.funding.services.notices import tell_decisions
from faire_ensemble.apps.funding.services.programmes import BadProgramme
from faire_ensemble.core.budget import format_amount
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

ZERO = Decimal(0)
OUTCOME = ProgrammeLine.Outcome


def decide_again(
    *,
    actor: Actor,
    request: FundingRequest,
    outcome: str,
    reason: str,
    body: str,
    amount: Decimal | None = None,
    envelope: Envelope | None = None,
) -> Decision:
    """Replace the decision in force (award or refuse). Raises `Refused` or `BadProgramme`."""
    reason, body = reason.strip(), body.strip()
    _check_words(outcome, reason, body)
    with transaction.atomic():
        # The file first, as every act on one file does.
        Application.objects.select_for_update().get(pk=request.application_id)
        kept = FundingRequest.objects.select_for_update().get(pk=request.pk)
        require(can_decide_again(actor, kept))
        if kept.state not in DECIDED:
            raise BadProgramme(_("Cette demande n'est pas encore décidée."))
        former = kept.decisions.order_by("-number").first()
        if former is None:
            raise BadProgramme(_("Cette demande n'est pas encore décidée."))
        given = (amount or ZERO) if outcome == OUTCOME.AWARD else ZERO
        payer = envelope if outcome == OUTCOME.AWARD else None
        if outcome == OUTCOME.AWARD:
            _check(kept, former, given, payer)
        made = Decision.objects.create(
            request=kept, number=former.number + 1, programme=None, envelope=payer,
            outcome=outcome, amount=given, asked=kept.asked, reason=reason, body=body,
            decided_by=actor, decided_at=timezone.now(),
        )  # fmt: skip
        kept.state = REQUEST.after(outcome, kept.state)
        kept.awarded = given
        kept.save(update_fields=["state", "awarded"])
        settle_files(Q(pk=kept.application_id))
        audit.record(
            actor=actor,
            verb="décision remplacée",
            subject=f"demande:{kept.pk}",
            detail={
                "numéro": made.number,
                "issue": outcome,
                "avant": str(former.amount),
                "montant": str(given),
            },
        )
        tell_decisions([made])
    return made


def _check_words(outcome: str, reason: str, body: str) -> None:
    if outcome not in (OUTCOME.AWARD, OUTCOME.REFUSE):
        raise BadProgramme(_("Choisissez : financer ou ne pas financer."), "outcome")
    if not reason:
        raise BadProgramme(_("Dites pourquoi : le porteur lira ce motif."), "reason")
    if not body:
        raise BadProgramme(_("Dites quelle instance a décidé, et quand."), "body")


def _check(
    request: FundingRequest, former: Decision, amount: Decimal, envelope: Envelope | None
) -> None:
    """The same rules as in a programme; the money of the former decision is free again."""
    if amount <= 0 or amount > request.asked:
        raise BadProgramme(
            _("Écrivez un montant entre 0 et les %(asked)s € demandés.")
            % {"asked": format_amount(request.asked)},
            "amount",
        )
    able = envelopes_for(request)
    if envelope is None or envelope.pk not in {each.row.pk for each in able}:
        raise BadProgramme(_("Choisissez une enveloppe qui peut payer cette demande."), "envelope")
    held = lock_tree(envelope)
    left = balances([held])[held.pk].left
    if former.envelope_id == held.pk:
        left += former.amount
    if amount > left:
        raise BadProgramme(
            _("Il reste %(left)s € dans « %(envelope)s ».")
            % {"left": format_amount(left), "envelope": held.name},
            "amount",
        )
