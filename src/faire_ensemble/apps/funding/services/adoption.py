"""Adopting a programme: every decision at once, or none.

One transaction writes everything, so that a server killed at any moment leaves either the whole
adoption or the programme as it was; adopting twice writes once.
"""

import hashlib
import json
from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faire_ensemble.apps.funding.lifecycle.applications import UNDER_INSTRUCTION, ApplicationState
from faire_ensemble.apps.funding.lifecycle.programmes import PROGRAMME, ProgrammeState
from faire_ensemble.apps.funding.lifecycle.requests import OPEN, REQUEST
from faire_ensemble.apps.funding.models import (
    Application,
    Decision,
    Envelope,
    FundingRequest,
    Programme,
    ProgrammeLine,
)
from faire_ensemble.apps.funding.permissions.programmes import can_adopt_programme
from faire_ensemble.apps.funding.permissions.standing import Actor
from faire_ensemble.apps.funding.selectors.envelopes import balances
from faire_ensemble.apps.funding.services.notices import tell_decisions
from faire_ensemble.apps.funding.services.programme_lines import departs
from faire_ensemble.apps.funding.services.programmes import BadProgramme, lock_programme
from faire_ensemble.core.budget import format_amount
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

ZERO = Decimal(0)
BATCH = 500
OUTCOME = ProgrammeLine.Outcome


def adopt_programme(*, actor: Actor, programme: Programme) -> Programme:
    """Write every decision. A programme already adopted is given back as it is.

    Raises `Refused`, or `BadProgramme` for a line still to decide, a request that is no longer
    open, a departure without its reason, an envelope exceeded, or no deciding body.
    """
    with transaction.atomic():
        kept = lock_programme(programme)
        if kept.state == ProgrammeState.ADOPTED:
            return kept
        require(can_adopt_programme(actor, kept))
        lines = _locked_lines(kept)
        _check_lines(kept, lines)
        _check_envelopes(kept, lines)
        decisions = _write(actor, kept, lines)
        _settle(kept)
        kept.state = PROGRAMME.after("adopt", kept.state)
        kept.adopted_at, kept.adopted_by = timezone.now(), actor
        kept.save(update_fields=["state", "adopted_at", "adopted_by"])
        audit.record(
            actor=actor,
            verb="programmation adoptée",
            subject=f"programmation:{kept.pk}",
            detail={
                "décisions": len(decisions),
                "total": str(sum((each.amount for each in decisions), ZERO)),
                "instance": kept.decided_by_body,
                "empreinte": list_digest(decisions),
            },
        )
        tell_decisions(decisions)
    return kept


