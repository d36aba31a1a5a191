"""The life of what the contract sets out to do, and of what partners promise. Pure.

What is signed (words, amounts, dates) is not here: only how far it has come, which needs no
signature to move.
"""

from datetime import date
from enum import StrEnum

from faire_ensemble.kit.transitions import Transitions


class WorkState(StrEnum):
    """An operational objective, or a line of an annexed plan."""

    PLANNED = "planned"
    DOING = "doing"
    DONE = "done"
    DROPPED = "dropped"


WORK = Transitions(
    {
        "start": (frozenset({WorkState.PLANNED}), WorkState.DOING),
        "finish": (frozenset({WorkState.PLANNED, WorkState.DOING}), WorkState.DONE),
        "drop": (frozenset({WorkState.PLANNED, WorkState.DOING}), WorkState.DROPPED),
        "reopen": (frozenset({WorkState.DONE, WorkState.DROPPED}), WorkState.DOING),
    }
)


class CommitmentState(StrEnum):
    """A partner's commitment, as it was last told. Being late is not told: dates say it."""

    PROMISED = "promised"
    DOING = "doing"
    KEPT = "kept"
    PARTLY = "partly"
    BROKEN = "broken"
    DROPPED = "dropped"


_OPEN = frozenset({CommitmentState.PROMISED, CommitmentState.DOING})
_CLOSED = frozenset(
    {
        CommitmentState.KEPT,
        CommitmentState.PARTLY,
        CommitmentState.BROKEN,
        CommitmentState.DROPPED,
    }
)
COMMITMENT = Transitions(
    {
        "start": (frozenset({CommitmentState.PROMISED}), CommitmentState.DOING),
        "tell": (frozenset({CommitmentState.DOING}), CommitmentState.DOING),
        "keep": (_OPEN, CommitmentState.KEPT),
        "keep_partly": (_OPEN, CommitmentState.PARTLY),
        "break": (_OPEN, CommitmentState.BROKEN),
        "drop": (_OPEN, CommitmentState.DROPPED),
        "reopen": (_CLOSED, CommitmentState.DOING),
    }
)
# What is asked of whoever says so: a kept promise shows its proof, the others their reason.
PROVEN = frozenset({"keep", "keep_partly"})


def is_late(state: str, due_on: date | None, today: date) -> bool:
    """Whether something that should be over is not: its last day has passed."""
    still_open = {*_OPEN, WorkState.PLANNED, WorkState.DOING}
    return due_on is not None and due_on < today and state in still_open
