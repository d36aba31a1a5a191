"""Which amounts a request may be awarded, in cents.

Zero (unless something is owed), then the multiples of the step from the minimum viable amount
up, and the two amounts that may lie off the steps: the commitment and the most it can have.
"""

from dataclasses import dataclass

from faire_ensemble.core.allocation.entities import Request
from faire_ensemble.core.allocation.money import cents


@dataclass(frozen=True, slots=True)
class Grid:
    """Allowed amounts: 0 unless `owed`, `low`, then `base + k * step` for k = 0..`steps`, `high`.

    `base` is the first multiple of the step not below `low`. When `base` exceeds `high`, only
    `low` and `high` remain. `possible` is false when nothing can ever be awarded.
    """

    low: int
    base: int
    step: int
    steps: int
    high: int
    owed: bool
    possible: bool

    def __contains__(self, amount: object) -> bool:
        if amount == 0:
            return not self.owed
        if not isinstance(amount, int) or not self.possible:
            return False
        on_step = self.base <= amount <= self.high and (amount - self.base) % self.step == 0
        return on_step or amount in (self.low, self.high)

    def at_most(self, amount: int) -> int:
        """The largest allowed amount not above `amount` (the smallest one if none is)."""
        if not self.possible or amount < self.low:
            return self.low if self.owed else 0
        if amount >= self.high:
            return self.high
        if amount < self.base:
            return self.low
        return self.base + (amount - self.base) // self.step * self.step

    def below(self, amount: int) -> int:
        """The next allowed amount down (`amount` itself when it is the smallest)."""
        return self.at_most(amount - 1) if amount > 0 else 0

    def above(self, amount: int) -> int:
        """The next allowed amount up (`amount` itself when it is the largest)."""
        if not self.possible or amount >= self.high:
            return amount
        if amount < self.low:
            return self.low
        if amount < self.base:
            return min(self.base, self.high)
        return min(self.at_most(amount) + self.step, self.high)


def grid_of(request: Request) -> Grid:
    """The allowed amounts of a request; nothing when excluded or never viable."""
    where = f"Demande {request.id}"
    high = cents(request.most, where)
    step = cents(request.step, where)
    owed = cents(request.committed, where)
    floor = max(cents(request.minimum, where), owed)
    if request.excluded or high == 0 or floor > high:
        return Grid(0, 0, step, 0, 0, owed=False, possible=False)
    rounded = -(-max(floor, 1) // step) * step
    if owed and floor == owed:
        low = owed
    else:
        low = min(rounded, high)
    return Grid(
        low=low,
        base=rounded,
        step=step,
        steps=max((high - rounded) // step, 0),
        high=high,
        owed=bool(owed),
        possible=True,
    )
