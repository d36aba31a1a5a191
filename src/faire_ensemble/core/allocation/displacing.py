"""What granting one more request would take from the others, at least loss.

A good way, not always the best: what it takes is enough, so what is said of it is true.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from faire_ensemble.core.allocation.entities import MinimumShare
from faire_ensemble.core.allocation.lines import Line, Lines
from faire_ensemble.core.allocation.standing import Short, Standing

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Move:
    """Lowering a line: down to its minimum viable amount by steps, or to nothing (`whole`)."""

    line: Line
    whole: bool
    loss: float
    """Points lost per cent, about: it only orders."""


@dataclass(frozen=True)
class Displacement:
    """Other lines' new amounts in cents, and the points lost in all (the gain deducted)."""

    amounts: Mapping[str, int]
    cost: Fraction


class Displacer:
    """The moves that free money, cheapest first, by envelope and by holder."""

    def __init__(self, lines: Lines, standing: Standing) -> None:
        self._lines, self._standing = lines, standing
        self._keys: dict[str, set[Key]] = {}
        self._moves: dict[Key, list[Move]] = {}
        for line in lines.all:
            if standing.amounts[line.id] and not line.application.minimum_total:
                self._keys[line.id] = set(self._rules(line))
                for key in self._keys[line.id]:
                    self._moves.setdefault(key, []).extend(self._open(line))
        for moves in self._moves.values():
            moves.sort(key=lambda move: (move.loss, move.line.id, move.whole))

    def _rules(self, line: Line) -> Iterator[Key]:
        problem = self._lines.problem
        yield "holder", line.application.holder
        for name in line.payers:
            for row in problem.lineage(problem.envelope_by_id[name]):
                yield "envelope", row.id

    def _open(self, line: Line) -> Iterator[Move]:
        amount = self._standing.amounts[line.id]
        if amount > line.grid.low:
            yield Move(line, False, float(line.beyond))
        if not line.grid.owed:
            loss = line.worth(amount)
            if self._standing.given[line.application.id] == amount:
                loss += self._lines.presence[line.application.id]
            yield Move(line, True, float(loss) / amount)

    def displace(self, line: Line, amount: int, shorts: Sequence[Short]) -> Displacement | None:
        """Make place for a larger amount; None when no way was found.

        `shorts` is what the larger amount breaks (`Standing.against`).
        """
        if any(short.kind == "application" for short in shorts):
            return None
        needs = {(short.kind, short.id): short.amount for short in shorts if short.kind != "share"}
        change = amount - self._standing.amounts[line.id]
        shares = self._lines.problem.minimum_shares
        tight = change * self._standing.scale
        guards = [row for row in shares if self._standing.kept(row) < tight]
        taken = self._free(line, needs, guards)
        if taken is None:
            return None
        changed = taken | {line.id: amount}
        if not self._standing.holds(changed):
            return None
        return Displacement(taken, self._cost(changed))

    def _free(
        self, line: Line, needs: dict[Key, int], guards: Sequence[MinimumShare]
    ) -> dict[str, int] | None:
        taken: dict[str, int] = {}
        limits = [(row, self._standing.weight(row, line)) for row in guards]
        for key in needs:
            for move in self._moves.get(key, ()):
                if needs[key] <= 0:
                    break
                other = move.line
                if other.id in taken or other.application.id == line.application.id:
                    continue
                if any(self._standing.weight(row, other) > most for row, most in limits):
                    continue
                before = self._standing.amounts[other.id]
                after = 0 if move.whole else _trimmed(other, before, needs[key])
                taken[other.id] = after
                for rule in needs.keys() & self._keys[other.id]:
                    needs[rule] -= before - after
            if needs[key] > 0:
                return None
        return taken

    def _cost(self, changed: Mapping[str, int]) -> Fraction:
        after = {**self._standing.amounts, **changed}
        names = dict.fromkeys(self._lines.by_id[name].application.id for name in changed)
        return sum(
            (
                self._lines.brought(name, self._standing.amounts) - self._lines.brought(name, after)
                for name in names
            ),
            Fraction(0),
        )


def _trimmed(line: Line, before: int, wanted: int) -> int:
    """The amount after taking back `wanted` or a little more, not below the minimum viable."""
    if before - wanted <= line.grid.low:
        return line.grid.low
    return line.grid.at_most(before - wanted)
