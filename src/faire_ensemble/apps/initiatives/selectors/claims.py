"""Who says that they carry a page that nobody keeps."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from faire_ensemble.apps.initiatives.lifecycle import InitiativeState
from faire_ensemble.apps.initiatives.models import Claim, Initiative
from faire_ensemble.apps.initiatives.selectors.persons import shown_name

NAMED = 100


@dataclass(frozen=True, slots=True)
class ClaimLine:
    id: int
    initiative_id: int
    title: str
    name: str
    words: str
    at: datetime


def open_claims() -> QuerySet[Claim]:
    """Those that wait for an answer, the oldest first."""
    return Claim.objects.filter(
        refused_at=None,
        person__is_active=True,
        initiative__carrier=None,
        initiative__state=InitiativeState.PUBLISHED,
    ).order_by("at", "pk")


def claim_lines() -> tuple[ClaimLine, ...]:
    """The same for officers: names, never addresses; one query."""
    rows = open_claims().select_related("initiative", "person__shown_here")
    return tuple(
        ClaimLine(
            row.pk, row.initiative_id, row.initiative.title, shown_name(row.person), row.words,
            row.at,
        )
        for row in rows
    )  # fmt: skip


def kept_by_nobody() -> tuple[int, list[tuple[int, str]]]:
    """Published pages without anybody to write to: how many, and (key, title) of the first
    `NAMED` by title; two queries."""
    rows = Initiative.objects.filter(state=InitiativeState.PUBLISHED, carrier=None)
    named = rows.order_by("folded", "pk").values_list("pk", "title")[:NAMED]
    return rows.count(), list(named)


def claim_of(person: Any, initiative: Initiative) -> Claim | None:
    """What a person asked of a page."""
    return Claim.objects.filter(person=person.pk, initiative=initiative).first()
