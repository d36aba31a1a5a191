"""Answers as they were given, with what they promised and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from faire_ensemble.apps.participation.models import Answer, FollowUp, FollowUpStep


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One answer; the latest comes first."""

    id: int
    verdict: str
    verdict_label: str
    body: str
    organisation: str
    at: datetime
    follow_ups: tuple[FollowUp, ...]


def given(ids: Any) -> tuple[GivenAnswer, ...]:
    """Answers by keys or subquery, latest first (three queries)."""
    steps = Prefetch("steps", FollowUpStep.objects.order_by("at", "pk"))
    promised = Prefetch(
        "follow_ups", FollowUp.objects.select_related("owner").prefetch_related(steps)
    )
    rows = (
        Answer.objects.filter(pk__in=ids)
        .select_related("organisation")
        .prefetch_related(promised)
        .order_by("-at", "-pk")
    )
    return tuple(
        GivenAnswer(
            id=row.pk,
            verdict=row.verdict,
            verdict_label=str(row.get_verdict_display()),
            body=row.body,
            organisation=row.organisation.name if row.organisation else "",
            at=row.at,
            follow_ups=tuple(row.follow_ups.all()),
        )
        for row in rows
    )
