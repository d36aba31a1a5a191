"""A draw: its states, and what may be done in each.

The order of the acts is what makes the draw fair: panels are sealed (computed, their digest
published) before the number is drawn, and nothing of the pool changes in between. Computing takes
from a tenth of a second to minutes: while it does, the draw is `SEALING`, and what it is computed
from is closed. Without a result, the draw is given back as it was.
"""

from collections.abc import Mapping
from enum import StrEnum

from faire_ensemble.kit.transitions import Transitions


class DrawState(StrEnum):
    PREPARING = "preparing"
    OPEN = "open"
    SEALING = "sealing"
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
_RUNNING = frozenset({*_BEFORE, DrawState.SEALING, DrawState.SEALED, DrawState.DRAWN})
DRAW: Transitions[DrawState] = Transitions(
    {
        "open": (frozenset({DrawState.PREPARING}), DrawState.OPEN),
        "register": (frozenset({DrawState.OPEN}), DrawState.OPEN),
        "seal": (frozenset({DrawState.OPEN}), DrawState.SEALING),
        "draw": (frozenset({DrawState.SEALED}), DrawState.DRAWN),
        "reply": (frozenset({DrawState.DRAWN}), DrawState.DRAWN),
        "replace": (frozenset({DrawState.DRAWN}), DrawState.SEALING),
        "keep": (frozenset({DrawState.SEALING}), DrawState.SEALED),
        "reopen": (frozenset({DrawState.SEALING}), DrawState.OPEN),
        "resume": (frozenset({DrawState.SEALING}), DrawState.DRAWN),
        "seat": (frozenset({DrawState.DRAWN}), DrawState.SEATED),
        "cancel": (_RUNNING, DrawState.CANCELLED),
    }
)
GIVE_BACK: Mapping[DrawState, str] = {DrawState.OPEN: "reopen", DrawState.DRAWN: "resume"}
"""The act by which a draw whose panels could not be computed is again as it was."""
QUOTAS_MAY_CHANGE = _BEFORE
MAY_ERASE = frozenset({DrawState.SEATED, DrawState.CANCELLED})
