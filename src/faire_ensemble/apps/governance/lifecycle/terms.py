"""The term of somebody in a seat: it follows from the dates, nobody sets it."""

from datetime import date
from enum import StrEnum


class TermState(StrEnum):
    PLANNED = "planned"
    IN_FORCE = "in_force"
    ENDED = "ended"


def state_of(starts_on: date, ends_on: date | None, today: date) -> TermState:
    """`ends_on` is the first day without the term."""
    if today < starts_on:
        return TermState.PLANNED
    if ends_on is not None and ends_on <= today:
        return TermState.ENDED
    return TermState.IN_FORCE


def overlaps(
    starts_on: date, ends_on: date | None, other_start: date, other_end: date | None
) -> bool:
    """Whether two periods (end excluded, none: open) share a day."""
    return (other_end is None or starts_on < other_end) and (
        ends_on is None or other_start < ends_on
    )
