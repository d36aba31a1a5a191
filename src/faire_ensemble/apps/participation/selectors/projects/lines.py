"""A project in a list, with its amounts as readers write them, in their own currency."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from faire_ensemble.apps.participation.lifecycle import ProjectState
from faire_ensemble.apps.participation.models import BudgetProject, Process, PublishedElection
from faire_ensemble.kit.numbers import HARD, euros, number

TONES = {
    ProjectState.WON: "status-good",
    ProjectState.DELIVERING: "status-good",
    ProjectState.DELIVERED: "status-good",
    ProjectState.REFUSED: "status-bad",
    ProjectState.ABANDONED: "status-bad",
}


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """`cost` and `awarded` are texts, empty when not known; `where` joins place and territory."""

    id: int
    number: int
    title: str
    category: str
    where: str
    cost: str
    awarded: str
    state: str
    state_label: str
    tone: str
    votes: str


def currency_of(process: Process) -> str:
    """EUR, or the currency of an election imported from elsewhere (one query)."""
    found = PublishedElection.objects.filter(process=process).values_list("currency", flat=True)
    return found.first() or "EUR"


def money(amount: Decimal | None, currency: str = "EUR") -> str:
    """Both cents or none; empty for what is not known."""
    if amount is None:
        return ""
    if currency == "EUR":
        return euros(amount, None)
    return f"{number(amount, 2 if amount % 1 else 0)}{HARD}{currency}"


def project_line(project: BudgetProject, currency: str = "EUR") -> ProjectLine:
    """`territory` is read: select it."""
    territory = project.territory.name if project.territory else ""
    return ProjectLine(
        id=project.pk,
        number=project.number,
        title=project.title,
        category=", ".join(themes_of(project)),
        where=", ".join(dict.fromkeys(part for part in (project.place, territory) if part)),
        cost=money(project.cost, currency),
        awarded=money(project.awarded, currency) if project.awarded != project.cost else "",
        state=project.state,
        state_label=project.get_state_display(),
        tone=TONES.get(ProjectState(project.state), ""),
        votes=votes_of(project),
    )


def themes_of(project: BudgetProject) -> list[str]:
    """One theme, or those that an imported file writes in one cell, cut by commas."""
    parts = project.category.split(",") if project.source else [project.category]
    return [part.strip() for part in parts if part.strip()]


def votes_of(project: BudgetProject) -> str:
    """Votes published with an imported election, empty elsewhere."""
    text = str(project.extra.get("votes", ""))
    return number(int(text)) if text.isdecimal() else ""


def total_of(projects: Iterable[BudgetProject]) -> Decimal:
    """What these projects cost together, those without a cost left out."""
    return sum((row.cost for row in projects if row.cost is not None), Decimal(0))


def spent_by_project(ids: Iterable[int]) -> dict[int, Decimal]:
    """Euros spent by project (one query)."""
    rows = BudgetProject.objects.filter(pk__in=list(ids)).annotate(sum=Sum("spendings__amount"))
    return {pk: total or Decimal(0) for pk, total in rows.values_list("pk", "sum")}
