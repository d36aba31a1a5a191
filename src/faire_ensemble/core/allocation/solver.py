"""The programme that brings the most, with the proof of how far it can be from the best.

The linear relaxation gives prices; prices give an exact bound (`prices`) and say which lines
are in doubt. The search settles those, a few at first, more until the gap asked for is proved;
at the end every line that an exact argument cannot settle is searched, so that nothing better
can have been overlooked. See docs/methods/enveloppes.md.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from time import monotonic

from faire_ensemble.core.allocation.charging import Draw, draws
from faire_ensemble.core.allocation.diagnosis import Diagnosis, diagnose
from faire_ensemble.core.allocation.finishing import finish
from faire_ensemble.core.allocation.formulation import Model, Rule, formulate
from faire_ensemble.core.allocation.highs import VERSION, Limits, relax, search
from faire_ensemble.core.allocation.lines import Lines, in_cents, open_lines, points, programme_of
from faire_ensemble.core.allocation.prices import Priced, rounded
from faire_ensemble.core.allocation.problem import Problem, Programme

GAP = Decimal("0.0001")
"""A programme is called proved within 0.01 % of the bound."""
NODES = 5_000
"""Nodes of the last search. Unlike seconds, they stop at the same place on every machine."""
CORE_NODES = 1_000
LAST = 1_500
"""Lines beyond which a last search would take minutes: the gap reached is stated instead."""
CORES = (150, 300, 600)
NOTHING = "Aucun programme n'a été trouvé dans les limites du calcul ; donnez-lui plus de temps."
SLACK = Fraction(1, 10**6)
"""Points added to a bound of the search, computed in floating numbers (relative)."""


class Mode(StrEnum):
    """`fast` stops after the first searches; `proved` goes on until the gap asked for."""

    FAST = "fast"
    PROVED = "proved"


class Infeasible(ValueError):
    """No programme keeps every rule; the message says which cannot be kept, and by how much."""

    def __init__(self, diagnosis: Diagnosis) -> None:
        super().__init__(diagnosis.words)
        self.diagnosis = diagnosis


class Unfinished(RuntimeError):
    """The limits were reached before any programme was found."""


@dataclass(frozen=True, slots=True)
class Price:
    """Points that a thousand euros more of a rule would bring, at most and about."""

    rule: Rule
    id: str
    value: Decimal


@dataclass(frozen=True)
class Result:
    """A programme, what it brings and how far from the best it can be.

    `bound` holds for every programme that keeps the rules. `proved` says whether `gap` is
    within what was asked. When `by_prices`, `prices` alone prove the bound, without a solver
    (`price_bound`); otherwise the bound is that of the solver's search.
    """

    programme: Programme
    benefit: Decimal
    bound: Decimal
    gap: Decimal
    proved: bool
    by_prices: bool
    prices: tuple[Price, ...]
    draws: tuple[Draw, ...]
    mode: Mode
    solver: str
    asked: Decimal = GAP
    """The gap that was asked for, needed to recompute."""


def solve(
    problem: Problem,
    *,
    mode: Mode = Mode.PROVED,
    gap: Decimal = GAP,
    nodes: int = NODES,
    seconds: float | None = None,
) -> Result:
    """Find the programme of largest benefit. Raises Infeasible when the rules contradict.

    Without `seconds` the answer repeats; a limit in seconds is for live use, where stopping in
    time matters more.
    """
    lines = open_lines(problem)
    return _Search(lines, mode, gap, nodes, seconds).run()


def price_bound(problem: Problem, prices: tuple[Price, ...]) -> Decimal:
    """The bound that published prices prove, recomputed exactly and rounded up."""
    table = {(row.rule, row.id): Fraction(row.value) for row in prices}
    return _ceiling(Priced(open_lines(problem), table).bound)


class _Search:
    """One call of `solve`."""

    def __init__(
        self, lines: Lines, mode: Mode, gap: Decimal, nodes: int, seconds: float | None
    ) -> None:
        self._lines, self._mode, self._asked, self._gap = lines, mode, gap, Fraction(gap)
        self._nodes = nodes
        self._end = None if seconds is None else monotonic() + seconds
        self._model: Model = formulate(lines)
        self._impossible = False
        self._best: dict[str, int] = {}
        self._benefit: Fraction | None = None

    def run(self) -> Result:
        relaxed = relax(self._model)
        if relaxed.prices is None:
            raise Infeasible(diagnose(self._lines.problem))
        prices = rounded(self._model, relaxed.prices)
        self._priced = Priced(self._lines, prices)
        self._regrets = self._priced.regrets
        bound, by_prices = self._priced.bound, True
        for core, whole in self._cores():
            found = self._attempt(core, self._nodes if whole else min(self._nodes, CORE_NODES))
            if whole and found is not None and found < bound:
                bound, by_prices = max(found, self._benefit or found), False
            if self._done(bound) or self._late():
                break
        if self._benefit is None:
            raise Unfinished(f"{NOTHING} Au plus près : {self._nearest().words}")
        return self._result(bound, by_prices, prices)

    def _nearest(self) -> Diagnosis:
        """The programme that breaks rules least; kept when it breaks none.

        Raises Infeasible when none keeps them all.
        """
        diagnosis = diagnose(self._lines.problem)
        if not diagnosis.violations:
            self._keep(in_cents(diagnosis.programme))
        elif diagnosis.smallest:
            raise Infeasible(diagnosis)
        return diagnosis

    def _cores(self) -> Iterator[tuple[set[str], bool]]:
        """Lines to search, fewest first; True when nothing better lies outside them."""
        ranked = sorted(self._regrets, key=lambda name: (self._regrets[name], name))
        for size in CORES:
            if size < len(ranked):
                yield set(ranked[:size]), False
        diagnosis = self._nearest() if self._benefit is None else None
        if self._benefit is None:
            yield set(ranked), True
            if self._impossible and diagnosis is not None:
                raise Infeasible(diagnosis)
        elif self._mode is Mode.PROVED:
            slack = self._priced.bound - self._benefit
            last = {name for name in ranked if self._regrets[name] <= slack}
            if len(last) <= LAST:
                yield last, True

    def _attempt(self, core: set[str], nodes: int) -> Fraction | None:
        """Search a core; returns the bound of that search."""
        fixed: dict[int, float] = {}
        start: dict[int, float] = {}
        for group in self._lines.by_application.values():
            settled = self._priced.settlements[group[0].application.id].amounts
            for line in group:
                if line.id not in core:
                    fixed |= self._model.position(line, settled.get(line.id, 0))
                if self._benefit is not None:
                    start |= self._model.position(line, self._best.get(line.id, 0))
        seconds = None if self._end is None else max(self._end - monotonic(), 0.1)
        limits = Limits(float(self._gap) / 4, nodes, seconds)
        outcome = search(self._model, limits, fixed, start)
        if outcome.values is not None:
            values = outcome.values
            self._keep({line.id: self._model.amount(line, values) for line in self._lines.all})
        self._impossible = outcome.infeasible
        if outcome.infeasible:
            return self._benefit
        bound = Fraction(outcome.bound)
        return bound + abs(bound) * SLACK

    def _keep(self, amounts: Mapping[str, int]) -> None:
        finished = finish(self._lines, amounts)
        if finished is None:
            return
        benefit = self._lines.benefit(finished)
        if self._benefit is None or benefit > self._benefit:
            self._best, self._benefit = finished, benefit

    def _done(self, bound: Fraction) -> bool:
        return self._benefit is not None and bound - self._benefit <= self._gap * bound

    def _late(self) -> bool:
        return self._end is not None and monotonic() >= self._end

    def _result(
        self, bound: Fraction, by_prices: bool, prices: Mapping[tuple[Rule, str], Fraction]
    ) -> Result:
        benefit = self._benefit or Fraction(0)
        payers = {line.id: line.payers for line in self._lines.all}
        charged = draws(
            self._lines.problem, ((name, payers[name], by) for name, by in self._best.items())
        )
        gap = (bound - benefit) / bound if bound > benefit else Fraction(0)
        return Result(
            programme=programme_of(self._lines, self._best),
            benefit=points(benefit),
            bound=_ceiling(bound),
            gap=_ceiling(gap, 9),
            proved=gap <= self._gap,
            by_prices=by_prices,
            prices=tuple(
                Price(rule, name, points(value)) for (rule, name), value in prices.items()
            ),
            draws=charged or (),
            mode=self._mode,
            solver=f"HiGHS {VERSION}",
            asked=self._asked,
        )


def _ceiling(value: Fraction, decimals: int = 6) -> Decimal:
    """Rounded up, so that a bound remains one."""
    scaled = value * 10**decimals
    return Decimal(-(-scaled.numerator // scaled.denominator)).scaleb(-decimals)
