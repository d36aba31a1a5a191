"""The problem as a mixed-integer program, in thousands of euros and points.

To fund or not is one binary a request; the amount is an integer number of steps above the
minimum viable one. One binary a step says the same and is far harder to prove
(benchmarks/allocate.py). Totals of the minimum shares have columns of their own, so that each
share touches the money of its own requests only.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from faire_ensemble.core.allocation.entities import MinimumShare
from faire_ensemble.core.allocation.lines import CENTS_A_POINT, Line, Lines, least
from faire_ensemble.core.allocation.money import cents

INFINITY = float("inf")
Terms = list[tuple[int, float]]


class Rule(StrEnum):
    """The rules that tie requests together: those that have a price."""

    ENVELOPE = "envelope"
    SHARE = "share"
    HOLDER = "holder"


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of a line: funded, off a commitment onto the steps, steps, remainder to the top."""

    funded: int
    onto: int | None
    steps: int | None
    rest: int | None
    top: int
    """Cents with all the steps and without the remainder."""


@dataclass
class Model:
    """Columns and rows, filled in order; `maximise` cost · x, lower <= A x <= upper."""

    cost: list[float] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[Terms, float, float]] = field(default_factory=list)
    columns: dict[str, Columns] = field(default_factory=dict)
    present: dict[str, int] = field(default_factory=dict)
    tied: dict[tuple[Rule, str], int] = field(default_factory=dict)
    """The row of each rule that ties requests together."""
    loose: list[tuple[int, float]] = field(default_factory=list)
    """Other rows that may be impossible, with the sign of what would make up for them."""

    def column(self, cost: float, low: float, high: float, whole: bool = True) -> int:
        self.cost.append(cost)
        self.low.append(low)
        self.high.append(high)
        self.whole.append(whole)
        return len(self.cost) - 1

    def row(self, terms: Terms, low: float, high: float) -> int:
        self.rows.append((terms, low, high))
        return len(self.rows) - 1

    def amount(self, line: Line, values: Sequence[float]) -> int:
        """The amount in cents that a solution gives a line."""
        columns, grid = self.columns[line.id], line.grid
        if round(values[columns.funded]) == 0:
            return 0
        if columns.rest is not None and round(values[columns.rest]) == 1:
            return grid.high
        if columns.onto is not None and round(values[columns.onto]) == 0:
            return grid.low
        start = grid.base if grid.base <= grid.high else grid.low
        steps = 0 if columns.steps is None else round(values[columns.steps])
        return start + steps * grid.step

    def position(self, line: Line, amount: int) -> dict[int, float]:
        """The values of a line's columns for an allowed amount."""
        columns, grid = self.columns[line.id], line.grid
        full = columns.rest is not None and amount == grid.high
        reached = min(amount, columns.top)
        values = {columns.funded: float(amount > 0)}
        if columns.onto is not None:
            values[columns.onto] = float(reached >= grid.base)
        if columns.steps is not None:
            above = max(reached - grid.base, 0) if amount else 0
            values[columns.steps] = float(above // grid.step)
        if columns.rest is not None:
            values[columns.rest] = float(full)
        return values


def thousands(amount: int) -> float:
    """Cents to thousands of euros."""
    return amount / CENTS_A_POINT


def formulate(lines: Lines) -> Model:
    """The whole problem, maximising benefit."""
    model = Model()
    model.column(0, 0, 0, whole=False)  # HiGHS answers nothing about a model without columns
    money = {line.id: _line(model, line) for line in lines.all}
    for name, group in lines.by_application.items():
        _application(model, lines, name, group, money)
    _envelopes(model, lines, money)
    _shares(model, lines, money)
    _holders(model, lines, money)
    return model


def _line(model: Model, line: Line) -> Terms:
    """Columns of one line; returns the terms of its amount in thousands of euros."""
    grid = line.grid
    score, beyond = (float(value * CENTS_A_POINT) for value in (line.score, line.beyond))

    def extra(amount: int, most: int) -> int:
        return model.column(beyond * thousands(amount), 0, most)

    low = thousands(grid.low)
    funded = model.column(score * low, float(grid.owed), 1)
    money: Terms = [(funded, low)]
    before, span, top = funded, 1, grid.low
    onto = steps = rest = None
    if grid.low < grid.base <= grid.high:
        onto = extra(grid.base - grid.low, 1)
        model.row([(onto, 1.0), (funded, -1.0)], -INFINITY, 0)
        money.append((onto, thousands(grid.base - grid.low)))
        before, top = onto, grid.base
    if grid.steps:
        steps = extra(grid.step, grid.steps)
        model.row([(steps, 1.0), (before, -float(grid.steps))], -INFINITY, 0)
        money.append((steps, thousands(grid.step)))
        before, span, top = steps, grid.steps, grid.base + grid.steps * grid.step
    if top < grid.high:
        rest = extra(grid.high - top, 1)
        model.row([(rest, float(span)), (before, -1.0)], -INFINITY, 0)
        money.append((rest, thousands(grid.high - top)))
    model.columns[line.id] = Columns(funded, onto, steps, rest, top)
    return money


def _application(
    model: Model, lines: Lines, name: str, group: tuple[Line, ...], money: Mapping[str, Terms]
) -> None:
    """Presence counted once, and the minimum of the whole application."""
    funded = [model.columns[line.id].funded for line in group]
    least_total = thousands(cents(group[0].application.minimum_total, name))
    if len(group) == 1:
        present = funded[0]
        model.cost[present] += float(lines.presence[name])
    else:
        present = model.column(float(lines.presence[name]), 0, 1)
        model.row([(present, 1.0), *((column, -1.0) for column in funded)], -INFINITY, 0)
    model.present[name] = present
    if not least_total:
        return
    if len(group) > 1:
        for column in funded:
            model.row([(column, 1.0), (present, -1.0)], -INFINITY, 0)
    terms = _sum(money[line.id] for line in group)
    row = model.row(_merged([*terms, (present, -least_total)]), 0, INFINITY)
    model.loose.append((row, 1.0))


def _envelopes(model: Model, lines: Lines, money: Mapping[str, Terms]) -> None:
    """What an envelope and everything under it pay; lines with the same payers are pooled."""
    problem = lines.problem
    pooled: dict[tuple[str, ...], Terms] = {}
    for line in lines.all:
        pooled.setdefault(line.payers, []).extend(money[line.id])
    paid: dict[str, Terms] = {row.id: [] for row in problem.envelopes}
    for payers, terms in pooled.items():
        if len(payers) == 1:
            flows = {payers[0]: terms}
        else:
            columns = {name: model.column(0, 0, INFINITY, whole=False) for name in payers}
            row = model.row([*terms, *((column, -1.0) for column in columns.values())], 0, 0)
            if not payers:
                model.loose.append((row, -1.0))
            flows = {name: [(column, 1.0)] for name, column in columns.items()}
        for name, flow in flows.items():
            for envelope in problem.lineage(problem.envelope_by_id[name]):
                paid[envelope.id].extend(flow)
    for envelope in problem.envelopes:
        most = thousands(cents(envelope.amount, envelope.id))
        model.tied[Rule.ENVELOPE, envelope.id] = model.row(paid[envelope.id], -INFINITY, most)


def _shares(model: Model, lines: Lines, money: Mapping[str, Terms]) -> None:
    totals: dict[tuple[str, ...], int] = {}
    for share in lines.problem.minimum_shares:
        terms: Terms = []
        for line in lines.all:
            portion = lines.portions[line.id].get(share.id)
            if portion is not None:
                terms += [(column, value * float(portion)) for column, value in money[line.id]]
        if share.share is not None:
            total = _total(model, lines, money, share, totals)
            terms.append((total, -float(share.share)))
        row = model.row(terms, thousands(least(share)), INFINITY)
        model.tied[Rule.SHARE, share.id] = row


def _total(
    model: Model,
    lines: Lines,
    money: Mapping[str, Terms],
    share: MinimumShare,
    totals: dict[tuple[str, ...], int],
) -> int:
    """The column of all the money counted by a share, made once for the same funders."""
    key = tuple(sorted(share.funders))
    if key not in totals:
        totals[key] = model.column(0, 0, INFINITY, whole=False)
        counted = (money[line.id] for line in lines.all if share.counts(line.request.funder))
        model.row([*_sum(counted), (totals[key], -1.0)], 0, 0)
    return totals[key]


def _holders(model: Model, lines: Lines, money: Mapping[str, Terms]) -> None:
    """Caps of the holders who could exceed theirs."""
    caps = lines.problem.cap_by_holder
    held: dict[str, list[Line]] = {}
    for line in lines.all:
        if line.application.holder in caps:
            held.setdefault(line.application.holder, []).append(line)
    for holder, group in held.items():
        most = cents(caps[holder], holder)
        if sum(line.grid.high for line in group) > most:
            terms = _sum(money[line.id] for line in group)
            row = model.row(terms, -INFINITY, thousands(most))
            model.tied[Rule.HOLDER, holder] = row


def _sum(parts: Iterable[Terms]) -> Terms:
    return [term for part in parts for term in part]


def _merged(terms: Terms) -> Terms:
    """Each column once (the presence of a single line is its own column)."""
    totals: dict[int, float] = {}
    for column, value in terms:
        totals[column] = totals.get(column, 0.0) + value
    return list(totals.items())
