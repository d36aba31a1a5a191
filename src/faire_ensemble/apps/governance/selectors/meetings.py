"""Meetings: to come, past, and the page of one as its reader may see it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from faire_ensemble.apps.governance.lifecycle.composition import Rhythm
from faire_ensemble.apps.governance.lifecycle.decisions import OPEN
from faire_ensemble.apps.governance.lifecycle.meetings import MeetingState
from faire_ensemble.apps.governance.models import (
    AgendaItem,
    Body,
    BodyDecision,
    Interest,
    Meeting,
    MeetingAttendance,
    MinuteLine,
    Paper,
    Presence,
    Summons,
    Wish,
)
from faire_ensemble.apps.governance.selectors.bodies import bodies_at
from faire_ensemble.apps.governance.selectors.calling import recorded_words
from faire_ensemble.apps.governance.selectors.decisions import DecisionLine, decision_lines
from faire_ensemble.apps.governance.selectors.links import Linked, resolve
from faire_ensemble.kit.joining import pair
from faire_ensemble.kit.numbers import long_date

COMING = (MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.HELD)
TOLD = (MeetingState.CONVENED, MeetingState.HELD, MeetingState.CLOSED, MeetingState.ADJOURNED)


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A point of the agenda. `hidden`: kept for members, nothing of it but its rank is given."""

    id: int
    rank: int
    title: str
    presenter: str
    restricted: bool
    hidden: bool
    put_off: bool
    objective: str
    objective_id: int | None
    lines: tuple[tuple[str, bool], ...]
    decisions: tuple[DecisionLine, ...]
    papers: tuple[Paper, ...]
    linked: Linked | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """`attendances` are empty for a reader who sees no name; `voices` is who counted; `recorded`
    says that it was written here after it was held, and how it was convened."""

    meeting: Meeting
    items: tuple[ItemLine, ...]
    papers: tuple[Paper, ...]
    attendances: tuple[MeetingAttendance, ...]
    voices: int
    called: int
    minutes_shown: bool
    sees_all: bool
    recorded: str

    @property
    def quorum_reached(self) -> bool:
        return self.voices >= (self.meeting.quorum or 0)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that an agenda may take up; `source` is what the form sends back."""

    source: str
    title: str
    why: str
    late: bool


def meeting_by_id(meeting_id: int) -> Meeting | None:
    return (
        Meeting.objects.select_related("body__contract", "body__territory", "follows")
        .filter(pk=meeting_id)
        .first()
    )


def told_meetings() -> QuerySet[Meeting]:
    """What the public may know of: those convened, even if moved since, and what became of them.

    One that was held before it was written here is told once its minutes are finished, unless
    letters had left from here for another day.
    """
    written_to = Exists(Summons.objects.filter(meeting=OuterRef("pk")))
    being_recorded = Q(state=MeetingState.HELD, recorded_at__isnull=False)
    known = Q(state__in=TOLD) & ~being_recorded
    return Meeting.objects.filter(known | Q(convened_at__isnull=False) | Q(written_to))


def never_withdrawn() -> QuerySet[Meeting]:
    """Without those that were written down by mistake, then taken back."""
    return Meeting.objects.exclude(state=MeetingState.CANCELLED, recorded_at__isnull=False)


def coming_meetings(limit: int, now: datetime | None = None, place: str = "") -> list[Meeting]:
    """The next public meetings of all bodies, or of those of a place: one query."""
    found = told_meetings().filter(
        state__in=[MeetingState.CONVENED, MeetingState.HELD], starts_at__gte=now or timezone.now()
    )
    if place:
        found = found.filter(body__in=bodies_at(place))
    return list(found.select_related("body__territory").order_by("starts_at", "pk")[:limit])


def meetings_of(body: Body, *, keeps: bool) -> list[Meeting]:
    """Meetings of a body, the latest first, with the number of their public decisions."""
    found = (never_withdrawn() if keeps else told_meetings()).filter(body=body)
    public = Q(decisions__restricted=False) if not keeps else Q()
    return list(found.annotate(decided=Count("decisions", filter=public)).order_by("-starts_at"))


def held_meetings(body: Body, limit: int = 30) -> list[tuple[int, str]]:
    """Its last meetings that took place, to choose one from: one query."""
    rows = body.meetings.filter(state__in=[MeetingState.HELD, MeetingState.CLOSED])
    return [
        (row.pk, ", ".join(filter(None, (long_date(timezone.localdate(row.starts_at)), row.title))))
        for row in rows.order_by("-starts_at", "pk")[:limit]
    ]


def rhythm_of(body: Body, year: int) -> Rhythm:
    """How often it met, and should: one query."""
    states = list(body.meetings.filter(starts_at__year=year).values_list("state", flat=True))
    return Rhythm(
        year=year,
        held=sum(state == MeetingState.CLOSED for state in states),
        planned=sum(state in COMING for state in states),
        required=body.meetings_a_year,
    )


def meeting_page(meeting: Meeting, *, sees_all: bool) -> MeetingPage:
    """Agenda, minutes and decisions, line by line as this reader may read: nine queries at most.

    Without `sees_all`, nothing restricted is loaded into what the page gets, and nothing of the
    minutes before they are published.
    """
    minutes_shown = sees_all or meeting.published_at is not None
    items = list(meeting.items.select_related("objective").order_by("rank", "pk"))
    readable = [item for item in items if sees_all or not item.restricted]
    keys = [item.pk for item in readable]
    papers = list(_papers(meeting, sees_all, keys))
    rows = list(meeting.attendances.select_related("seat", "proxy_to"))
    written = _written(keys, sees_all) if minutes_shown else {}
    decided = _decided(keys, sees_all) if minutes_shown else {}
    day = timezone.localdate(meeting.starts_at)
    warned = warnings_of(meeting.body, readable, day) if sees_all else {}
    linked = resolve((item.kind, item.reference) for item in readable if item.kind)
    return MeetingPage(
        meeting=meeting,
        items=tuple(
            _item(item, sees_all, written, decided, papers, linked, warned) for item in items
        ),
        papers=tuple(paper for paper in papers if paper.item_id is None),
        attendances=tuple(rows) if sees_all else (),
        voices=sum(row.seat.voting and row.presence == Presence.PRESENT for row in rows),
        called=sum(row.seat.voting for row in rows),
        minutes_shown=minutes_shown,
        sees_all=sees_all,
        recorded=recorded_words(meeting),
    )


def waiting_for(meeting: Meeting) -> list[Waiting]:
    """What the agenda of a meeting could take up: decisions due, points put off, wishes."""
    body, day = meeting.body, timezone.localdate(meeting.starts_at)
    taken = meeting.items
    decisions = (
        body.decisions.filter(state__in=OPEN, due_on__lte=day)
        .exclude(pk__in=taken.filter(decision__isnull=False).values("decision"))
        .order_by("due_on", "pk")
    )
    points = AgendaItem.objects.filter(
        meeting__body=body, put_off=True, meeting__state=MeetingState.CLOSED, carried_to=None
    ).order_by("meeting__starts_at", "rank")
    wishes = (
        Wish.objects.filter(answered_on=None, body__contract=body.contract_id)
        .exclude(pk__in=taken.filter(wish__isnull=False).values("wish"))
        .select_related("body")
        .order_by("due_on", "pk")
    )
    return [
        *(Waiting(f"decision-{row.pk}", row.title, "decision", row.due_on < day)
          for row in decisions),
        *(Waiting(f"point-{row.pk}", row.title, "point", False) for row in points),
        *(Waiting(f"voeu-{row.pk}", pair(row.body.name, row.title), "wish", row.due_on < day)
          for row in wishes),
    ]  # fmt: skip


def warnings_of(body: Body, items: Iterable[AgendaItem], on: date) -> dict[int, list[str]]:
    """For each point, who had declared on a day an interest in what it is about: one query."""
    found: dict[int, list[str]] = defaultdict(list)
    declared = list(
        Interest.objects.in_force(on)
        .filter(term__seat__body=body)
        .select_related("term__person", "term__seat")
        .order_by("pk")
    )
    for item in items:
        for each in declared:
            if _meets(each, item):
                found[item.pk].append(pair(each.term.shown_name, each.words))
    return found


def _meets(interest: Interest, item: AgendaItem) -> bool:
    same_file = bool(interest.kind) and (interest.kind, interest.reference) == (
        item.kind,
        item.reference,
    )
    same_objective = interest.objective_id is not None and (
        interest.objective_id == item.objective_id
    )
    same_organisation = interest.organisation_id is not None and (
        interest.organisation_id == item.organisation_id
    )
    return same_file or same_objective or same_organisation


def _papers(meeting: Meeting, sees_all: bool, items: list[int]) -> QuerySet[Paper]:
    found = meeting.papers.select_related("stored")
    if sees_all:
        return found
    if not meeting.papers_told:
        return found.none()
    return found.filter(Q(item=None) | Q(item__in=items), restricted=False)


def _written(items: list[int], sees_all: bool) -> dict[int, list[tuple[str, bool]]]:
    found: dict[int, list[tuple[str, bool]]] = defaultdict(list)
    rows = MinuteLine.objects.filter(item__in=items)
    if not sees_all:
        rows = rows.filter(restricted=False)
    for item_id, text, restricted in rows.values_list("item_id", "text", "restricted"):
        found[item_id].append((text, restricted))
    return found


def _decided(items: list[int], sees_all: bool) -> dict[int, list[DecisionLine]]:
    found: dict[int, list[DecisionLine]] = defaultdict(list)
    rows = BodyDecision.objects.filter(item__in=items).order_by("number")
    if not sees_all:
        rows = rows.filter(restricted=False)
    for item_id, line in decision_lines(rows, by_item=True):
        found[item_id].append(line)
    return found


def _item(
    item: AgendaItem,
    sees_all: bool,
    written: dict[int, list[tuple[str, bool]]],
    decided: dict[int, list[DecisionLine]],
    papers: list[Paper],
    linked: dict[tuple[str, str], Linked],
    warned: dict[int, list[str]],
) -> ItemLine:
    hidden = item.restricted and not sees_all
    return ItemLine(
        id=item.pk,
        rank=item.rank,
        title="" if hidden else item.title,
        presenter="" if hidden else item.presenter,
        restricted=item.restricted,
        hidden=hidden,
        put_off=item.put_off,
        objective="" if hidden or item.objective is None else item.objective.title,
        objective_id=None if hidden else item.objective_id,
        lines=tuple(written.get(item.pk, ())),
        decisions=tuple(decided.get(item.pk, ())),
        papers=tuple(paper for paper in papers if paper.item_id == item.pk),
        linked=None if hidden else linked.get((item.kind, item.reference)),
        warnings=tuple(warned.get(item.pk, ())),
    )