def list_digest(decisions: Sequence[Decision]) -> str:
    """SHA-256 of the canonical list: request, number, outcome, amount, envelope."""
    rows = sorted(
        [each.request_id, each.number, str(each.outcome), f"{each.amount:.2f}", each.envelope_id]
        for each in decisions
    )
    text = json.dumps(rows, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _locked_lines(programme: Programme) -> list[ProgrammeLine]:
    """Every line with its request, which nobody can withdraw or decide meanwhile.

    Files are locked first, as every act on one file does, so that none waits for another.
    """
    files = programme.lines.values("request__application")
    list(
        Application.objects.select_for_update()
        .filter(pk__in=files)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    held = FundingRequest.objects.select_for_update().filter(
        pk__in=programme.lines.values("request")
    )
    requests = {row.pk: row for row in held.order_by("pk")}
    lines = list(programme.lines.order_by("pk"))
    for line in lines:
        line.request = requests[line.request_id]
    return lines


def _check_lines(programme: Programme, lines: Sequence[ProgrammeLine]) -> None:
    if not programme.decided_by_body:
        raise BadProgramme(_("Dites quelle instance a décidé, et quand."), "body")
    if not lines:
        raise BadProgramme(_("Cette programmation n'a aucune ligne."))
    undecided = sum(not line.outcome for line in lines)
    if undecided:
        raise BadProgramme(
            ngettext(
                "%(n)s ligne est encore à décider.",
                "%(n)s lignes sont encore à décider.",
                undecided,
            )
            % {"n": undecided}
        )
    closed = sum(line.request.state not in OPEN for line in lines)
    if closed:
        raise BadProgramme(
            ngettext(
                "%(n)s demande a été retirée ou décidée depuis : mettez les lignes à jour.",
                "%(n)s demandes ont été retirées ou décidées depuis : mettez les lignes à jour.",
                closed,
            )
            % {"n": closed}
        )
    silent = sum(
        (departs(line) and not line.departure)
        or (line.outcome != OUTCOME.AWARD and not line.reason)
        for line in lines
    )
    if silent:
        raise BadProgramme(
            ngettext(
                "%(n)s décision n'a pas son motif.", "%(n)s décisions n'ont pas leur motif.", silent
            )
            % {"n": silent}
        )


def _check_envelopes(programme: Programme, lines: Sequence[ProgrammeLine]) -> None:
    """Lock every tree of the year, in order, then compare."""
    rows = list(
        Envelope.objects.select_for_update()
        .filter(contract=programme.call.contract_id, year=programme.year)
        .order_by("pk")
    )
    money = balances(rows)
    wanted: dict[int, Decimal] = {}
    for line in lines:
        if line.envelope_id is not None:
            wanted[line.envelope_id] = wanted.get(line.envelope_id, ZERO) + line.amount
    names = {row.pk: row.name for row in rows}
    for pk, amount in sorted(wanted.items()):
        if pk not in money or amount > money[pk].left:
            left = money[pk].left if pk in money else ZERO
            raise BadProgramme(
                _("« %(name)s » : %(amount)s € décidés, il reste %(left)s €.")
                % {
                    "name": names.get(pk, pk),
                    "amount": format_amount(amount),
                    "left": format_amount(left),
                }
            )


def _write(actor: Actor, programme: Programme, lines: Sequence[ProgrammeLine]) -> list[Decision]:
    numbers = dict(
        Decision.objects.filter(request__in=programme.lines.values("request"))
        .order_by("request")
        .values_list("request")
        .annotate(last=Max("number"))
    )
    now = timezone.now()
    return Decision.objects.bulk_create(
        (
            Decision(
                request=line.request,
                number=numbers.get(line.request_id, 0) + 1,
                programme=programme,
                envelope_id=line.envelope_id,
                outcome=line.outcome,
                amount=line.amount,
                asked=line.request.asked,
                reason=line.reason,
                departure=line.departure,
                body=programme.decided_by_body,
                decided_by=actor,
                decided_at=now,
            )  # fmt: skip
            for line in lines
        ),
        batch_size=BATCH,
    )


def _settle(programme: Programme) -> None:
    """States of the requests, then of the files that have nothing left to decide."""
    line = ProgrammeLine.objects.filter(programme=programme, request=OuterRef("pk"))
    for outcome, act in (
        (OUTCOME.AWARD, "award"),
        (OUTCOME.REFUSE, "refuse"),
        (OUTCOME.ADJOURN, "adjourn"),
    ):
        rows = FundingRequest.objects.filter(
            pk__in=programme.lines.filter(outcome=outcome).values("request")
        )
        for before in OPEN:
            same = rows.filter(state=before)
            after = REQUEST.after(act, before)
            if outcome == OUTCOME.ADJOURN:
                same.update(state=after)
            else:
                same.update(state=after, awarded=Subquery(line.values("amount")[:1]))
    settle_files(Q(pk__in=programme.lines.values("request__application")))


def settle_files(which: Q) -> None:
    """Files under instruction of which every request is settled become decided."""
    still = FundingRequest.objects.filter(application=OuterRef("pk"), state__in=OPEN)
    files = Application.objects.filter(which, ~Exists(still), state__in=UNDER_INSTRUCTION)
    files.update(state=ApplicationState.DECIDED)
