"""What is funded for an objective of the contract, for its page.

As on the page of decisions, what was asked is said of funded requests only: crossed with an
objective, a total of refusals would name somebody. What funders published themselves (`Grant`)
stands beside what was decided here: the two are never added.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from faire_ensemble.apps.funding.models import FundingNature, Grant, ProgrammeLine
from faire_ensemble.apps.funding.selectors.in_force import in_force
from faire_ensemble.apps.funding.selectors.lines import cents

SHOWN = 5
FILE = "request__application"


@dataclass(frozen=True, slots=True)
class YearMoney:
    """A year in euros. `mainstream` is droit commun, `specific` the money of the politique de la
    ville, `unknown` what does not say which; `asked` is None where it is not known."""

    year: int
    count: int
    asked: Decimal | None
    mainstream: Decimal
    specific: Decimal
    unknown: Decimal


@dataclass(frozen=True, slots=True)
class FundedAction:
    """A funded file, all its funders together."""

    year: int
    number: str
    title: str
    holder_id: int
    holder: str
    asked: Decimal
    awarded: Decimal


@dataclass(frozen=True, slots=True)
class ObjectiveMoney:
    """`decided` counts files, `published` grants; the latest year first. `actions` are the largest
    `SHOWN` of the `count` files of the last decided year."""

    decided: tuple[YearMoney, ...]
    published: tuple[YearMoney, ...]
    sources: tuple[str, ...]
    actions: tuple[FundedAction, ...]
    count: int


def objective_money(objective_id: int) -> ObjectiveMoney:
    """Five queries at most, whatever the number of files."""
    awards = in_force().filter(
        outcome=ProgrammeLine.Outcome.AWARD, request__application__objective=objective_id
    )
    by_nature = list(
        awards.order_by()
        .values_list(f"{FILE}__year", "request__nature")
        .annotate(asked_sum=Sum("asked"), awarded=Sum("amount"))
    )
    files = dict(
        awards.order_by()
        .values_list(f"{FILE}__year")
        .annotate(files=Count(FILE, distinct=True))
        .values_list(f"{FILE}__year", "files")
    )
    decided = _years(
        [(year, nature, files[year], asked, awarded) for year, nature, asked, awarded in by_nature],
        counted_once=True,
    )
    grants = Grant.objects.filter(objective=objective_id).order_by()
    published = _years(
        [
            (year, nature, count, None, awarded)
            for year, nature, count, awarded in grants.values_list("year", "nature").annotate(
                count=Count("pk"), awarded=Sum("amount_awarded")
            )
        ],
        counted_once=False,
    )
    last = decided[0].year if decided else None
    return ObjectiveMoney(
        decided=decided,
        published=published,
        sources=tuple(sorted(set(grants.values_list("source", flat=True)))) if published else (),
        actions=_actions(objective_id, last) if last is not None else (),
        count=files.get(last, 0) if last is not None else 0,
    )


Sums = tuple[int, str, int, Decimal | None, Decimal | None]


def _years(sums: list[Sums], *, counted_once: bool) -> tuple[YearMoney, ...]:
    """`counted_once`: every line of a year gives the count of the whole year."""
    amounts: dict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    counts: dict[int, int] = defaultdict(int)
    asked: dict[int, Decimal | None] = {}
    for year, nature, count, wanted, awarded in sums:
        amounts[year][nature] += cents(awarded)
        counts[year] = count if counted_once else counts[year] + count
        asked[year] = (asked.get(year) or Decimal(0)) + cents(wanted) if counted_once else None
    return tuple(
        YearMoney(
            year=year,
            count=counts[year],
            asked=asked[year],
            mainstream=amounts[year][FundingNature.MAINSTREAM.value],
            specific=amounts[year][FundingNature.SPECIFIC.value],
            unknown=amounts[year][FundingNature.UNKNOWN.value],
        )
        for year in sorted(amounts, reverse=True)
    )


def _actions(objective_id: int, year: int) -> tuple[FundedAction, ...]:
    rows = (
        in_force()
        .filter(
            outcome=ProgrammeLine.Outcome.AWARD,
            request__application__objective=objective_id,
            request__application__year=year,
        )
        .order_by()
        .values_list(
            f"{FILE}__project__number",
            f"{FILE}__title",
            f"{FILE}__lead",
            f"{FILE}__lead__name",
        )
        .annotate(asked_sum=Sum("asked"), awarded=Sum("amount"))
        .order_by("-awarded", f"{FILE}__project__number")[:SHOWN]
    )
    return tuple(
        FundedAction(year, number, title, holder_id, holder, cents(asked), cents(awarded))
        for number, title, holder_id, holder, asked, awarded in rows
    )
