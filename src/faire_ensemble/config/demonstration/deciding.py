"""The adopted programme of the year: envelopes, lines, decisions, answers to the holders."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import override

from faire_ensemble.apps.accounts.models import User
from faire_ensemble.apps.funding.lifecycle.programmes import ProgrammeState
from faire_ensemble.apps.funding.models import (
    Call,
    CommitteeProposal,
    Decision,
    Envelope,
    FundingRequest,
    Notice,
    Programme,
    ProgrammeLine,
)
from faire_ensemble.apps.funding.selectors.answer_letter import letter, subject
from faire_ensemble.apps.funding.selectors.answers import answers_of
from faire_ensemble.config.demonstration.keys import Keys, at
from faire_ensemble.config.demonstration.known import known
from faire_ensemble.config.demonstration.submitted import BATCH, Pair

DECIDED_ON = date(2016, 3, 31)
ROUND_UP = 10_000  # euros: envelopes are round amounts above what was awarded
NEXT_YEAR = Decimal("0.6")  # of what is asked: there is not enough for everybody
Outcome = ProgrammeLine.Outcome


def decide(
    keys: Keys, call: Call, pairs: Sequence[Pair], people: Mapping[str, User]
) -> list[Decision]:
    """Everything was decided on one day; each holder has its answer."""
    envelopes = add_envelopes(keys, call, Decimal(1))
    programme = Programme.objects.create(
        call=call, year=call.first_year, title="Programmation 2016 (démonstration)",
        state=ProgrammeState.ADOPTED, decided_by_body=keys.words["body"],
        created_at=at(DECIDED_ON, 8), adopted_at=at(DECIDED_ON, 17),
        adopted_by=people["cheffe-de-projet"],
    )  # fmt: skip
    lines = _lines(keys, programme, pairs, envelopes)
    ProgrammeLine.objects.bulk_create(lines, batch_size=BATCH)
    decisions = Decision.objects.bulk_create(
        (
            Decision(
                request=line.request, number=1, programme=programme, envelope_id=line.envelope_id,
                outcome=line.outcome, amount=line.amount, asked=line.request.asked,
                reason=line.reason, departure=line.departure, body=programme.decided_by_body,
                decided_by=programme.adopted_by, decided_at=known(programme.adopted_at),
            )
            for line in lines
        ),
        batch_size=BATCH,
    )  # fmt: skip
    _tell(programme, [row.pk for _, row in pairs])
    return decisions


def add_envelopes(keys: Keys, call: Call, part: Decimal) -> dict[int, Envelope]:
    """One envelope a funder, by its primary key: enough for what was awarded, or while nothing
    is, `part` of what is asked."""
    totals = (
        FundingRequest.objects.filter(application__call=call)
        .order_by("funder__name")
        .values_list("funder", "nature")
        .annotate(awarded=Sum("awarded"), asked=Sum("asked"))
    )
    rows = Envelope.objects.bulk_create(
        Envelope(
            contract=keys.contract, funder_id=funder, year=call.first_year, nature=nature,
            name=f"{keys.funder_names[funder]} (démonstration)",
            amount=_rounded(awarded if awarded is not None else asked * part),
        )
        for funder, nature, awarded, asked in totals
    )  # fmt: skip
    return {row.funder_id: row for row in rows}


def _rounded(amount: Decimal) -> Decimal:
    return Decimal(-(-int(amount) // ROUND_UP) * ROUND_UP + ROUND_UP)


def _lines(
    keys: Keys, programme: Programme, pairs: Sequence[Pair], envelopes: Mapping[int, Envelope]
) -> list[ProgrammeLine]:
    """A line a request, in the order of the files."""
    proposed = dict(
        CommitteeProposal.objects.filter(item__application__call=programme.call_id).values_list(
            "request", "amount"
        )
    )
    reasons = [ask.reason for file, _row in pairs for ask in file.asks]
    requests = FundingRequest.objects.filter(application__call=programme.call_id).order_by("pk")
    found = []
    for request, reason in zip(requests, reasons, strict=True):
        awarded = bool(request.awarded)
        before = proposed[request.pk] or Decimal(0)
        raised = before != (request.awarded or 0)
        found.append(
            ProgrammeLine(
                programme=programme, request=request, proposed=before,
                envelope=envelopes[request.funder_id] if awarded else None,
                outcome=Outcome.AWARD if awarded else Outcome.REFUSE,
                amount=request.awarded or 0, reason=reason,
                departure=keys.words["words"]["departure"] if raised else "",
                changed_by=programme.adopted_by,
            )
        )  # fmt: skip
    return found


def _tell(programme: Programme, files: Sequence[int]) -> None:
    """Answers as the service writes them, of that day. Marked as sent: no mail leaves."""
    with override("fr"):
        notices = [
            Notice(
                application_id=pk, key=f"decision:{programme.pk}", subject=subject(answer),
                text=letter(answer, DECIDED_ON), written_at=known(programme.adopted_at),
                sent_at=known(programme.adopted_at),
            )
            for pk, answer in answers_of(files).items()
        ]  # fmt: skip
    Notice.objects.bulk_create(notices, batch_size=200)
