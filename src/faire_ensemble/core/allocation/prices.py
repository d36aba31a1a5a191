"""A bound anyone can check: what the best programme could bring at given prices.

Put a price on each rule that ties requests together (points per cent of an envelope, of a
minimum share, of a holder's cap). Money then costs, each application is settled alone, and
what the best settlements bring, plus the value of the rules at those prices, is never less
than the benefit of any programme that keeps the rules (weak Lagrangian duality; Fisher, 1981).
Any prices give a true bound; those of the linear relaxation give the tightest. Everything
here is exact: a published list of prices proves its bound without any solver.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import lcm

from faire_ensemble.core.allocation.formulation import Model, Rule
from faire_ensemble.core.allocation.lines import CENTS_A_POINT, Line, Lines, least
from faire_ensemble.core.allocation.money import cents

DECIMALS = 6
"""Prices are published to the millionth of a point per thousand euros."""

Prices = Mapping[tuple[Rule, str], Fraction]
"""Points per thousand euros, never negative; a rule left out is free."""


def rounded(model: Model, duals: Sequence[float]) -> dict[tuple[Rule, str], Fraction]:
    """The prices of a relaxation, of the right sign and short enough to publish."""
    prices = {}
    for key, row in model.tied.items():
        dual = -duals[row] if key[0] is Rule.SHARE else duals[row]
        price = Fraction(round(dual * 10**DECIMALS), 10**DECIMALS)
        if price > 0:
            prices[key] = price
    return prices


@dataclass(frozen=True)
class Settlement:
    """The best amounts of one application on its own, at given prices; `value` in grains."""

    value: int
    amounts: Mapping[str, int]


@dataclass(frozen=True)
class Priced:
    """The open lines of a problem at given prices.

    Inside, points are counted in grains: the fraction of a point that makes every worth and
    every cost of a cent a whole number. Sums stay exact, and are fast.
    """

    lines: Lines
    prices: Prices

    @cached_property
    def rules(self) -> Fraction:
        """The value of the rules themselves, in points."""
        problem = self.lines.problem
        limits = {(Rule.ENVELOPE, row.id): cents(row.amount, row.id) for row in problem.envelopes}
        caps = problem.cap_by_holder.items()
        limits |= {(Rule.HOLDER, name): cents(amount, name) for name, amount in caps}
        limits |= {(Rule.SHARE, row.id): -least(row) for row in problem.minimum_shares}
        total = sum((price * limits[key] for key, price in self.prices.items()), Fraction(0))
        return total / CENTS_A_POINT

    @cached_property
    def cost(self) -> Mapping[str, Fraction]:
        """Points that one cent costs on each line."""
        problem = self.lines.problem
        shares = [row for row in problem.minimum_shares if (Rule.SHARE, row.id) in self.prices]
        gain = {row.id: self.prices[Rule.SHARE, row.id] for row in shares}
        drag = {
            funder: sum(
                (gain[row.id] * Fraction(row.share or 0) for row in shares if row.counts(funder)),
                Fraction(0),
            )
            for funder in {line.request.funder for line in self.lines.all}
        }
        paths: dict[tuple[str, ...], Fraction] = {}
        costs = {}
        for line in self.lines.all:
            if line.payers not in paths:
                ways = (self._path(name) for name in line.payers)
                paths[line.payers] = min(ways, default=Fraction(0))
            cost = paths[line.payers] + drag[line.request.funder]
            cost += self.prices.get((Rule.HOLDER, line.application.holder), Fraction(0))
            for share, portion in self.lines.portions[line.id].items():
                cost -= gain.get(share, Fraction(0)) * portion
            costs[line.id] = cost / CENTS_A_POINT
        return costs

    def _path(self, envelope: str) -> Fraction:
        """Points per thousand euros of an envelope and of those above it."""
        problem = self.lines.problem
        return sum(
            (
                self.prices.get((Rule.ENVELOPE, row.id), Fraction(0))
                for row in problem.lineage(problem.envelope_by_id[envelope])
            ),
            Fraction(0),
        )

    @cached_property
    def _grains(self) -> int:
        """Grains in a point."""
        values = [*self.cost.values(), *self.lines.presence.values()]
        values += [value for line in self.lines.all for value in (line.score, line.beyond)]
        return lcm(*{value.denominator for value in values})

    @cached_property
    def _worths(self) -> Mapping[str, tuple[int, int, int]]:
        """Grains of a cent of each line: up to the minimum viable amount, beyond, and its cost."""
        grains = self._grains
        return {
            line.id: (
                int(line.score * grains),
                int(line.beyond * grains),
                int(self.cost[line.id] * grains),
            )
            for line in self.lines.all
        }

    @cached_property
    def _presence(self) -> Mapping[str, int]:
        return {name: int(value * self._grains) for name, value in self.lines.presence.items()}

    def net(self, line: Line, amount: int) -> int:
        """Grains of an amount above zero after paying for it."""
        score, beyond, cost = self._worths[line.id]
        return score * line.grid.low + beyond * (amount - line.grid.low) - cost * amount

    @cached_property
    def best(self) -> Mapping[str, tuple[int, int]]:
        """The best funded amount of each line, one of its two ends: its net grains, its cents."""
        found = {}
        for line in self.lines.all:
            low, high = line.grid.low, line.grid.high
            at_low, at_high = self.net(line, low), self.net(line, high)
            found[line.id] = (at_high, high) if at_high > at_low else (at_low, low)
        return found

    def settle(
        self, group: Sequence[Line], forced: str = "", barred: str = ""
    ) -> tuple[int, dict[str, int]]:
        """The most an application can bring at these prices, and one way to do it.

        `forced` and `barred` name a line that must, or must not, be funded. With a minimum for
        the whole application the value is that of amounts not held to the steps: a bound.
        """
        name = group[0].application.id
        presence = self._presence[name]
        owed = {line.id for line in group if line.grid.owed} | ({forced} if forced else set())
        minimum = cents(group[0].application.minimum_total, name)
        if minimum:
            return self._settle_viable(group, owed, barred, minimum)
        chosen: dict[str, int] = {}
        total, spare = 0, None
        for line in group:
            value, amount = self.best[line.id]
            if line.id == barred:
                continue
            if value > 0 or line.id in owed:
                total += value
                chosen[line.id] = amount
            elif spare is None or value > spare[0]:
                spare = (value, line.id, amount)
        if chosen:
            return total + presence, chosen
        if spare is not None and spare[0] + presence > 0:
            return spare[0] + presence, {spare[1]: spare[2]}
        return 0, {}

    def _settle_viable(
        self, group: Sequence[Line], owed: set[str], barred: str, minimum: int
    ) -> tuple[int, dict[str, int]]:
        """Every choice of lines (seven funders: 128), raised to the minimum at least loss."""
        best: tuple[int, dict[str, int]] | None = None
        if not owed:
            best = 0, {}
        for flags in product((False, True), repeat=len(group)):
            chosen = [line for line, flag in zip(group, flags, strict=True) if flag]
            names = {line.id for line in chosen}
            if not chosen or not owed <= names or barred in names:
                continue
            found = self._raised(chosen, minimum)
            if found is not None and (best is None or found[0] > best[0]):
                best = found
        return best if best is not None else (0, {})

    def _raised(self, chosen: Sequence[Line], minimum: int) -> tuple[int, dict[str, int]] | None:
        amounts = {line.id: self.best[line.id][1] for line in chosen}
        missing = minimum - sum(amounts.values())
        by_loss = sorted(chosen, key=lambda line: self.cost[line.id] - line.beyond)
        for line in by_loss:
            if missing > 0:
                more = min(missing, line.grid.high - amounts[line.id])
                amounts[line.id] += more
                missing -= more
        if missing > 0:
            return None
        value = sum(self.net(line, amounts[line.id]) for line in chosen)
        return value + self._presence[chosen[0].application.id], amounts

    def lost(self, line: Line, amount: int) -> Fraction:
        """Points surely lost, at these prices, by giving a line exactly `amount` (above zero)."""
        name = line.application.id
        group = self.lines.by_application[name]
        if group[0].application.minimum_total:
            granted = self.settle(group, forced=line.id)[0]
        else:
            granted = self._presence[name] + self.net(line, amount)
            for other in group:
                if other.id != line.id:
                    value = self.best[other.id][0]
                    granted += value if other.grid.owed else max(value, 0)
        return Fraction(self.settlements[name].value - granted, self._grains)

    @cached_property
    def settlements(self) -> Mapping[str, Settlement]:
        """The settlement of each application."""
        return {
            name: Settlement(*self.settle(group))
            for name, group in self.lines.by_application.items()
        }

    @cached_property
    def regrets(self) -> Mapping[str, Fraction]:
        """For each line, points surely lost by any amount other than the settled one.

        A programme that differs there brings at most the bound less that. Lines that no other
        amount is open to are left out; 0 where nothing is sure.
        """
        found = {}
        for name, group in self.lines.by_application.items():
            for line in group:
                regret = self._regret(group, line, self.settlements[name])
                if regret is not None:
                    found[line.id] = Fraction(regret, self._grains)
        return found

    def _regret(self, group: Sequence[Line], line: Line, settled: Settlement) -> int | None:
        amount, grid = settled.amounts.get(line.id, 0), line.grid
        if grid.owed and grid.low == grid.high:
            return None
        if group[0].application.minimum_total:
            return 0
        if amount == 0:
            return settled.value - self.settle(group, forced=line.id)[0]
        losses = [
            self.net(line, amount) - self.net(line, other)
            for other in (grid.below(amount), grid.above(amount))
            if other not in (0, amount)
        ]
        if not grid.owed:
            losses.append(settled.value - self.settle(group, barred=line.id)[0])
        return min(losses, default=None)

    @cached_property
    def bound(self) -> Fraction:
        """Points no programme can exceed."""
        values = sum(settlement.value for settlement in self.settlements.values())
        return self.rules + Fraction(values, self._grains)
