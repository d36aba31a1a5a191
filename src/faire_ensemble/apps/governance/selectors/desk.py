"""The first page of those who run bodies: next meetings, minutes to finish, what they keep."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from faire_ensemble.apps.governance.lifecycle.decisions import OPEN
from faire_ensemble.apps.governance.lifecycle.meetings import MeetingState, last_day_to_convene
from faire_ensemble.apps.governance.models import Body, BodyDecision, Meeting, Office, SeatTerm
from faire_ensemble.apps.governance.selectors.decisions import DecisionLine, decision_lines
from faire_ensemble.apps.governance.selectors.meetings import COMING


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting, and the last day to convene it when that is still to do."""

    meeting: Meeting
    convene_by: date | None
    too_late: bool


@dataclass(frozen=True, slots=True)
class Desk:
    coming: tuple[MeetingLine, ...]
    to_publish: tuple[Meeting, ...]
    sitting: tuple[Meeting, ...]
    late: tuple[DecisionLine, ...]
    bodies: tuple[Body, ...]
    terms: tuple[SeatTerm, ...]


def desk_of(person: Any, contracts: list[int], limit: int = 15) -> Desk:
    """Six queries; `contracts` are those that the person runs as an officer."""
    own = SeatTerm.objects.in_force().filter(person_id=person.pk)
    secretary = own.filter(seat__office=Office.SECRETARY).values("seat__body")
    kept = Q(body__contract__in=contracts) | Q(body__in=secretary)
    rows = Meeting.objects.filter(kept).select_related("body")
    today = timezone.localdate()
    coming = rows.filter(state__in=COMING).order_by("starts_at", "pk")[:limit]
    unpublished = rows.filter(state=MeetingState.CLOSED, published_at=None)
    late = BodyDecision.objects.filter(kept, state__in=OPEN, due_on__lt=today)
    sitting = Meeting.objects.filter(
        body__in=own.values("seat__body"), state=MeetingState.CONVENED
    ).select_related("body")
    bodies = Body.objects.filter(Q(contract__in=contracts) | Q(pk__in=secretary), ended_on=None)
    return Desk(
        coming=tuple(_line(row, today) for row in coming),
        to_publish=tuple(unpublished.order_by("starts_at", "pk")[:limit]),
        sitting=tuple(sitting.order_by("starts_at", "pk")[:limit]),
        late=tuple(line for _item, line in decision_lines(late.order_by("due_on", "pk")[:limit])),
        terms=tuple(own.select_related("seat__body").order_by("seat__body__kind", "pk")),
        bodies=tuple(bodies.select_related("territory").order_by("kind", "name")),
    )


def _line(meeting: Meeting, today: date) -> MeetingLine:
    if meeting.state != MeetingState.PLANNED:
        return MeetingLine(meeting, None, False)
    day = timezone.localdate(meeting.starts_at)
    last = last_day_to_convene(day, meeting.body.notice_days)
    return MeetingLine(meeting, last, today > last)
