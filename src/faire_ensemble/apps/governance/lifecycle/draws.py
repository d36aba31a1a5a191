"""A draw: its states, and what may be done in each.

The order of the acts is what makes the draw fair: panels are sealed (computed, their digest
published) before the number is drawn, and nothing of the pool changes in between.
"""

from enum import StrEnum

from faire_ensemble.kit.transitions import Transitions


class DrawState(StrEnum):
    PREPARING = "preparing"
    OPEN = "open"
    SEALED = "sealed"
    DRAWN = "drawn"
    SEATED = "seated"
    CANCELLED = "cancelled"


class Reply(StrEnum):
    """What somebody drawn says of the seat."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"


_BEFORE = frozenset({DrawState.PREPARING, DrawState.OPEN})
_RUNNING = frozenset({*_BEFORE, DrawState.SEALED, DrawState.DRAWN})
DRAW: Transitions[DrawState] = Transitions(
    {
        "open": (frozenset({DrawState.PREPARING}), DrawState.OPEN),
        "register": (frozenset({DrawState.OPEN}), DrawState.OPEN),
        "seal": (frozenset({DrawState.OPEN}), DrawState.SEALED),
        "draw": (frozenset({DrawState.SEALED}), DrawState.DRAWN),
        "reply": (frozenset({DrawState.DRAWN}), DrawState.DRAWN),
        "replace": (frozenset({DrawState.DRAWN}), DrawState.SEALED),
        "seat": (frozenset({DrawState.DRAWN}), DrawState.SEATED),
        "cancel": (_RUNNING, DrawState.CANCELLED),
    }
)
QUOTAS_MAY_CHANGE = _BEFORE
MAY_ERASE = frozenset({DrawState.SEATED, DrawState.CANCELLED})
