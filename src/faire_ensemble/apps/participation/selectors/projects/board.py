"""The board of those who study projects: where each stands, what it lacks."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from faire_ensemble.apps.contract.selectors import mandates_in
from faire_ensemble.apps.participation.lifecycle import ProjectState
from faire_ensemble.apps.participation.models import (
    BudgetProject,
    Contribution,
    ContributionStateChoice,
    JuryOverride,
    Process,
    ProjectStateChoice,
    ReviewKind,
)
from faire_ensemble.apps.participation.selectors.projects.lines import (
    ProjectLine,
    money,
    project_line,
    spent_by_project,
)
from faire_ensemble.apps.participation.selectors.projects.page import ReviewLine, latest_reviews

GIVEN = (ProjectState.WON, ProjectState.DELIVERING, ProjectState.DELIVERED)


@dataclass(frozen=True, slots=True)
class BoardFilters:
    """What was chosen; empty means all. `lacking` is a kind of review not favourable yet."""

    state: str = ""
    category: str = ""
    lacking: str = ""

    @classmethod
    def read(cls, data: Any) -> "BoardFilters":
        state, lacking = data.get("etat", ""), data.get("manque", "")
        return cls(
            state=state if state in ProjectStateChoice.values else "",
            category=data.get("theme", "")[:120],
            lacking=lacking if lacking in ReviewKind.values else "",
        )


@dataclass(frozen=True, slots=True)
class BoardLine:
    line: ProjectLine
    reviews: tuple[ReviewLine, ...]
    origins: int
    group: str
    late: int
    spent: str
    tally: bool | None
    jury: str
    jury_reason: str


@dataclass(frozen=True, slots=True)
class Board:
    lines: tuple[BoardLine, ...]
    count: int
    all: int
    states: tuple[tuple[str, str], ...]
    categories: tuple[str, ...]
    kinds: tuple[tuple[str, str], ...]
    given: str
    left: str


def board(process: Process, filters: BoardFilters, actor: Any = None) -> Board:
    """Every project that answers the filters (a constant number of queries).

    Partners see the projects that they carry, or all when they answer for the process.
    """
    rows = list(_rows(process, actor))
    spent = spent_by_project(row.pk for row in rows)
    lines = [_line(row, spent) for row in rows]
    shown = [line for line in lines if _matches(line, filters)]
    states = {line.line.state for line in lines}
    given = sum((row.awarded or Decimal(0) for row in rows if row.state in GIVEN), Decimal(0))
    left = process.envelope - given if process.envelope is not None else None
    return Board(
        lines=tuple(shown),
        count=len(shown),
        all=len(lines),
        states=tuple((v, str(label)) for v, label in ProjectStateChoice.choices if v in states),
        categories=tuple(sorted({line.line.category for line in lines if line.line.category})),
        kinds=tuple((value, str(label)) for value, label in ReviewKind.choices),
        given=money(given),
        left=money(left),
    )


def _rows(process: Process, actor: Any) -> QuerySet[BudgetProject]:
    rows = (
        BudgetProject.objects.filter(process=process)
        .select_related("territory", "group")
        .prefetch_related("reviews", "milestones", "overrides")
        .annotate(sources=Count("origins", distinct=True))
        .order_by("number")
    )
    mandates = mandates_in(actor, process.contract_id)
    if actor is None or mandates.officer or process.owner_id in mandates.acting_for:
        return rows
    return rows.filter(carrier__in=mandates.acting_for)


def _line(row: BudgetProject, spent: dict[int, Decimal]) -> BoardLine:
    today = timezone.localdate()
    overrides: list[JuryOverride] = list(row.overrides.all())
    under_way = row.state in (ProjectState.WON, ProjectState.DELIVERING)
    return BoardLine(
        line=project_line(row),
        reviews=latest_reviews(row),
        origins=row.sources,  # type: ignore[attr-defined]
        group=row.group.label if row.group else "",
        late=sum(
            under_way and each.done_on is None and each.due_on < today
            for each in row.milestones.all()
        ),
        spent=money(spent.get(row.pk) or None),
        tally=row.tally_won,
        jury=("keeps" if overrides[-1].keeps else "drops") if overrides else "",
        jury_reason=overrides[-1].reason if overrides else "",
    )


def _matches(line: BoardLine, asked: BoardFilters) -> bool:
    lacking = {review.kind for review in line.reviews if review.verdict != "favourable"}
    return (
        (not asked.state or line.line.state == asked.state)
        and (not asked.category or line.line.category == asked.category)
        and (not asked.lacking or asked.lacking in lacking)
    )


CHOICES = 60  # contributions offered at once; the others are found by a word


@dataclass(frozen=True, slots=True)
class Offered:
    """Contributions to choose from, and how many more answer the same words."""

    choices: tuple[tuple[int, str], ...]
    more: int


def offered_contributions(process: Process, ids: Iterable[int] = (), text: str = "") -> Offered:
    """What a project can come from: those chosen (`ids`) first, then published ones (two queries).

    `text` is looked for in titles.
    """
    chosen = list(ids)
    rows = Contribution.objects.filter(process=process)
    published = rows.filter(state=ContributionStateChoice.PUBLISHED, title__icontains=text)
    others = published.exclude(pk__in=chosen).order_by("number")
    names = ("pk", "number", "title")
    found = list(rows.filter(pk__in=chosen).order_by("number").values_list(*names))
    listed = list(others.values_list(*names))
    shown = found + listed[:CHOICES]
    return Offered(
        tuple((pk, f"{number}. {title}") for pk, number, title in shown),
        max(0, len(listed) - CHOICES),
    )
