"""The life of the part of an application that is addressed to one funder."""

from enum import StrEnum

from faire_ensemble.kit.transitions import Transitions


class RequestState(StrEnum):
    """RECEIVED: to be read. READ: its funder gave an opinion. ADJOURNED: looked at again later."""

    RECEIVED = "received"
    READ = "read"
    ADJOURNED = "adjourned"
    AWARDED = "awarded"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


_S = RequestState
OPEN = frozenset({_S.RECEIVED, _S.READ, _S.ADJOURNED})
DECIDED = frozenset({_S.AWARDED, _S.REFUSED})
REQUEST = Transitions(
    {
        "read": (OPEN, _S.READ),
        "receive_again": (OPEN | {_S.WITHDRAWN}, _S.RECEIVED),
        "award": (OPEN | DECIDED, _S.AWARDED),
        "refuse": (OPEN | DECIDED, _S.REFUSED),
        "adjourn": (OPEN, _S.ADJOURNED),
        "withdraw": (OPEN, _S.WITHDRAWN),
    }
)
