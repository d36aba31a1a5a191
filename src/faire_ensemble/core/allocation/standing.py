"""Where a set of amounts stands against every rule, kept up to date as amounts change."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from faire_ensemble.core.allocation.charging import Charges
from faire_ensemble.core.allocation.entities import MinimumShare
from faire_ensemble.core.allocation.lines import Line, Lines, least
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
        problem = lines.problem
        self._lines = lines
        self._shares = problem.minimum_shares
        self._caps = {name: cents(cap, name) for name, cap in problem.cap_by_holder.items()}
        self._minimum = {
            name: cents(group[0].application.minimum_total, name)
            for name, group in lines.by_application.items()
        }
        self.amounts = {line.id: 0 for line in lines.all}
        self._held = {line.application.holder: 0 for line in lines.all}
        self.given = dict.fromkeys(lines.by_application, 0)
        self._pooled = {line.payers: 0 for line in lines.all}
        self._totals = {line.request.funder: 0 for line in lines.all}
        self._weigh(lines)
        self._parts = {row.id: -least(row) * self.scale for row in self._shares}
        self._rooms: dict[tuple[str, ...], int] = {}
        self._charges: Charges | None = None
        for name, amount in amounts.items():
            self.set(lines.by_id[name], amount)

    def _weigh(self, lines: Lines) -> None:
        """Fractions of cents over one denominator: whole numbers, exact and fast."""
        rates = [Fraction(row.share or 0) for row in self._shares]
        parts = {part for found in lines.portions.values() for part in found.values()}
        self.scale = lcm(*(value.denominator for value in [*rates, *parts]))
        self._rates = {
            row.id: int(rate * self.scale) for row, rate in zip(self._shares, rates, strict=True)
        }
        whole = {part: int(part * self.scale) for part in parts}
        self._portions = {
            name: {share: whole[part] for share, part in found.items()}
            for name, found in lines.portions.items()
        }

    def set(self, line: Line, amount: int) -> None:
        """Give a line another amount."""
        change = amount - self.amounts[line.id]
        self.amounts[line.id] = amount
        self._held[line.application.holder] += change
        self.given[line.application.id] += change
        self._pooled[line.payers] += change
        self._totals[line.request.funder] += change
        for share, portion in self._portions[line.id].items():
            self._parts[share] += portion * change
        self._rooms, self._charges = {}, None

    @property
    def charges(self) -> Charges:
        """Who pays the present amounts."""
        if self._charges is None:
            self._charges = Charges(self._lines.problem, self._pooled)
        return self._charges

    def room(self, payers: tuple[str, ...]) -> int:
        """Cents that the envelopes could still pay, from the present amounts."""
        if payers not in self._rooms:
            self._rooms[payers] = self.charges.room(payers)
        return self._rooms[payers]

    def holder_room(self, holder: str) -> int | None:
        """What a holder may still receive; None without a cap."""
        cap = self._caps.get(holder)
        return None if cap is None else cap - self._held[holder]

    def kept(self, row: MinimumShare) -> int:
        """What is above a minimum share, in cents times `scale`; negative when not kept."""
        if row.share is None:
            return self._parts[row.id]
        if row.funders:
            total = sum(by for funder, by in self._totals.items() if row.counts(funder))
        else:
            total = sum(self._totals.values())
        return self._parts[row.id] - self._rates[row.id] * total

    def weight(self, row: MinimumShare, line: Line) -> int:
        """What a cent more on a line adds to what is kept of a minimum share, times `scale`."""
        portion = self._portions[line.id].get(row.id, 0)
        return portion - self._rates[row.id] if row.counts(line.request.funder) else portion

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
        name = line.application.id
        missing = self._minimum[name] - self.given[name] - change
        if missing > 0:
            found.append(Short("application", name, missing))
        for row in self._shares:
            weight = self.weight(row, line)
            after = self.kept(row) + weight * change if weight < 0 else 0
            if after < 0:
                found.append(Short("share", row.id, -(after // self.scale)))
        return tuple(found)

    def broken(self) -> tuple[Short, ...]:
        """Every rule that the present amounts break."""
        missing = self.charges.missing.items()
        found = [Short("envelope", "+".join(payers), by) for payers, by in missing]
        for holder, cap in self._caps.items():
            excess = self._held.get(holder, 0) - cap
            if excess > 0:
                found.append(Short("holder", holder, excess))
        for name, given in self.given.items():
            if 0 < given < self._minimum[name]:
                found.append(Short("application", name, self._minimum[name] - given))
        for row in self._shares:
            kept = self.kept(row)
            if kept < 0:
                found.append(Short("share", row.id, -(kept // self.scale)))
        return tuple(found)

    def holds(self, changed: Mapping[str, int]) -> bool:
        """Whether every rule would be kept with other amounts for some lines."""
        before = {name: self.amounts[name] for name in changed}
        known = self._rooms, self._charges
        lines = [self._lines.by_id[name] for name in changed]
        for line in lines:
            self.set(line, changed[line.id])
        fine = all(self._fine(line) for line in lines)
        fine = fine and all(self.kept(row) >= 0 for row in self._shares)
        fine = fine and not self.charges.missing
        for line in lines:
            self.set(line, before[line.id])
        self._rooms, self._charges = known
        return fine

    def _fine(self, line: Line) -> bool:
        left = self.holder_room(line.application.holder)
        given = self.given[line.application.id]
        viable = given == 0 or given >= self._minimum[line.application.id]
        return viable and (left is None or left >= 0)
