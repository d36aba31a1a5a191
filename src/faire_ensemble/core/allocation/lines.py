"""The open requests of a problem in whole cents and exact fractions, ready to compute on."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from faire_ensemble.core.allocation.entities import Application, MinimumShare, Request
from faire_ensemble.core.allocation.grid import Grid, grid_of
from faire_ensemble.core.allocation.money import cents, euros
from faire_ensemble.core.allocation.problem import Problem, Programme

CENTS_A_POINT = 100_000
"""One point of benefit is one unit of score on 1 000 €."""


@dataclass(frozen=True, slots=True)
class Line:
    """A request that may receive something: allowed amounts, payers, worth of a cent.

    `score` and `beyond` are points per cent, up to the minimum viable amount and above it.
    """

    request: Request
    application: Application
    grid: Grid
    payers: tuple[str, ...]
    score: Fraction
    beyond: Fraction

    @property
    def id(self) -> str:
        return self.request.id

    def worth(self, amount: int) -> Fraction:
        """Points brought by an amount in cents, without what presence brings."""
        if amount == 0:
            return Fraction(0)
        return self.score * self.grid.low + self.beyond * (amount - self.grid.low)


@dataclass(frozen=True)
class Lines:
    """Every open request of a problem, by application, in the order of the problem."""

    problem: Problem
    all: tuple[Line, ...]
    by_application: Mapping[str, tuple[Line, ...]]
    presence: Mapping[str, Fraction]
    """Points an application brings by being funded at all."""

    def benefit(self, amounts: Mapping[str, int]) -> Fraction:
        """Points of a programme given in cents by request."""
        total = Fraction(0)
        for name, lines in self.by_application.items():
            worths = [line.worth(amounts.get(line.id, 0)) for line in lines]
            total += sum(worths, Fraction(0))
            if any(amounts.get(line.id, 0) for line in lines):
                total += self.presence[name]
        return total


def open_lines(problem: Problem) -> Lines:
    """Requests neither excluded nor impossible, with an envelope to pay them (or owed)."""
    lines: list[Line] = []
    grouped: dict[str, list[Line]] = {}
    weights = problem.weights
    for request in problem.requests:
        grid = grid_of(request)
        payers = tuple(row.id for row in problem.payers(request))
        if not grid.possible or not (payers or grid.owed):
            continue
        score = Fraction(problem.score(request)) / CENTS_A_POINT
        application = problem.application_by_id[request.application]
        line = Line(request, application, grid, payers, score, score * Fraction(weights.beyond))
        lines.append(line)
        grouped.setdefault(application.id, []).append(line)
    presence = {
        name: Fraction(problem.application_by_id[name].score) * Fraction(weights.presence) / 1000
        for name in grouped
    }
    by_application = {name: tuple(group) for name, group in grouped.items()}
    return Lines(problem, tuple(lines), by_application, presence)


def weight(share: MinimumShare, line: Line) -> Fraction:
    """What one cent of a line adds to the side of a minimum share that must not be negative."""
    if not share.counts(line.request.funder):
        return Fraction(0)
    portion = Fraction(*share.portion(line.application))
    return portion if share.share is None else portion - Fraction(share.share)


def least(share: MinimumShare) -> int:
    """Cents that the weighted sum of a minimum share must reach."""
    return 0 if share.amount is None else cents(share.amount, share.id)


def points(value: Fraction) -> Decimal:
    """An exact benefit as a decimal, to the millionth of a point (half to even)."""
    return Decimal(round(value * 1_000_000)).scaleb(-6)


def in_cents(programme: Programme) -> dict[str, int]:
    """The amounts of a programme in cents, zeros left out."""
    whole = {name: cents(amount, f"Demande {name}") for name, amount in programme.amounts.items()}
    return {name: amount for name, amount in whole.items() if amount}


def programme_of(lines: Lines, amounts: Mapping[str, int], name: str = "") -> Programme:
    """A programme from cents, in the order of the problem, zeros left out."""
    kept = {
        request.id: euros(amounts[request.id])
        for request in lines.problem.requests
        if amounts.get(request.id)
    }
    return Programme(kept, name)
