"""What a holder is told: the decisions on a file, on which criteria, and what to do next.

Built for many files at once (an adopted programme tells 1 700), in a constant number of queries.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Avg, Count, Exists, OuterRef, Sum
from django.utils import timezone

from faire_ensemble.apps.funding.models import (
    Application,
    Criterion,
    Decision,
    FundingNature,
    ProgrammeLine,
    Recusal,
    Score,
)
from faire_ensemble.apps.funding.selectors.in_force import in_force

Outcome = ProgrammeLine.Outcome
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Decided:
    """What one funder decided, in euros. `year_total` is what it awards the holder that year."""

    funder: str
    funder_kind: str
    nature: str
    asked: Decimal
    outcome: str
    amount: Decimal
    reason: str
    departure: str
    body: str
    decided_on: date
    programme_id: int | None
    year_total: Decimal

    @property
    def awarded(self) -> bool:
        return self.outcome == Outcome.AWARD

    @property
    def refused(self) -> bool:
        return self.outcome == Outcome.REFUSE

    @property
    def adjourned(self) -> bool:
        return self.outcome == Outcome.ADJOURN


@dataclass(frozen=True, slots=True)
class Mark:
    """A criterion of the grid: mean points of the file (None: not scored), out of `most`."""

    label: str
    mean: Decimal | None
    most: int
    weight: int
    persons: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that was decided for a file."""

    application_id: int
    number: str
    title: str
    holder: str
    holder_kind: str
    call: str
    year: int
    lines: tuple[Decided, ...]
    grid: tuple[Mark, ...]
    told_at: datetime | None

    @property
    def told_on(self) -> date | None:
        """The day of the notification."""
        return timezone.localdate(self.told_at) if self.told_at else None

    @property
    def asked(self) -> Decimal:
        return sum((line.asked for line in self.lines), ZERO)

    @property
    def amount(self) -> Decimal:
        return sum((line.amount for line in self.lines), ZERO)

    @property
    def scored(self) -> bool:
        return any(mark.mean is not None for mark in self.grid)


def answer_of(application_id: int) -> Answer | None:
    """The answer to one file; None while nothing is decided."""
    return answers_of([application_id]).get(application_id)


def answers_of(application_ids: Iterable[int]) -> dict[int, Answer]:
    """Answers by file, for those that have a decision: six queries."""
    ids = list(application_ids)
    decisions: dict[int, list[Decision]] = defaultdict(list)
    found = in_force().filter(request__application__in=ids).select_related("request__funder")
    for decision in found.order_by("request"):
        decisions[decision.request.application_id].append(decision)
    files = (
        Application.objects.filter(pk__in=decisions)
        .select_related("project", "lead", "call")
        .prefetch_related("notices")
    )
    files_by_pk = {file.pk: file for file in files}
    totals = _year_totals(files_by_pk.values())
    grids = _grids(files_by_pk.values())
    return {
        pk: Answer(
            application_id=pk,
            number=file.project.number,
            title=file.title or file.project.title,
            holder=file.lead.name,
            holder_kind=file.lead.kind,
            call=file.call.title,
            year=file.year,
            lines=tuple(
                _decided(each, totals[file.lead_id, each.request.funder_id, file.year])
                for each in decisions[pk]
            ),
            grid=grids[pk],
            told_at=max(
                (note.written_at for note in file.notices.all() if is_decision(note.key)),
                default=None,
            ),
        )
        for pk, file in files_by_pk.items()
    }


def is_decision(key: str) -> bool:
    """Whether a notice is about decisions (see services/notices.py)."""
    return key.startswith("decision:")


def _decided(decision: Decision, year_total: Decimal) -> Decided:
    funder = decision.request.funder
    return Decided(
        funder=funder.name,
        funder_kind=funder.kind,
        nature=str(FundingNature(decision.request.nature).label),
        asked=decision.asked,
        outcome=decision.outcome,
        amount=decision.amount,
        reason=decision.reason,
        departure=decision.departure,
        body=decision.body,
        decided_on=timezone.localdate(decision.decided_at),
        programme_id=decision.programme_id,
        year_total=year_total,
    )


def _year_totals(files: Iterable[Application]) -> dict[tuple[int, int, int], Decimal]:
    """(holder, funder, year) → what its decisions in force award, over every file."""
    rows = (
        in_force()
        .filter(
            outcome=Outcome.AWARD,
            request__application__lead__in={file.lead_id for file in files},
            request__application__year__in={file.year for file in files},
        )
        .order_by()
        .values_list("request__application__lead", "request__funder", "request__application__year")
        .annotate(total=Sum("amount"))
    )
    totals: dict[tuple[int, int, int], Decimal] = defaultdict(Decimal)
    for holder, funder, year, total in rows:
        totals[holder, funder, year] = Decimal(str(total)).quantize(Decimal("0.01"))
    return totals


def _grids(files: Iterable[Application]) -> dict[int, tuple[Mark, ...]]:
    """The grid of each file's call, with the mean of the points that people gave; those of
    somebody who stepped aside do not count."""
    aside = Recusal.objects.filter(application=OuterRef("application"), person=OuterRef("person"))
    criteria: dict[int, list[Criterion]] = defaultdict(list)
    for criterion in Criterion.objects.filter(call__in={file.call_id for file in files}):
        criteria[criterion.call_id].append(criterion)
    means = {
        (file, criterion): (Decimal(str(mean)), persons)
        for file, criterion, mean, persons in Score.objects.filter(
            ~Exists(aside), application__in=[file.pk for file in files]
        )
        .order_by()
        .values_list("application", "criterion")
        .annotate(mean=Avg("points"), persons=Count("pk"))
    }
    nothing: tuple[Decimal | None, int] = (None, 0)
    return {
        file.pk: tuple(
            Mark(
                criterion.label,
                mean=means.get((file.pk, criterion.pk), nothing)[0],
                most=criterion.max_points,
                weight=criterion.weight,
                persons=means.get((file.pk, criterion.pk), nothing)[1],
            )
            for criterion in criteria[file.call_id]
        )
        for file in files
    }
