"""Two budgets line by line: asked and corrected, last year and this year, planned and actual.

The financial report (CERFA 15059) is this table, with what was planned as `before` and what was
spent as `after`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from faire_ensemble.core.budget.budget import ZERO, Budget, OtherSubsidy
from faire_ensemble.core.budget.chart import CHART
from faire_ensemble.core.budget.lines import SUBSIDIES


class RowKind(StrEnum):
    """What a row compares: a line of the chart, one subsidy of account 74, or a total."""

    LINE = "line"
    REQUEST = "request"
    OTHER = "other"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Change:
    """One row. `key` is the code of a line, of a funder, of a slot, or the name of a total.

    `name` is that of another subsidy's funder. A side that never had the row counts zero.
    """

    kind: RowKind
    key: str
    before: Decimal
    after: Decimal
    name: str = ""

    @property
    def difference(self) -> Decimal:
        """After less before."""
        return self.after - self.before

    @property
    def relative(self) -> Decimal | None:
        """The difference over what was there before (0.1 is 10 % more); None from zero."""
        return self.difference / self.before if self.before else None

    @property
    def rate(self) -> Decimal | None:
        """After over before, as the financial report asks for (1 is as planned)."""
        return self.after / self.before if self.before else None

    @property
    def changed(self) -> bool:
        """Whether both differ at all."""
        return self.before != self.after


TOTALS = ("charges", "charges_in_kind", "income", "income_in_kind")


def compare(before: Budget, after: Budget) -> tuple[Change, ...]:
    """Every row that either budget fills, in the order of the form, then the four totals.

    Account 74 is followed by its requests, then by the other subsidies, matched by the name of
    their funder (by slot when they have none): a slot is only a place in a form.
    """
    rows: list[Change] = []
    for line in CHART:
        row = Change(RowKind.LINE, line.code, before.line(line.code), after.line(line.code))
        if row.before or row.after:
            rows.append(row)
        if line.code == SUBSIDIES:
            rows += _requests(before.requests, after.requests)
            rows += _others(before.others, after.others)
    return (*rows, *(_total(name, before, after) for name in TOTALS))


def _requests(before: Mapping[str, Decimal], after: Mapping[str, Decimal]) -> list[Change]:
    return [
        Change(RowKind.REQUEST, funder, before.get(funder, ZERO), after.get(funder, ZERO))
        for funder in [*before, *(funder for funder in after if funder not in before)]
    ]


def _others(before: Mapping[str, OtherSubsidy], after: Mapping[str, OtherSubsidy]) -> list[Change]:
    old, new = _by_funder(before), _by_funder(after)
    return [
        Change(RowKind.OTHER, funder, old.get(funder, ZERO), new.get(funder, ZERO), name)
        for funder, name in (_names(before) | _names(after)).items()
    ]


def _names(others: Mapping[str, OtherSubsidy]) -> dict[str, str]:
    return {_same(slot, other): other.name for slot, other in others.items()}


def _by_funder(others: Mapping[str, OtherSubsidy]) -> dict[str, Decimal]:
    """Two amounts declared for one funder are one row."""
    totals: dict[str, Decimal] = {}
    for slot, other in others.items():
        key = _same(slot, other)
        totals[key] = totals.get(key, ZERO) + other.amount
    return totals


def _same(slot: str, other: OtherSubsidy) -> str:
    return other.name.casefold() or slot


def _total(name: str, before: Budget, after: Budget) -> Change:
    return Change(RowKind.TOTAL, name, getattr(before, name), getattr(after, name))
