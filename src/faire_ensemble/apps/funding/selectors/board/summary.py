"""Counts of the board: the files by state, the requests and the money by funder."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from faire_ensemble.apps.funding.lifecycle.requests import DECIDED, RequestState
from faire_ensemble.apps.funding.models import (
    Application,
    ApplicationStateChoice,
    FundingRequest,
)

WAITING = (RequestState.RECEIVED, RequestState.ADJOURNED)
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class FunderLine:
    """Requests to one funder in the files looked at: how many are in each state, in euros too.

    `waiting`: no opinion yet, or adjourned. `awarded_total` is decided money.
    """

    id: int
    name: str
    count: int
    waiting: int
    read: int
    decided: int
    asked: Decimal
    awarded: Decimal


@dataclass(frozen=True, slots=True)
class Summary:
    """`states`: value, label and number of files, in the order of their life."""

    count: int
    states: tuple[tuple[str, str, int], ...]
    funders: tuple[FunderLine, ...]


def summary_of(files: QuerySet[Application]) -> Summary:
    """Two queries, whatever the number of files."""
    by_state = dict(
        files.order_by().values_list("state").annotate(number=Count("pk")).values_list(
            "state", "number"
        )
    )  # fmt: skip
    return Summary(
        count=sum(by_state.values()),
        states=tuple(
            (str(value), str(label), by_state[value])
            for value, label in ApplicationStateChoice.choices
            if value in by_state
        ),
        funders=_funders(files),
    )


def _funders(files: QuerySet[Application]) -> tuple[FunderLine, ...]:
    sums = (
        FundingRequest.objects.filter(application__in=files.order_by().values("pk"))
        .order_by()
        .values_list("funder_id", "funder__name", "state")
        .annotate(number=Count("pk"), asked=Sum("asked"), awarded=Sum("awarded"))
    )
    names: dict[int, str] = {}
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    money: dict[int, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    for pk, name, state, number, asked, awarded in sums:
        names[pk] = name
        counts[pk][state] += number
        money[pk][0] += asked or ZERO
        money[pk][1] += awarded or ZERO
    return tuple(
        FunderLine(
            id=pk,
            name=name,
            count=sum(counts[pk].values()),
            waiting=sum(counts[pk][state] for state in WAITING),
            read=counts[pk][RequestState.READ],
            decided=sum(counts[pk][state] for state in DECIDED),
            asked=money[pk][0],
            awarded=money[pk][1],
        )
        for pk, name in sorted(names.items(), key=lambda item: item[1].casefold())
    )
