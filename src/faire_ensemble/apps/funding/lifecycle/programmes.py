"""The life of a year's programme."""

from enum import StrEnum

from faire_ensemble.kit.transitions import Transitions


class ProgrammeState(StrEnum):
    """PREPARING: people decide line by line. ADOPTED: its decisions are written, for good."""

    PREPARING = "preparing"
    ADOPTED = "adopted"
    DROPPED = "dropped"


_S = ProgrammeState
PROGRAMME = Transitions(
    {
        "adopt": (frozenset({_S.PREPARING}), _S.ADOPTED),
        "drop": (frozenset({_S.PREPARING}), _S.DROPPED),
    }
)
