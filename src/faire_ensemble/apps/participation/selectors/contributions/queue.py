"""What officers read before it is published, and what they refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from faire_ensemble.apps.participation.lifecycle import ContributionState
from faire_ensemble.apps.participation.models import (
    AccessCode,
    Comment,
    Contribution,
    ContributionStateChoice,
    Process,
)
from faire_ensemble.apps.participation.selectors.contributions.similar import similar

PAGE = 50
SHOWN = (
    ContributionState.WAITING,
    ContributionState.PUBLISHED,
    ContributionState.MERGED,
    ContributionState.REJECTED,
    ContributionState.WITHDRAWN,
)


@dataclass(frozen=True, slots=True)
class Queue:
    """Contributions and comments of a state; `states` are (value, label, number)."""

    state: str
    contributions: Page[Any]
    comments: Page[Any]
    states: tuple[tuple[str, str, int], ...]


def queue(process: Process, state: str, number: int = 1) -> Queue:
    """Oldest first: nobody waits longer because others came (a constant number of queries)."""
    chosen = state if state in set(SHOWN) else ContributionState.WAITING.value
    written = Contribution.objects.filter(process=process)
    said = Comment.objects.filter(contribution__process=process)
    counted: dict[str, int] = {}
    for rows in (written, said):
        for value, n in rows.order_by().values_list("state").annotate(n=Count("pk")):
            counted[value] = counted.get(value, 0) + n
    labels = dict(ContributionStateChoice.choices)
    return Queue(
        state=chosen,
        contributions=_page(
            written.filter(state=chosen).select_related("contributor", "territory", "merged_into"),
            number,
        ),
        comments=_page(
            said.filter(state=chosen).select_related("contributor", "contribution"), number
        ),
        states=tuple((each, str(labels[each]), counted.get(each, 0)) for each in SHOWN),
    )


def waiting_count(process: Process) -> int:
    """What waits to be read."""
    state = Q(state=ContributionState.WAITING)
    return (
        Contribution.objects.filter(state, process=process).count()
        + Comment.objects.filter(state, contribution__process=process).count()
    )


def close_to(contribution: Contribution) -> Sequence[tuple[int, str]]:
    """(number, title) of public ones it could be merged into, or that could be merged into it."""
    return similar(contribution.process, contribution.title, contribution.body, but=contribution.pk)


def batches(process: Process) -> list[Any]:
    """Paper codes by batch: made, used, void."""
    return list(
        AccessCode.objects.filter(process=process)
        .order_by("batch")
        .values("batch")
        .annotate(
            made=Count("pk"),
            used=Count("pk", filter=Q(contributor__isnull=False)),
            void=Count("pk", filter=Q(void=True)),
        )
    )


def _page(rows: Any, number: int) -> Page[Any]:
    return Paginator(rows.order_by("sent_at", "pk"), PAGE).get_page(number)
