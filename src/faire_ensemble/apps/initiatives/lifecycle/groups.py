"""The life of a place in a working group, and of a task."""

from enum import StrEnum

from faire_ensemble.kit.transitions import Transitions


class MembershipState(StrEnum):
    """ASKED: at the door of a group on request. REFUSED: said no, with the reason."""

    ASKED = "asked"
    ACTIVE = "active"
    REFUSED = "refused"
    LEFT = "left"


MEMBERSHIP = Transitions(
    {
        "ask": (
            frozenset({MembershipState.LEFT, MembershipState.REFUSED}),
            MembershipState.ASKED,
        ),
        # Straight in, where the door is open.
        "join": (frozenset({MembershipState.LEFT}), MembershipState.ACTIVE),
        "accept": (frozenset({MembershipState.ASKED}), MembershipState.ACTIVE),
        "refuse": (frozenset({MembershipState.ASKED}), MembershipState.REFUSED),
        "leave": (
            frozenset({MembershipState.ASKED, MembershipState.ACTIVE}),
            MembershipState.LEFT,
        ),
    }
)


class TaskState(StrEnum):
    WAITING = "todo"
    DOING = "doing"
    DONE = "done"
    DROPPED = "dropped"


_OPEN = frozenset({TaskState.WAITING, TaskState.DOING})

TASK = Transitions(
    {
        "start": (frozenset({TaskState.WAITING}), TaskState.DOING),
        "finish": (_OPEN, TaskState.DONE),
        "drop": (_OPEN, TaskState.DROPPED),
        "resume": (frozenset({TaskState.DONE, TaskState.DROPPED}), TaskState.WAITING),
    }
)
