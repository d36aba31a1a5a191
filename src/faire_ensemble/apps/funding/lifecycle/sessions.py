"""The life of a committee session."""

from enum import StrEnum

from faire_ensemble.kit.transitions import Transitions


class SessionState(StrEnum):
    """PLANNED: its agenda may change. HELD: attendance and proposals are written. CLOSED: kept.

    CANCELLED: never held, or lifted because the quorum was not there.
    """

    PLANNED = "planned"
    HELD = "held"
    CLOSED = "closed"
    CANCELLED = "cancelled"


_S = SessionState
SESSION = Transitions(
    {
        "open": (frozenset({_S.PLANNED}), _S.HELD),
        "close": (frozenset({_S.HELD}), _S.CLOSED),
        "cancel": (frozenset({_S.PLANNED}), _S.CANCELLED),
        "lift": (frozenset({_S.HELD}), _S.CANCELLED),
    }
)


def default_quorum(voting_seats: int) -> int:
    """Half of the voices, rounded up; one at least."""
    return max(1, -(-voting_seats // 2))
