"""The life of a vote. Once counted, nothing that could tell who chose what is left."""

from enum import StrEnum

from faire_ensemble.kit.transitions import Transitions


class VoteState(StrEnum):
    """PREPARING: rules may change. OPEN: rules are fixed, ballots come in. CLOSED: paper ballots
    are still keyed. COUNTED: the ballots are cut from the roll for good. PUBLISHED: everyone."""

    PREPARING = "preparing"
    OPEN = "open"
    CLOSED = "closed"
    COUNTED = "counted"
    PUBLISHED = "published"


VOTE = Transitions(
    {
        "open": (frozenset({VoteState.PREPARING}), VoteState.OPEN),
        "close": (frozenset({VoteState.OPEN}), VoteState.CLOSED),
        "count": (frozenset({VoteState.CLOSED}), VoteState.COUNTED),
        "publish": (frozenset({VoteState.COUNTED}), VoteState.PUBLISHED),
    }
)
