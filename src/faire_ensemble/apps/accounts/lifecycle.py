"""The states of a mandate. They follow from its dates alone; nobody sets them."""

from datetime import date
from enum import StrEnum


class MandateState(StrEnum):
    """PLANNED: starts later. IN_FORCE: gives its role today. ENDED: kept for the record."""

    PLANNED = "planned"
    IN_FORCE = "in_force"
    ENDED = "ended"


def state_of(valid_from: date, valid_to: date | None, on: date) -> MandateState:
    """State on a day; `valid_to` is the first day without the mandate."""
    if on < valid_from:
        return MandateState.PLANNED
    if valid_to is not None and on >= valid_to:
        return MandateState.ENDED
    return MandateState.IN_FORCE
