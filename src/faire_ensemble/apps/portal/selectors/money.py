"""What was funded in a place: the latest grants, sums by year, and what names no place."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from faire_ensemble.apps.funding.selectors import (
    GrantLine,
    YearTotal,
    grant_totals,
    grants_of_territories,
    totals_of_territories,
)

SHOWN = 8


@dataclass(frozen=True, slots=True)
class YearSum:
    """Awarded euros of a year; a claw-back counts as negative."""

    year: int
    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Funded:
    """`latest` are at most `SHOWN` of `count` grants; `everywhere` is the last year of the EPCI,
    all places together: many published grants name no neighbourhood."""

    latest: tuple[GrantLine, ...]
    years: tuple[YearSum, ...]
    count: int
    everywhere: YearSum | None
    sources: tuple[str, ...]


def funded_in(territory_ids: Iterable[int], epci_id: int | None) -> Funded:
    """What was funded in these places (three queries)."""
    ids = list(territory_ids)
    totals = totals_of_territories(ids)
    years = by_year(totals)
    around = by_year(grant_totals(epci_id)) if epci_id is not None else ()
    return Funded(
        latest=tuple(grants_of_territories(ids, SHOWN)),
        years=years,
        count=sum(each.count for each in years),
        everywhere=around[0] if around else None,
        sources=tuple(dict.fromkeys(total.source for total in totals)),
    )


def by_year(totals: Iterable[YearTotal]) -> tuple[YearSum, ...]:
    """One sum a year over schemes and sources, the latest first."""
    counts: dict[int, int] = defaultdict(int)
    amounts: dict[int, Decimal] = defaultdict(Decimal)
    for total in totals:
        counts[total.year] += total.count
        amounts[total.year] += total.amount
    return tuple(
        YearSum(year, counts[year], amounts[year]) for year in sorted(counts, reverse=True)
    )
