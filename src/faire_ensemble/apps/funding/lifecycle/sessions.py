"""The life of a committee session."""

from enum import StrEnum

from faire_ensemble.apps.funding.lifecycle.transitions import Transitions


class SessionState(StrEnum):
    """PLANNED: its agenda may change. HELD: attendance and proposals are written. CLOSED: kept."""

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
    }
)
