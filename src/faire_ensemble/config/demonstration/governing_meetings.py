"""A year of invented meetings: agendas, minutes, decisions and what became of them."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from faire_ensemble.apps.governance.models import (
    AgendaItem,
    Body,
    BodyDecision,
    DecisionStep,
    Meeting,
    MeetingAttendance,
    MinuteLine,
    Presence,
    Seat,
)
from faire_ensemble.config.demonstration.ground import Ground
from faire_ensemble.config.demonstration.keys import at

HOUR, LASTED = 18, timedelta(hours=2)
BY = "démonstration"
RECORDED = timedelta(days=3)  # before its minutes are published
ABSENT_ON = 6  # one seat in so many is empty


def hold(ground: Ground, bodies: dict[str, Body]) -> tuple[int, int]:
    """Every meeting of the facts; how many, and how many decisions."""
    numbers: Counter[tuple[int, int]] = Counter()
    decided = 0
    for fact in ground.words["meetings"]:
        body = bodies[fact["body"]]
        meeting = _meeting(ground, body, fact)
        for rank, words in enumerate(fact["items"], start=1):
            item = _item(meeting, rank, words)
            for decision in words.get("decisions", []):
                year = meeting.starts_at.year
                numbers[body.pk, year] += 1
                _decision(ground, meeting, item, decision, numbers[body.pk, year])
                decided += 1
    return len(ground.words["meetings"]), decided


def _meeting(ground: Ground, body: Body, fact: dict[str, Any]) -> Meeting:
    day = _weekday(ground.today - timedelta(days=fact["ago"]))
    past = fact["ago"] > 0
    starts = at(day, HOUR)
    seats = list(body.seats.order_by("pk"))
    held = [seat for seat in seats if seat.organisation_id or seat.terms.exists()]
    voices = sum(seat.voting for seat in held)
    needed = {"none": 0, "third": -(-voices // 3), "half": -(-voices // 2)}[body.quorum_rule]
    called = fact.get("called")
    meeting = Meeting.objects.create(
        body=body, title=fact["title"], starts_at=starts, place=fact["place"],
        open_to_all=fact.get("open", False), state="closed" if past else "convened",
        quorum=needed if past else None, changed_at=starts - timedelta(days=20),
        convened_at=_convened(ground, starts) if called is None else None, sequence=1,
        recorded_at=None if called is None else starts + RECORDED,
        called_on=day - timedelta(days=called) if called else None,
        closed_at=starts + LASTED if past else None,
        published_at=starts + timedelta(days=4) if past else None,
    )  # fmt: skip
    if past:
        _attend(meeting, held)
    return meeting


def _convened(ground: Ground, starts: datetime) -> datetime:
    return min(starts - timedelta(days=20), at(ground.today, 0))


def _attend(meeting: Meeting, seats: list[Seat]) -> None:
    MeetingAttendance.objects.bulk_create(
        MeetingAttendance(
            meeting=meeting, seat=seat,
            presence=Presence.EXCUSED if rank % ABSENT_ON == ABSENT_ON - 1 else Presence.PRESENT,
        )
        for rank, seat in enumerate(seats)
    )  # fmt: skip


def _item(meeting: Meeting, rank: int, words: dict[str, Any]) -> AgendaItem:
    item = AgendaItem.objects.create(
        meeting=meeting, rank=rank, title=words["title"],
        restricted=words.get("restricted", False), put_off=words.get("put_off", False),
    )  # fmt: skip
    lines = [(text, False) for text in words.get("said", [])]
    lines += [(text, True) for text in words.get("kept", [])]
    MinuteLine.objects.bulk_create(
        MinuteLine(item=item, rank=number, text=text, restricted=restricted)
        for number, (text, restricted) in enumerate(lines, start=1)
    )
    return item


def _decision(
    ground: Ground, meeting: Meeting, item: AgendaItem, fact: dict[str, Any], number: int
) -> None:
    day = meeting.starts_at.date()
    objective = fact.get("objective")
    made = BodyDecision.objects.create(
        body=meeting.body, meeting=meeting, item=item, year=meeting.starts_at.year, number=number,
        title=fact["title"], taken_on=day, due_on=_weekday(day + timedelta(days=fact["due"])),
        owner_organisation_id=ground.organisations[fact["owner"]], state=fact["state"],
        objective_id=ground.objectives[objective] if objective is not None else None,
    )  # fmt: skip
    told = [("take", "taken", "")]
    words = fact.get("words", [])
    if words:
        told.append(("start", "under_way", ""))
        told += [("tell", "under_way", text) for text in words[:-1]]
        last = "finish" if fact["state"] == "done" else "tell"
        told.append((last, fact["state"], words[-1]))
    span = (ground.today - day) / max(len(told), 2)
    DecisionStep.objects.bulk_create(
        DecisionStep(
            decision=made, act=act, state=state, words=text, by=BY,
            at=_moment(meeting, span * rank),
        )
        for rank, (act, state, text) in enumerate(told)
    )  # fmt: skip


def _moment(meeting: Meeting, after: timedelta) -> datetime:
    """A step of a decision, after the meeting and before the day of the build."""
    return meeting.starts_at + timedelta(days=after.days)


def _weekday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))
