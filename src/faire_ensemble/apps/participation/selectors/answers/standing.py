"""Where the answer to a contribution is: owed since when, by whom, given or late."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import (
    DateField,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
)
from django.db.models.functions import Coalesce, Least

from faire_ensemble.apps.participation.lifecycle import ContributionState, ProcessState
from faire_ensemble.apps.participation.models import AnswerLine, Contribution

AnnotatedRows = QuerySet[Any]
"""Contributions with columns computed in the query, which no model declares."""


class AnswerStanding(StrEnum):
    """NOT_OWED: a petition short of supports. OWED: in time. LATE: its day is past. GIVEN."""

    NOT_OWED = "not_owed"
    OWED = "owed"
    LATE = "late"
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class Owed:
    """Who owes the answer, by when, and how that stands; verdict and words once given."""

    standing: AnswerStanding
    due_on: date | None
    owner: str
    verdict: str = ""
    verdict_label: str = ""


def with_answers(rows: QuerySet[Contribution]) -> AnnotatedRows:
    """Each row with `due` (its own day, or the earliest of those merged into it), `answered` and
    the last `verdict`, within the same query."""
    lines = AnswerLine.objects.filter(contribution=OuterRef("pk"))
    earliest = (
        Contribution.objects.filter(merged_into=OuterRef("pk"))
        .order_by()
        .values("merged_into")
        .annotate(day=Min("answer_due_on"))
        .values("day")
    )
    merged_due = Subquery(earliest, output_field=DateField())
    return rows.annotate(
        answered=Exists(lines),
        verdict=Subquery(
            lines.order_by("-answer__at", "-pk").values("answer__verdict")[:1],
            output_field=TextField(),
        ),
        due=Least(
            Coalesce(F("answer_due_on"), merged_due), Coalesce(merged_due, F("answer_due_on"))
        ),
    )


def filtered(rows: AnnotatedRows, standing: AnswerStanding, today: date) -> AnnotatedRows:
    """Those of a standing, from `with_answers`."""
    if standing is AnswerStanding.GIVEN:
        return rows.filter(answered=True)
    waiting = rows.filter(answered=False)
    if standing is AnswerStanding.LATE:
        return waiting.filter(due__lt=today)
    if standing is AnswerStanding.OWED:
        return waiting.filter(due__gte=today)
    return waiting.filter(due__isnull=True)


def standing_of(answered: bool, due: date | None, today: date) -> AnswerStanding:
    """The same rule, for one row already read."""
    if answered:
        return AnswerStanding.GIVEN
    if due is None:
        return AnswerStanding.NOT_OWED
    return AnswerStanding.LATE if due < today else AnswerStanding.OWED


def public_roots() -> QuerySet[Contribution]:
    """Contributions shown in lists: published, on their own, in a process everybody sees."""
    return Contribution.objects.filter(
        ~Q(process__state=ProcessState.DRAFT), state=ContributionState.PUBLISHED
    )
