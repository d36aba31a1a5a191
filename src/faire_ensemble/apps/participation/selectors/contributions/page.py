"""One contribution as everybody reads it: its answer first, then its words, then what is said."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from faire_ensemble.apps.participation.lifecycle import ContributionState
from faire_ensemble.apps.participation.models import (
    AnswerLine,
    Comment,
    Contribution,
    Contributor,
    Kinship,
    Process,
    Support,
)
from faire_ensemble.apps.participation.permissions.contributions import PUBLIC_STATES
from faire_ensemble.apps.participation.selectors.answers.given import GivenAnswer, given
from faire_ensemble.apps.participation.selectors.contributions.lines import (
    ContributionLine,
    annotated,
    lines_of,
)

DEEPEST = 3
"""Levels of answers drawn apart; deeper ones are drawn at the last, for narrow screens."""


@dataclass(frozen=True, slots=True)
class CommentLine:
    """A comment; without words when it is no longer public but has answers."""

    id: int
    body: str
    author: str
    stance: int
    sent_at: datetime
    depth: int
    gone: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """A contribution joined to this one; when and why, from the latest of its merges."""

    number: int
    title: str
    body: str
    at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class ContributionPage:
    """`joined` are those joined to it, `parted` the splits of those that were and left."""

    line: ContributionLine
    contribution: Contribution
    answers: tuple[GivenAnswer, ...]
    comments: tuple[CommentLine, ...]
    joined: tuple[Joined, ...]
    parted: tuple[Kinship, ...]
    supported: bool
    mine: bool


def contribution_by_number(process: Process, number: int) -> Contribution | None:
    """Whatever its state: the view asks who may read it."""
    return (
        Contribution.objects.select_related("process__owner", "merged_into")
        .filter(process=process, number=number)
        .first()
    )


def contribution_page(contribution: Contribution, me: Contributor | None) -> ContributionPage:
    """All of its page (a constant number of queries)."""
    row = annotated(Contribution.objects.filter(pk=contribution.pk)).get()
    family = [contribution.pk]
    merged = list(
        Contribution.objects.filter(
            merged_into=contribution,
            state=ContributionState.MERGED,
            published_at__isnull=False,
        ).order_by("pk")
    )
    lines = AnswerLine.objects.filter(contribution=contribution).values("answer")
    supported = (
        me is not None
        and Support.objects.filter(
            contributor=me, contribution__in=[*family, *(each.pk for each in merged)]
        ).exists()
    )
    kinships = list(
        Kinship.objects.filter(target=contribution, source__state__in=PUBLIC_STATES)
        .filter(source__published_at__isnull=False)
        .select_related("source")
        .order_by("at", "pk")
    )
    latest = {each.source_id: each for each in kinships}
    inside = {each.pk for each in merged}
    return ContributionPage(
        line=lines_of([row], timezone.localdate())[0],
        contribution=row,
        answers=given(lines),
        comments=_comments(contribution, me),
        joined=tuple(_joined(each, latest.get(each.pk)) for each in merged),
        parted=tuple(each for pk, each in latest.items() if pk not in inside),
        supported=supported,
        mine=me is not None and row.contributor_id == me.pk,
    )


def _joined(row: Contribution, kept: Kinship | None) -> Joined:
    at, reason = (kept.at, kept.reason) if kept else (None, "")
    return Joined(row.number, row.title, row.body, at, reason)


def _comments(contribution: Contribution, me: Contributor | None) -> tuple[CommentLine, ...]:
    rows = list(
        Comment.objects.filter(contribution=contribution)
        .exclude(state=ContributionState.UNCONFIRMED)
        .select_related("contributor")
        .order_by("sent_at", "pk")
    )
    below: dict[int | None, list[Comment]] = defaultdict(list)
    for row in rows:
        below[row.parent_id].append(row)
    drawn: list[CommentLine] = []

    def draw(parent: int | None, depth: int) -> bool:
        """Draw the answers to a comment; whether any was public."""
        seen = False
        for row in below[parent]:
            public = row.state == ContributionState.PUBLISHED
            at = len(drawn)
            drawn.append(_comment(row, depth, public, me))
            inside = draw(row.pk, depth + 1)
            if not public and not inside:
                del drawn[at:]
            seen = seen or public or inside
        return seen

    draw(None, 0)
    return tuple(drawn)


def _comment(row: Comment, depth: int, public: bool, me: Contributor | None) -> CommentLine:
    return CommentLine(
        id=row.pk,
        body=row.body if public else "",
        author=row.contributor.name if public else "",
        stance=row.stance if public else 0,
        sent_at=row.sent_at,
        depth=min(depth, DEEPEST),
        gone=not public,
        mine=public and me is not None and row.contributor_id == me.pk,
    )
