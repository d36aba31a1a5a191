"""The solutions that residents expect, stated before holders answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from faire_ensemble.apps.funding.models import Call, ExpectedSolution


@dataclass(frozen=True, slots=True)
class KeptSolution:
    """What residents expect, without who said it. `place` is empty for the whole metropolis."""

    id: int
    text: str
    place: str
    reason: str


def kept_solutions(call: Call) -> list[KeptSolution]:
    """The expectations that officers kept, in the order they came: one query."""
    kept = call.solutions.filter(state=ExpectedSolution.State.KEPT).select_related("territory")
    return [
        KeptSolution(row.pk, row.text, str(row.territory) if row.territory else "", row.reason)
        for row in kept
    ]


@dataclass(frozen=True, slots=True)
class StatedSolution:
    """An expectation with what became of it, for its author and for the officers who answer."""

    id: int
    call: str
    code: str
    text: str
    place: str
    written_at: datetime
    state: str
    state_label: str
    reason: str
    answered_at: datetime | None


def solutions_of(author: Any) -> list[StatedSolution]:
    """What a person said, the latest first: one query."""
    mine = ExpectedSolution.objects.filter(author_id=author.pk).order_by("-written_at", "-pk")
    return _stated(mine)


def solutions_to_answer(call: Call) -> list[StatedSolution]:
    """Every expectation of a call, those without answer first: one query. Authors stay unnamed."""
    lines = _stated(call.solutions.order_by("written_at", "pk"))
    return sorted(lines, key=lambda line: line.answered_at is not None)


def _stated(rows: QuerySet[ExpectedSolution]) -> list[StatedSolution]:
    return [
        StatedSolution(
            id=row.pk,
            call=row.call.title,
            code=row.call.code,
            text=row.text,
            place=str(row.territory) if row.territory else "",
            written_at=row.written_at,
            state=row.state,
            state_label=row.get_state_display(),
            reason=row.reason,
            answered_at=row.answered_at,
        )
        for row in rows.select_related("call", "territory")
    ]
