"""Public lists that hold those who answer to their word: late answers, and what was promised."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, Min, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.participation.lifecycle import (
    ContributionState,
    FollowUpState,
    ProcessState,
)
from faire_ensemble.apps.participation.models import (
    AnswerLine,
    FollowUp,
    FollowUpStateChoice,
    FollowUpStep,
    Process,
)
from faire_ensemble.apps.participation.selectors.answers.standing import (
    AnnotatedRows,
    AnswerStanding,
    filtered,
    public_roots,
    with_answers,
)
from faire_ensemble.apps.participation.selectors.contributions.lines import (
    ContributionLine,
    annotated,
    lines_of,
)

PAGE = 30


@dataclass(frozen=True, slots=True)
class OwnerCount:
    """How many answers somebody owes late, and since when the oldest."""

    name: str
    count: int
    oldest: date


@dataclass(frozen=True, slots=True)
class LatePage:
    owners: tuple[OwnerCount, ...]
    lines: tuple[ContributionLine, ...]
    page: Page[Any]
    total: int


@dataclass(frozen=True, slots=True)
class PromisePage:
    """`counts` are (state, label, number, of which late)."""

    counts: tuple[tuple[str, str, int, int], ...]
    rows: tuple[FollowUp, ...]
    page: Page[Any]


def late_page(number: int = 1) -> LatePage:
    """Answers whose day is past, the oldest first, everywhere (a constant number of queries)."""
    today = timezone.localdate()
    late = filtered(with_answers(public_roots()), AnswerStanding.LATE, today)
    owners = (
        late.order_by()
        .values(name=Coalesce(F("answer_owner__name"), F("process__owner__name")))
        .annotate(count=Count("pk"), oldest=Min("due"))
        .order_by("-count", "name")
    )
    rows = filtered(annotated(public_roots()), AnswerStanding.LATE, today).order_by("due", "pk")
    paginator: Paginator[Any] = Paginator(rows, PAGE)
    page = paginator.get_page(number)
    return LatePage(
        owners=tuple(
            OwnerCount(row["name"] or _("personne n'est nommé"), row["count"], row["oldest"])
            for row in owners
        ),
        lines=lines_of(page.object_list, today),
        page=page,
        total=paginator.count,
    )


def promises(state: str = "", number: int = 1) -> PromisePage:
    """What was promised everywhere, and what became of it (a constant number of queries)."""
    today = timezone.localdate()
    rows = _public_promises()
    late = Q(due_on__lt=today, state__in=(FollowUpState.PROMISED, FollowUpState.DOING))
    counted = {
        row["state"]: (row["n"], row["late"])
        for row in rows.order_by()
        .values("state")
        .annotate(n=Count("pk"), late=Count("pk", filter=late))
    }
    if state in FollowUpStateChoice.values:
        rows = rows.filter(state=state)
    steps = Prefetch("steps", FollowUpStep.objects.order_by("at", "pk"))
    shown = rows.select_related("owner", "answer__process").prefetch_related(steps, _lines())
    paginator: Paginator[FollowUp] = Paginator(shown.order_by("due_on", "pk"), PAGE)
    page = paginator.get_page(number)
    return PromisePage(
        counts=tuple(
            (value, str(label), *counted.get(value, (0, 0)))
            for value, label in FollowUpStateChoice.choices
        ),
        rows=tuple(page.object_list),
        page=page,
    )


def owed_in(process: Process) -> AnnotatedRows:
    """What waits for an answer in a process, for those who answer: the most urgent first."""
    rows = annotated(public_roots().filter(process=process)).filter(answered=False)
    return rows.order_by(F("due").asc(nulls_last=True), "pk")


def follow_ups_in(process: Process) -> QuerySet[FollowUp]:
    """What was promised in a process, what is not over first."""
    return (
        FollowUp.objects.filter(answer__process=process)
        .select_related("owner", "answer")
        .prefetch_related("steps")
        .order_by("due_on", "pk")
    )


def _lines() -> Prefetch[Any]:
    shown = AnswerLine.objects.filter(contribution__state=ContributionState.PUBLISHED)
    return Prefetch(
        "answer__lines", shown.select_related("contribution").order_by("contribution__number")
    )


def _public_promises() -> QuerySet[FollowUp]:
    """Those of answers to something that is still public."""
    public = AnswerLine.objects.filter(
        answer=OuterRef("answer"), contribution__state=ContributionState.PUBLISHED
    )
    return FollowUp.objects.filter(Exists(public)).exclude(
        answer__process__state=ProcessState.DRAFT
    )


def awaited_answers(process: Process) -> int:
    """Answers of a process that are owed and not given yet, late or not (one query)."""
    rows = with_answers(public_roots().filter(process=process))
    return int(rows.filter(answered=False, due__isnull=False).count())
