"""For each request refused or cut: what would have let it in.

Two true statements. *Money*: the rules that stand in the way of its next possible amount, nothing
being taken from anyone, and what is missing to each. *Score*: from `better_score` on, granting it
would have made a better programme than this one, at the cost of the requests named; below
`least_score`, no optimal programme grants it, which the prices prove. Between the two, nothing is
claimed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

from faire_ensemble.core.allocation.displacing import Displacement, Displacer
from faire_ensemble.core.allocation.entities import Request
from faire_ensemble.core.allocation.lines import (
    CENTS_A_POINT,
    Line,
    Lines,
    in_cents,
    open_lines,
    points,
)
from faire_ensemble.core.allocation.money import euros, plain, spell
from faire_ensemble.core.allocation.obstacles import (
    Obstacle,
    capped,
    closed,
    no_gain,
    obstacle,
)
from faire_ensemble.core.allocation.prices import Priced
from faire_ensemble.core.allocation.problem import Problem
from faire_ensemble.core.allocation.solver import Result
from faire_ensemble.core.allocation.standing import Standing

TENTH = Fraction(1, 10)
NAMED = 3
"""Displaced requests named in a sentence."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What another request would lose, in euros."""

    request: str
    amount: Decimal


@dataclass(frozen=True)
class Explanation:
    """Why a request has less than it asked.

    `wanted` is the next amount it could have had (None when no amount is open to it). Scores
    are to the tenth; None where nothing can be said, and where no request of the problem is
    scored so high. `cost` is what granting it would cost the
    programme, in points, with `displaced`; `last_kept` the lowest score served by the same
    envelopes, commitments aside.
    """

    request: str
    awarded: Decimal
    asked: Decimal
    wanted: Decimal | None
    obstacles: tuple[Obstacle, ...]
    score: Decimal
    better_score: Decimal | None = None
    least_score: Decimal | None = None
    last_kept: Decimal | None = None
    cost: Decimal | None = None
    displaced: tuple[Cut, ...] = ()

    @property
    def refused(self) -> bool:
        """Refused altogether, or only cut."""
        return self.awarded == 0

    @property
    def words(self) -> tuple[str, ...]:
        """The explanation in French sentences."""
        return tuple(_sentences(self))


def explain(
    problem: Problem, result: Result, only: Sequence[str] | None = None
) -> tuple[Explanation, ...]:
    """Explain every request that has less than it asked, in the order of the problem.

    `only` limits to some requests.
    """
    explainer = _Explainer(problem, result)
    wanted = None if only is None else set(only)
    return tuple(
        explainer.of(request)
        for request in problem.requests
        if (wanted is None or request.id in wanted)
        and result.programme.amount(request.id) < request.asked
    )


class _Explainer:
    def __init__(self, problem: Problem, result: Result) -> None:
        self._problem = problem
        self._lines: Lines = open_lines(problem)
        self._amounts = in_cents(result.programme)
        self._standing = Standing(self._lines, self._amounts)
        self._displacer = Displacer(self._lines, self._standing)
        prices = {(row.rule, row.id): Fraction(row.value) for row in result.prices}
        self._priced = Priced(self._lines, prices)
        self._slack = self._priced.bound - self._lines.benefit(self._amounts)
        self._last = self._last_kept()
        self._highest = max((problem.score(row) for row in problem.requests), default=Decimal(0))

    def _last_kept(self) -> dict[tuple[str, ...], Decimal]:
        lowest: dict[tuple[str, ...], Decimal] = {}
        for line in self._lines.all:
            if self._amounts.get(line.id) and not line.grid.owed:
                score = self._problem.score(line.request)
                lowest[line.payers] = min(lowest.get(line.payers, score), score)
        return lowest

    def of(self, request: Request) -> Explanation:
        line = self._lines.by_id.get(request.id)
        before = self._amounts.get(request.id, 0)
        score = self._problem.score(request)
        never = closed(self._problem, request)
        if line is None or never is not None or before >= line.grid.high:
            last = capped(request) if never is None else never
            return Explanation(request.id, euros(before), request.asked, None, (last,), score)
        after = line.grid.above(before)
        shorts = self._standing.against(line, after)
        obstacles = tuple(obstacle(self._problem, short) for short in shorts)
        worth = _worth(line, after, self._problem) - _worth(line, before, self._problem)
        way = self._displacer.displace(line, after, shorts)
        return Explanation(
            request.id,
            euros(before),
            request.asked,
            euros(after),
            obstacles or (no_gain(request),),
            score,
            better_score=self._better(score, way, worth),
            least_score=self._least(line, score, before, after),
            last_kept=self._last.get(line.payers),
            cost=None if way is None else max(points(way.cost), Decimal(0)),
            displaced=() if way is None else tuple(self._cuts(way)),
        )

    def _cuts(self, way: Displacement) -> Iterator[Cut]:
        for name, amount in way.amounts.items():
            yield Cut(name, euros(self._amounts[name] - amount))

    def _better(self, score: Decimal, way: Displacement | None, worth: Fraction) -> Decimal | None:
        """The first tenth of score from which granting it is strictly better."""
        if way is None or worth <= 0:
            return None
        enough = Fraction(score) + max(way.cost, Fraction(0)) / worth
        better = _tenths(enough) + Decimal("0.1")
        return better if better <= self._highest else None

    def _least(self, line: Line, score: Decimal, before: int, after: int) -> Decimal | None:
        """The score below which prices prove that no optimal programme grants it."""
        missing = []
        for amount in {after, line.grid.high}:
            worth = _worth(line, amount, self._problem) - _worth(line, before, self._problem)
            if worth <= 0:
                return None
            lost = self._priced.lost(line, amount) - self._slack
            missing.append(max(lost, Fraction(0)) / worth)
        return _tenths(Fraction(score) + min(missing))


def _worth(line: Line, amount: int, problem: Problem) -> Fraction:
    """Points that an amount brings per unit of score."""
    if not amount:
        return Fraction(0)
    beyond = Fraction(problem.weights.beyond) * (amount - line.grid.low)
    return (line.grid.low + beyond) / CENTS_A_POINT


def _tenths(value: Fraction) -> Decimal:
    """Rounded down to the tenth."""
    return (Decimal(int(value / TENTH)) / 10).quantize(Decimal("0.1"), ROUND_FLOOR)


def _sentences(row: Explanation) -> Iterator[str]:
    for item in row.obstacles:
        yield item.words
    if row.wanted is None:
        return
    score = plain(row.score)
    if row.last_kept is not None and row.last_kept > row.score:
        yield (
            f"Sa note est de {score} ; la plus basse retenue sur les mêmes enveloppes est de "
            f"{plain(row.last_kept)}."
        )
    if row.better_score is not None and row.displaced:
        named = ", ".join(f"{cut.request} ({spell(cut.amount)})" for cut in row.displaced[:NAMED])
        more = len(row.displaced) - NAMED
        named += f" et {more} autres" if more > 1 else " et une autre" if more == 1 else ""
        yield (
            f"Notée {plain(row.better_score)} au lieu de {score}, lui accorder "
            f"{spell(row.wanted)} aurait amélioré le programme, en le retirant à {named}."
        )
    if row.least_score is not None and row.least_score > row.score:
        yield f"En dessous de {plain(row.least_score)}, aucun programme optimal ne l'aurait fait."
