"""The life of what people write: contributions, comments, what follows an answer."""

from enum import StrEnum

from faire_ensemble.kit.transitions import Transitions


class ContributionState(StrEnum):
    """UNCONFIRMED: the address it was sent from is not proved. WAITING: for moderation.

    MERGED: its words live on in another one, its author is still owed the answer.
    WITHDRAWN: by its author. REJECTED: against the rules, with the reason.
    """

    UNCONFIRMED = "unconfirmed"
    WAITING = "waiting"
    PUBLISHED = "published"
    MERGED = "merged"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


_SEEN = frozenset({ContributionState.WAITING, ContributionState.PUBLISHED})

CONTRIBUTION = Transitions(
    {
        "confirm": (frozenset({ContributionState.UNCONFIRMED}), ContributionState.WAITING),
        "publish": (
            frozenset({ContributionState.WAITING, ContributionState.REJECTED}),
            ContributionState.PUBLISHED,
        ),
        "reject": (_SEEN, ContributionState.REJECTED),
        "merge": (_SEEN, ContributionState.MERGED),
        "split": (frozenset({ContributionState.MERGED}), ContributionState.PUBLISHED),
        # One that was merged before anybody published it goes back to be read.
        "split_unread": (frozenset({ContributionState.MERGED}), ContributionState.WAITING),
        "withdraw": (
            _SEEN | {ContributionState.UNCONFIRMED, ContributionState.MERGED},
            ContributionState.WITHDRAWN,
        ),
    }
)


class FollowUpState(StrEnum):
    """What was promised, until it is done or said not to be."""

    PROMISED = "promised"
    DOING = "doing"
    DONE = "done"
    DROPPED = "dropped"


_OWED = frozenset({FollowUpState.PROMISED, FollowUpState.DOING})

FOLLOW_UP = Transitions(
    {
        "start": (frozenset({FollowUpState.PROMISED}), FollowUpState.DOING),
        "finish": (_OWED, FollowUpState.DONE),
        "drop": (_OWED, FollowUpState.DROPPED),
        "resume": (frozenset({FollowUpState.DROPPED}), FollowUpState.DOING),
    }
)
