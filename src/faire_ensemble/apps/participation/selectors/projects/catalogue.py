"""The public catalogue: projects by state, theme and place, with their map."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from faire_ensemble.apps.participation.lifecycle import ProjectState
from faire_ensemble.apps.participation.models import BudgetProject, Process, ProjectStateChoice
from faire_ensemble.apps.participation.selectors.projects.drawing import projects_map
from faire_ensemble.apps.participation.selectors.projects.lines import (
    ProjectLine,
    currency_of,
    money,
    project_line,
    themes_of,
    total_of,
)
from faire_ensemble.kit.charts import Figure

PAGE_SIZE = 40
HIDDEN = (ProjectState.WITHDRAWN,)
KEPT = (ProjectState.WON, ProjectState.DELIVERING, ProjectState.DELIVERED)
Link = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class CatalogueFilters:
    """What the reader chose; empty means all. `text` is looked for in titles and texts."""

    state: str = ""
    category: str = ""
    territory: int | None = None
    text: str = ""

    @classmethod
    def read(cls, data: Any) -> "CatalogueFilters":
        """From an address: what is not understood is left out."""
        state = data.get("etat", "")
        place = data.get("lieu", "")
        return cls(
            state=state if state in ProjectStateChoice.values else "",
            category=data.get("theme", "")[:120],
            territory=int(place) if place.isdecimal() and len(place) < 10 else None,
            text=" ".join(data.get("q", "").split())[:100],
        )


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One page of lines; `total` and `count` are of all that was found."""

    lines: tuple[ProjectLine, ...]
    count: int
    total: str
    page: int
    pages: int
    states: tuple[tuple[str, str], ...]
    categories: tuple[str, ...]
    places: tuple[tuple[int, str], ...]
    figure: Figure | None


def catalogue(
    process: Process, filters: CatalogueFilters, page: int = 1, *, link: Link
) -> Catalogue:
    """What is found, a page of it; a constant number of queries."""
    everything = list(public_projects(process))
    found = _winners_first([row for row in everything if _matches(row, filters)])
    currency = currency_of(process)
    pages = max(1, -(-len(found) // PAGE_SIZE))
    page = min(max(1, page), pages)
    shown = found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return Catalogue(
        lines=tuple(project_line(row, currency) for row in shown),
        count=len(found),
        total=money(total_of(found) or None, currency),
        page=page,
        pages=pages,
        states=_states(everything),
        categories=tuple(sorted({theme for row in everything for theme in themes_of(row)})),
        places=_places(everything),
        figure=projects_map(
            [(row, link(row.number)) for row in found if row.longitude is not None],
            title=_("Les projets sur la carte"),
            uid="carte-des-projets",
            of=len(found),
        ),
    )


def _winners_first(rows: list[BudgetProject]) -> list[BudgetProject]:
    """Those kept are the news; then what is still to be decided; by number within."""
    undecided = (ProjectState.REVIEW, ProjectState.ADMITTED)
    return sorted(rows, key=lambda row: (row.state not in KEPT, row.state not in undecided))


def public_projects(process: Process) -> QuerySet[BudgetProject]:
    """What everyone reads: all but those withdrawn."""
    rows = BudgetProject.objects.filter(process=process).exclude(state__in=HIDDEN)
    return rows.select_related("territory").order_by("number")


def _matches(row: BudgetProject, asked: CatalogueFilters) -> bool:
    words = asked.text.casefold()
    return (
        (not asked.state or row.state == asked.state)
        and (not asked.category or asked.category in themes_of(row))
        and (asked.territory is None or row.territory_id == asked.territory)
        and (not words or words in f"{row.title}\n{row.body}\n{row.place}".casefold())
    )


def _states(rows: list[BudgetProject]) -> tuple[tuple[str, str], ...]:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.state] = counts.get(row.state, 0) + 1
    return tuple(
        (value, f"{label} ({counts[value]})")
        for value, label in ProjectStateChoice.choices
        if value in counts
    )


def _places(rows: list[BudgetProject]) -> tuple[tuple[int, str], ...]:
    found = {row.territory.pk: row.territory.name for row in rows if row.territory is not None}
    return tuple(sorted(found.items(), key=lambda item: item[1]))


@dataclass(frozen=True, slots=True)
class ProjectsSummary:
    """What the page of a process says of its projects."""

    count: int
    states: tuple[tuple[str, str], ...]
    kept: str
    published: bool


def projects_summary(process: Process) -> ProjectsSummary | None:
    """None when a process has no project (two queries at most)."""
    rows = list(public_projects(process))
    if not rows:
        return None
    given = sum((row.awarded for row in rows if row.awarded is not None), Decimal(0))
    currency = currency_of(process)
    return ProjectsSummary(
        count=len(rows),
        states=_states(rows),
        kept=money(given, currency) if given else "",
        published=hasattr(process, "published_election"),
    )
