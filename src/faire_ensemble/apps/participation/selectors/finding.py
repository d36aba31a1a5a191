"""What the search of the site finds of participation: only what everybody may read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from faire_ensemble.apps.participation.lifecycle import ProcessState, ProjectState
from faire_ensemble.apps.participation.models import BudgetProject, Process
from faire_ensemble.apps.participation.selectors.answers.standing import public_roots
from faire_ensemble.core.similarity import fold


@dataclass(frozen=True, slots=True)
class FoundText:
    """A process (`number` 0), or one of its contributions or projects; `detail` says whose."""

    code: str
    number: int
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class FoundParticipation:
    """The first ones of each kind; `counts` counts them all, in the same order."""

    processes: tuple[FoundText, ...]
    contributions: tuple[FoundText, ...]
    projects: tuple[FoundText, ...]
    counts: tuple[int, int, int]

    @property
    def total(self) -> int:
        return sum(self.counts)


def find_participation(query: str, limit: int) -> FoundParticipation:
    """What holds every word, accents and case aside (four queries). Titles are enough for processes
    and projects, contributions are read whole; the most supported of these come first."""
    words = fold(query).split()
    if not words:
        return FoundParticipation((), (), (), (0, 0, 0))
    open_to_all = Process.objects.exclude(state=ProcessState.DRAFT)
    processes = [
        FoundText(row.code, 0, row.title, row.get_kind_display())
        for row in open_to_all.order_by("-created_at", "pk")
        if _holds(f"{row.title} {row.summary}", words)
    ]
    projects = [
        FoundText(code, number, title, process)
        for code, number, title, process in BudgetProject.objects.filter(process__in=open_to_all)
        .exclude(state=ProjectState.WITHDRAWN)
        .order_by("process", "number")
        .values_list("process__code", "number", "title", "process__title")
        if _holds(title, words)
    ]
    rows = public_roots()
    for word in words:
        rows = rows.filter(folded__contains=word)
    first = rows.select_related("process").order_by("-supporters", "pk")[:limit]
    written = tuple(
        FoundText(row.process.code, row.number, row.title, row.process.title) for row in first
    )
    count = len(written) if len(written) < limit else rows.count()
    return FoundParticipation(
        tuple(processes[:limit]),
        written,
        tuple(projects[:limit]),
        (len(processes), count, len(projects)),
    )


def participation_titles() -> Iterator[str]:
    """Titles of processes and of their projects, to read what a misspelt word meant: two queries.
    Contributions are left out: there are too many, and they are not spelt better."""
    open_to_all = Process.objects.exclude(state=ProcessState.DRAFT).order_by()
    yield from open_to_all.values_list("title", flat=True)
    projects = BudgetProject.objects.filter(process__in=open_to_all)
    shown = projects.exclude(state=ProjectState.WITHDRAWN).order_by()
    yield from shown.values_list("title", flat=True)


def _holds(text: str, words: Sequence[str]) -> bool:
    folded = fold(text)
    return all(word in folded for word in words)
