"""The open requests of a problem in whole cents and exact fractions, ready to compute on."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from faire_ensemble.core.allocation.entities import Application, MinimumShare, Request, Scope
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

    @cached_property
    def by_id(self) -> Mapping[str, Line]:
        return {line.id: line for line in self.all}

    @cached_property
    def portions(self) -> Mapping[str, Mapping[str, Fraction]]:
        """For each line, the minimum shares it counts for and the fraction that counts."""
        targets: dict[tuple[Scope, str], list[MinimumShare]] = {}
        for row in self.problem.minimum_shares:
            targets.setdefault((row.scope, row.target), []).append(row)
        found = {}
        for line in self.all:
            application = line.application
            keys = [(Scope.NEIGHBOURHOOD, place) for place in application.neighbourhoods]
            rows = [
                row
                for key in [(Scope.OBJECTIVE, application.objective), *keys]
                for row in targets.get(key, ())
                if row.counts(line.request.funder)
            ]
            found[line.id] = {row.id: Fraction(*row.portion(application)) for row in rows}
        return found

    def brought(self, application: str, amounts: Mapping[str, int]) -> Fraction:
        """Points of one application, amounts given in cents by request."""
        lines = self.by_application[application]
        given = [(line, amounts[line.id]) for line in lines if amounts.get(line.id, 0)]
        if not given:
            return Fraction(0)
        worths = (line.worth(amount) for line, amount in given)
        return self.presence[application] + sum(worths, Fraction(0))

    def benefit(self, amounts: Mapping[str, int]) -> Fraction:
        """Points of a programme given in cents by request."""
        return sum((self.brought(name, amounts) for name in self.by_application), Fraction(0))


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
