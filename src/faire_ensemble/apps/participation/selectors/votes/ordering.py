"""In what order a ballot lists its projects.

The first of a list are chosen more: unless asked otherwise, each voter reads an order of their own.
It is drawn from `draw`, a random text that stands in the voter's own form and nowhere else
(docs/methods/vote.md).
"""

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from faire_ensemble.apps.participation.selectors.votes.reading import BallotLine

_DRAW = re.compile(r"[0-9a-f]{16}")


class Order(StrEnum):
    DRAWN = "draw"
    NUMBER = "number"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Reading:
    """How one voter reads the list; `draw` is kept when the order changes, to come back to it."""

    order: Order
    draw: str

    def groups(self, lines: Sequence[BallotLine]) -> list[tuple[str, list[BallotLine]]]:
        """The lines under the name of their place, one group without name unless by place."""
        match self.order:
            case Order.NUMBER:
                return [("", sorted(lines, key=lambda line: line.number))]
            case Order.DRAWN:
                return [("", sorted(lines, key=self._rank))]
        names = sorted({line.area for line in lines}, key=lambda name: (not name, name.casefold()))
        return [
            (name, sorted((line for line in lines if line.area == name), key=self._rank))
            for name in names
        ]

    def _rank(self, line: BallotLine) -> bytes:
        return hashlib.sha256(f"{self.draw}:{line.number}".encode()).digest()


def reading_of(order: str, draw: str) -> Reading:
    """What a form carries; a new draw when it carries none."""
    known = order if order in set(Order) else Order.DRAWN
    return Reading(Order(known), draw if _DRAW.fullmatch(draw) else secrets.token_hex(8))


def orders_for(lines: Sequence[BallotLine]) -> tuple[Order, ...]:
    """Those worth offering: by place where there are several."""
    several = len({line.area for line in lines}) > 1
    return (Order.DRAWN, Order.NUMBER, Order.PLACE) if several else (Order.DRAWN, Order.NUMBER)
