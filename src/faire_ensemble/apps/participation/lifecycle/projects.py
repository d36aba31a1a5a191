"""The life of a project of a participatory budget or of a fund, from proposal to delivery."""

from enum import StrEnum

from faire_ensemble.kit.transitions import Transitions


class ProjectState(StrEnum):
    """REVIEW: studied. ADMITTED: in the catalogue. WON, LOST: after the tally and the jury."""

    REVIEW = "review"
    ADMITTED = "admitted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    WON = "won"
    LOST = "lost"
    DELIVERING = "delivering"
    DELIVERED = "delivered"
    ABANDONED = "abandoned"


PROJECT = Transitions(
    {
        "admit": (frozenset({ProjectState.REVIEW, ProjectState.REFUSED}), ProjectState.ADMITTED),
        "refuse": (frozenset({ProjectState.REVIEW, ProjectState.ADMITTED}), ProjectState.REFUSED),
        "review_again": (
            frozenset({ProjectState.ADMITTED, ProjectState.REFUSED}),
            ProjectState.REVIEW,
        ),
        "withdraw": (
            frozenset({ProjectState.REVIEW, ProjectState.ADMITTED}),
            ProjectState.WITHDRAWN,
        ),
        "win": (frozenset({ProjectState.ADMITTED, ProjectState.LOST}), ProjectState.WON),
        "lose": (frozenset({ProjectState.ADMITTED, ProjectState.WON}), ProjectState.LOST),
        "start": (frozenset({ProjectState.WON}), ProjectState.DELIVERING),
        "deliver": (frozenset({ProjectState.DELIVERING}), ProjectState.DELIVERED),
        "abandon": (
            frozenset({ProjectState.WON, ProjectState.DELIVERING}),
            ProjectState.ABANDONED,
        ),
    }
)
