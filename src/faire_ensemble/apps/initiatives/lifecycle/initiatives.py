"""The life of the page of an initiative. What is tried on the ground has its own word
(`Progress`): a page may be published while the initiative is still an idea."""

from enum import StrEnum

from faire_ensemble.kit.transitions import Transitions


class InitiativeState(StrEnum):
    """DRAFT: its carrier writes. PROPOSED: an officer reads. WITHDRAWN: taken off the site."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


INITIATIVE = Transitions(
    {
        "propose": (
            frozenset({InitiativeState.DRAFT, InitiativeState.WITHDRAWN}),
            InitiativeState.PROPOSED,
        ),
        "publish": (frozenset({InitiativeState.PROPOSED}), InitiativeState.PUBLISHED),
        # Sent back to its carrier with the reason, who corrects and proposes again.
        "return": (frozenset({InitiativeState.PROPOSED}), InitiativeState.DRAFT),
        "withdraw": (
            frozenset({InitiativeState.DRAFT, InitiativeState.PROPOSED, InitiativeState.PUBLISHED}),
            InitiativeState.WITHDRAWN,
        ),
    }
)
