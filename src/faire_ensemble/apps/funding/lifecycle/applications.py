"""The life of an application: written, submitted, corrected when asked, decided."""

from enum import StrEnum

from faire_ensemble.kit.transitions import Transitions


class ApplicationState(StrEnum):
    """DRAFT: its writers alone see it. CORRECTION: instructors asked, writers may write again."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CORRECTION = "correction"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


_S = ApplicationState
WRITABLE = frozenset({_S.DRAFT, _S.CORRECTION})
UNDER_INSTRUCTION = frozenset({_S.SUBMITTED, _S.CORRECTION})
APPLICATION = Transitions(
    {
        "submit": (WRITABLE, _S.SUBMITTED),
        "ask_correction": (UNDER_INSTRUCTION, _S.CORRECTION),
        "drop_corrections": (frozenset({_S.CORRECTION}), _S.SUBMITTED),
        "withdraw": (frozenset({_S.DRAFT, _S.SUBMITTED, _S.CORRECTION}), _S.WITHDRAWN),
        "decide": (frozenset({_S.SUBMITTED, _S.CORRECTION, _S.DECIDED}), _S.DECIDED),
    }
)
