"""Where a set of amounts stands against every rule, kept up to date as amounts change."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from faire_ensemble.core.allocation.charging import Charges
from faire_ensemble.core.allocation.entities import MinimumShare
from faire_ensemble.core.allocation.lines import Line, Lines, least, weight
from faire_ensemble.core.allocation.money import cents


@dataclass(frozen=True, slots=True)
class Short:
    """A rule that a set of amounts breaks, and by how many cents (rounded up)."""

    kind: str
    id: str
    amount: int


class Standing:
    """Amounts in cents by request, with what each rule has left."""

    def __init__(self, lines: Lines, amounts: Mapping[str, int]) -> None:
        self._lines = lines
        self.amounts = {line.id: amounts.get(line.id, 0) for line in lines.all}
        self._shares = lines.problem.minimum_shares
        self._weights = {
            line.id: {row.id: value for row in self._shares if (value := weight(row, line)) != 0}
            for line in lines.all
        }
        self.held: dict[str, int] = {}
        self.given: dict[str, int] = {}
        self.pooled: dict[tuple[str, ...], int] = {}
        self.kept = {row.id: Fraction(-least(row)) for row in self._shares}
        for line in lines.all:
            self._add(line, self.amounts[line.id])
        self._rooms: dict[tuple[str, ...], int] = {}
        self._charges: Charges | None = None

    def _add(self, line: Line, change: int) -> None:
        holder, name = line.application.holder, line.application.id
        self.held[holder] = self.held.get(holder, 0) + change
        self.given[name] = self.given.get(name, 0) + change
        self.pooled[line.payers] = self.pooled.get(line.payers, 0) + change
        for share, value in self._weights[line.id].items():
            self.kept[share] += value * change

    def set(self, line: Line, amount: int) -> None:
        """Give a line another amount."""
        self._add(line, amount - self.amounts[line.id])
        self.amounts[line.id] = amount
        self._rooms.clear()
        self._charges = None

    @property
    def charges(self) -> Charges:
        """Who pays the present amounts."""
        if self._charges is None:
            self._charges = Charges(self._lines.problem, self.pooled)
        return self._charges

    def room(self, payers: tuple[str, ...]) -> int:
        """Cents that the envelopes could still pay, from the present amounts."""
        if payers not in self._rooms:
            self._rooms[payers] = self.charges.room(payers)
        return self._rooms[payers]

    def holder_room(self, holder: str) -> int | None:
        """What a holder may still receive; None without a cap."""
        cap = self._lines.problem.cap_by_holder.get(holder)
        return None if cap is None else cents(cap, holder) - self.held.get(holder, 0)

    def against(self, line: Line, amount: int) -> tuple[Short, ...]:
        """What a larger amount for one line would break, everything else unchanged."""
        change = amount - self.amounts[line.id]
        found = []
        if change > self.room(line.payers):
            short = self.charges.shortage(line.payers, change)
            found += [Short("envelope", name, missing) for name, missing in short.items()]
        left = self.holder_room(line.application.holder)
        if left is not None and change > left:
            found.append(Short("holder", line.application.holder, change - left))
        minimum = cents(line.application.minimum_total, line.application.id)
        given = self.given[line.application.id] + change
        if 0 < given < minimum:
            found.append(Short("application", line.application.id, minimum - given))
        for row in self._shares:
            found += self._short_of(row, line, change)
        return tuple(found)

    def _short_of(self, row: MinimumShare, line: Line, change: int) -> list[Short]:
        value = self._weights[line.id].get(row.id, Fraction(0))
        after = self.kept[row.id] + value * change
        if value < 0 and after < 0:
            return [Short("share", row.id, -(after.numerator // after.denominator))]
        return []

    def broken(self) -> tuple[Short, ...]:
        """Every rule that the present amounts break."""
        problem = self._lines.problem
        missing = self.charges.missing.items()
        found = [Short("envelope", "+".join(payers), by) for payers, by in missing]
        for holder in self.held:
            left = self.holder_room(holder)
            if left is not None and left < 0:
                found.append(Short("holder", holder, -left))
        for name, given in self.given.items():
            minimum = cents(problem.application_by_id[name].minimum_total, name)
            if 0 < given < minimum:
                found.append(Short("application", name, minimum - given))
        for share, kept in self.kept.items():
            if kept < 0:
                found.append(Short("share", share, -(kept.numerator // kept.denominator)))
        return tuple(found)
