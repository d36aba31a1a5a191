"""A decision, from the day it is taken to what became of it."""

from datetime import date
from enum import StrEnum

from faire_ensemble.kit.transitions import Transitions


class DecisionState(StrEnum):
    TAKEN = "taken"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"
    SUPERSEDED = "superseded"


OPEN = frozenset({DecisionState.TAKEN, DecisionState.UNDER_WAY})
DECISION: Transitions[DecisionState] = Transitions(
    {
        "start": (frozenset({DecisionState.TAKEN}), DecisionState.UNDER_WAY),
        "tell": (frozenset({DecisionState.UNDER_WAY}), DecisionState.UNDER_WAY),
        "finish": (OPEN, DecisionState.DONE),
        "drop": (OPEN, DecisionState.DROPPED),
        "supersede": (OPEN, DecisionState.SUPERSEDED),
        "reopen": (frozenset({DecisionState.DONE}), DecisionState.UNDER_WAY),
    }
)
WITH_WORDS = frozenset({"tell", "finish", "drop", "supersede", "reopen"})
"""Acts that say something: what was done, or why it stops."""


def is_late(state: str, due_on: date, today: date) -> bool:
    """Whether it should be done by now. The due day itself is not late."""
    return state in OPEN and due_on < today
