"""Deciding one request of a programme in preparation."""

from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.models import Envelope, FundingRequest, ProgrammeLine
from faire_ensemble.apps.funding.permissions.programmes import can_decide_line
from faire_ensemble.apps.funding.permissions.standing import Actor
from faire_ensemble.apps.funding.selectors.envelopes import balances
from faire_ensemble.apps.funding.selectors.paying import envelopes_for
from faire_ensemble.apps.funding.services.envelopes import lock_tree
from faire_ensemble.apps.funding.services.programmes import (
    BadProgramme,
    lock_programme,
    require_preparing,
)
from faire_ensemble.core.budget import format_amount
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

ZERO = Decimal(0)
OUTCOME = ProgrammeLine.Outcome


class Changed(BadProgramme):
    """Somebody else decided this line since it was read: nothing is overwritten."""


def decide_line(
    *,
    actor: Actor,
    line: ProgrammeLine,
    revision: int,
    outcome: str,
    amount: Decimal | None = None,
    envelope: Envelope | None = None,
    reason: str = "",
    departure: str = "",
) -> ProgrammeLine:
    """Write what is decided for a request; `revision` is the one that was read.

    Raises `Refused`; `Changed` when the line moved meanwhile; `BadProgramme` above the envelope
    or what is asked, without a reason, or for a departure from the proposal that says nothing.
    """
    with transaction.atomic():
        programme = lock_programme(line.programme)
        kept = ProgrammeLine.objects.select_for_update().get(pk=line.pk)
        kept.programme = programme
        require(can_decide_line(actor, kept))
        require_preparing(programme)
        if kept.revision != revision:
            raise Changed(
                _(
                    "Cette ligne a changé pendant que vous l'écriviez. Rien n'est remplacé : "
                    "relisez-la, puis décidez."
                )
            )
        kept.outcome = outcome
        kept.amount = (amount or ZERO) if outcome == OUTCOME.AWARD else ZERO
        kept.envelope = envelope if outcome == OUTCOME.AWARD else None
        kept.reason, kept.departure = reason.strip(), departure.strip()
        check_words(kept)
        if outcome == OUTCOME.AWARD:
            _check_award(kept, kept.request)
        kept.revision += 1
        kept.changed_by = actor
        kept.save()
        _keep_trace(actor, kept)
    return kept


def _keep_trace(actor: Actor, line: ProgrammeLine) -> None:
    audit.record(
        actor=actor,
        verb="ligne de programmation décidée",
        subject=f"demande:{line.request_id}",
        detail={
            "programmation": line.programme_id,
            "issue": str(line.outcome),
            "montant": str(line.amount),
            "proposé": None if line.proposed is None else str(line.proposed),
            "enveloppe": line.envelope_id,
            "écart": bool(line.departure),
        },
    )


def departs(line: ProgrammeLine) -> bool:
    """Whether what is decided is not what was proposed."""
    if line.proposed is None or not line.outcome:
        return False
    return line.outcome == OUTCOME.ADJOURN or line.amount != line.proposed


def check_words(line: ProgrammeLine) -> None:
    """An outcome, and the reasons that holders and the public will read."""
    if line.outcome not in OUTCOME.values:
        raise BadProgramme(_("Choisissez : financer, ne pas financer ou ajourner."), "outcome")
    if line.outcome != OUTCOME.AWARD and not line.reason:
        raise BadProgramme(_("Dites pourquoi : le porteur lira ce motif."), "reason")
    if departs(line) and not line.departure:
        raise BadProgramme(
            _("La décision s'écarte de la proposition : dites pourquoi."), "departure"
        )


def _check_award(line: ProgrammeLine, request: FundingRequest) -> None:
    if line.amount <= 0:
        raise BadProgramme(_("Écrivez le montant accordé, plus grand que zéro."), "amount")
    if line.amount > request.asked:
        raise BadProgramme(
            _("Le porteur demande %(asked)s € : on ne peut pas accorder plus.")
            % {"asked": format_amount(request.asked)},
            "amount",
        )
    able = envelopes_for(request)
    if not able:
        raise BadProgramme(
            _("Aucune enveloppe de ce financeur ne peut payer cette demande."), "envelope"
        )
    if line.envelope is None or line.envelope.pk not in {each.row.pk for each in able}:
        raise BadProgramme(_("Choisissez une enveloppe qui peut payer cette demande."), "envelope")
    held = lock_tree(line.envelope)
    others = line.programme.lines.filter(envelope=held).exclude(pk=line.pk)
    taken = others.aggregate(total=Sum("amount"))["total"] or ZERO
    left = balances([held])[held.pk].left - taken
    if line.amount > left:
        raise BadProgramme(
            _("Il reste %(left)s € dans « %(envelope)s » avec les autres lignes décidées.")
            % {"left": format_amount(left), "envelope": held.name},
            "amount",
        )
