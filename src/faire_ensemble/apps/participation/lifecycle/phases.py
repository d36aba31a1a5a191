"""What may be done in a process, and when: rights come from its phases, computed here alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from faire_ensemble.kit.transitions import Transitions


class ProcessState(StrEnum):
    """DRAFT: officers alone see it. PUBLISHED: everyone. CLOSED: kept, nothing is added."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"


PROCESS = Transitions(
    {
        "publish": (frozenset({ProcessState.DRAFT}), ProcessState.PUBLISHED),
        "withdraw": (frozenset({ProcessState.PUBLISHED}), ProcessState.DRAFT),
        "close": (frozenset({ProcessState.PUBLISHED}), ProcessState.CLOSED),
        "reopen": (frozenset({ProcessState.CLOSED}), ProcessState.PUBLISHED),
    }
)


class PhaseKind(StrEnum):
    """What a phase is for."""

    PROPOSE = "propose"
    DISCUSS = "discuss"
    REVIEW = "review"
    SHOW = "show"
    VOTE = "vote"
    JURY = "jury"
    DELIVER = "deliver"


class Act(StrEnum):
    """What a phase lets the public do."""

    CONTRIBUTE = "contribute"
    SUPPORT = "support"
    COMMENT = "comment"
    VOTE = "vote"


GRANTS: dict[PhaseKind, frozenset[Act]] = {
    PhaseKind.PROPOSE: frozenset({Act.CONTRIBUTE, Act.SUPPORT, Act.COMMENT}),
    PhaseKind.DISCUSS: frozenset({Act.SUPPORT, Act.COMMENT}),
    PhaseKind.REVIEW: frozenset(),
    PhaseKind.SHOW: frozenset({Act.COMMENT}),
    PhaseKind.VOTE: frozenset({Act.VOTE}),
    PhaseKind.JURY: frozenset(),
    PhaseKind.DELIVER: frozenset({Act.COMMENT}),
}


@dataclass(frozen=True, slots=True)
class Span:
    """One phase: open from `opens_at` (included) to `closes_at` (excluded; none: without end)."""

    kind: PhaseKind
    opens_at: datetime
    closes_at: datetime | None = None

    def holds(self, now: datetime) -> bool:
        return self.opens_at <= now and (self.closes_at is None or now < self.closes_at)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a process is: ranks (in the order given) of its phases that are over, open, to come.

    `acts` is what the public may do now; `until` when the first of those rights ends.
    """

    acts: frozenset[Act] = frozenset()
    over: tuple[int, ...] = ()
    current: tuple[int, ...] = ()
    coming: tuple[int, ...] = ()
    until: datetime | None = None

    def allows(self, act: Act) -> bool:
        return act in self.acts


def standing(state: str, spans: Iterable[Span], now: datetime) -> Standing:
    """The one place where « open » is computed. Phases may overlap: their rights add up."""
    listed = list(spans)
    current = [rank for rank, span in enumerate(listed) if span.holds(now)]
    over = [
        rank
        for rank, span in enumerate(listed)
        if span.closes_at is not None and span.closes_at <= now
    ]
    coming = [rank for rank, span in enumerate(listed) if now < span.opens_at]
    granting = [listed[rank] for rank in current if GRANTS[listed[rank].kind]]
    open_now = state == ProcessState.PUBLISHED
    ends = [span.closes_at for span in granting if span.closes_at is not None]
    return Standing(
        acts=frozenset().union(*(GRANTS[span.kind] for span in granting))
        if open_now
        else frozenset(),
        over=tuple(over),
        current=tuple(current) if open_now else (),
        coming=tuple(coming),
        until=min(ends) if ends and open_now else None,
    )
