"""A contribution as lists show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from faire_ensemble.apps.participation.lifecycle import ContributionState
from faire_ensemble.apps.participation.models import AnswerVerdict, Comment, Contribution
from faire_ensemble.apps.participation.selectors.answers.standing import (
    AnnotatedRows,
    Owed,
    standing_of,
    with_answers,
)

EXCERPT = 220


@dataclass(frozen=True, slots=True)
class ContributionLine:
    """One of a list; `place` is a neighbourhood, `author` may be empty."""

    id: int
    number: int
    process_code: str
    process_title: str
    title: str
    excerpt: str
    category: str
    place: str
    author: str
    published_at: datetime | None
    supports: int
    comments: int
    owed: Owed


def annotated(rows: QuerySet[Contribution]) -> AnnotatedRows:
    """Rows with all that a line needs, in one query."""
    comments = (
        Comment.objects.filter(contribution=OuterRef("pk"), state=ContributionState.PUBLISHED)
        .order_by()
        .annotate(all=Value(1))
        .values("all")
        .annotate(n=Count("pk"))
        .values("n")
    )
    lines: AnnotatedRows = (
        with_answers(rows)
        .select_related("process__owner", "territory", "contributor", "answer_owner")
        .annotate(
            comments_count=Coalesce(Subquery(comments, output_field=IntegerField()), 0),
        )
    )
    return lines


def lines_of(rows: Iterable[Any], today: date) -> tuple[ContributionLine, ...]:
    """Read models of rows from `annotated`."""
    return tuple(_line(row, today) for row in rows)


def owed_by(row: Any, today: date) -> Owed:
    """Where its answer is, from a row of `with_answers` with its owners."""
    verdict: str = row.verdict or ""
    due: date | None = row.due
    owner = row.answer_owner or row.process.owner
    return Owed(
        standing=standing_of(row.answered, due, today),
        due_on=due,
        owner=owner.name if owner else "",
        verdict=verdict,
        verdict_label=str(AnswerVerdict(verdict).label) if verdict else "",
    )


def excerpt(text: str) -> str:
    """The first words, cut between two of them."""
    flat = " ".join(text.split())
    if len(flat) <= EXCERPT:
        return flat
    return flat[:EXCERPT].rsplit(" ", 1)[0] + " …"


def _line(row: Any, today: date) -> ContributionLine:
    return ContributionLine(
        id=row.pk,
        number=row.number,
        process_code=row.process.code,
        process_title=row.process.title,
        title=row.title,
        excerpt=excerpt(row.body),
        category=row.category,
        place=row.territory.name if row.territory else "",
        author=row.contributor.name,
        published_at=row.published_at,
        supports=row.supporters,
        comments=row.comments_count,
        owed=owed_by(row, today),
    )
