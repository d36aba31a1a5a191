"""The life of a call. Whether it is open follows from its state and its dates alone."""

from datetime import datetime
from enum import StrEnum

from faire_ensemble.kit.transitions import Transitions


class CallState(StrEnum):
    """DRAFT: officers alone see it. PUBLISHED: everyone. ARCHIVED: kept, nothing is added."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


CALL = Transitions(
    {
        "publish": (frozenset({CallState.DRAFT}), CallState.PUBLISHED),
        "withdraw": (frozenset({CallState.PUBLISHED}), CallState.DRAFT),
        "archive": (frozenset({CallState.PUBLISHED}), CallState.ARCHIVED),
    }
)


class Phase(StrEnum):
    """What a published call is doing on a moment."""

    HIDDEN = "hidden"
    COMING = "coming"
    OPEN = "open"
    CLOSED = "closed"


def phase(
    state: str, opens_at: datetime | None, closes_at: datetime | None, now: datetime
) -> Phase:
    """No opening date: open once published. No closing date: a permanent call."""
    if state == CallState.DRAFT:
        return Phase.HIDDEN
    if state == CallState.ARCHIVED or (closes_at is not None and now >= closes_at):
        return Phase.CLOSED
    if opens_at is not None and now < opens_at:
        return Phase.COMING
    return Phase.OPEN
