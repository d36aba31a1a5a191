"""Bodies and who sits there."""

from faire_ensemble.apps.governance.models.bodies import (
    Body,
    BodyKind,
    College,
    Interest,
    Office,
    Origin,
    QuorumRule,
    Seat,
    SeatTerm,
    TermKind,
)

__all__ = [
    "Body",
    "BodyKind",
    "College",
    "Interest",
    "Office",
    "Origin",
    "QuorumRule",
    "Seat",
    "SeatTerm",
    "TermKind",
]
