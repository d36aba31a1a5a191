"""Meetings: planned, changed, convened, cancelled, opened."""

from datetime import date, datetime, time
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.governance.lifecycle.meetings import (
    MEETING,
    MeetingState,
    NoSuchHour,
    last_day_to_convene,
    moment_of,
    quorum_needed,
)
from faire_ensemble.apps.governance.models import (
    Body,
    Meeting,
    MeetingAttendance,
    Presence,
    Summons,
)
from faire_ensemble.apps.governance.permissions.bodies import can_keep_body
from faire_ensemble.apps.governance.selectors.recipients import Recipient, called_seats, recipients
from faire_ensemble.apps.governance.services.faults import BadMeeting
from faire_ensemble.apps.governance.services.words import Letter, cancelled_letter, summons_letter
from faire_ensemble.kit import audit, mail
from faire_ensemble.kit.days import day_is_over
from faire_ensemble.kit.numbers import long_date
from faire_ensemble.kit.transitions import Impossible
from faire_ensemble.kit.verdicts import require


def plan_meeting(
    *,
    actor: Any,
    body_id: int,
    day: date,
    hour: time,
    title: str = "",
    place: str = "",
    online_url: str = "",
    minutes_long: int = 120,
    open_to_all: bool = False,
    now: datetime | None = None,
) -> Meeting:
    """A meeting to come, on a local day and hour. Nobody is told before `convene`."""
    moment = local_moment(day, hour)
    with transaction.atomic():
        body = kept_body(actor, body_id)
        made = new_meeting(
            body, moment, now or timezone.now(), title=title.strip(), place=place.strip(),
            online_url=online_url.strip(), minutes_long=minutes_long, open_to_all=open_to_all,
        )  # fmt: skip
        record(actor, "réunion prévue", made, le=moment.isoformat())
    return made


def change_meeting(
    *,
    actor: Any,
    meeting_id: int,
    day: date,
    hour: time,
    place: str = "",
    online_url: str = "",
    title: str = "",
    minutes_long: int = 120,
    open_to_all: bool = False,
    now: datetime | None = None,
) -> Meeting:
    """Another day, hour or place; a meeting already convened must then be convened again."""
    moment = local_moment(day, hour)
    with transaction.atomic():
        meeting = locked_meeting(actor, meeting_id)
        to_come(moment, now or timezone.now())
        advance(meeting, "change")
        meeting.starts_at, meeting.title = moment, title.strip()
        meeting.place, meeting.online_url = place.strip(), online_url.strip()
        meeting.minutes_long, meeting.open_to_all = minutes_long, open_to_all
        meeting.convened_at = None
        changed(meeting, now)
        save_once(meeting)
        record(actor, "réunion modifiée", meeting, le=moment.isoformat())
    return meeting


def convene(
    *, actor: Any, meeting_id: int, link: str = "", now: datetime | None = None
) -> list[Recipient]:
    """Write to everybody who sits, in time. Gives those for whom no address is known.

    `link` is the address of the meeting's page. Raises `BadMeeting` later than the legal delay,
    without agenda, without place, or when nobody sits.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        meeting = locked_meeting(actor, meeting_id)
        to_come(meeting.starts_at, moment)
        advance(meeting, "convene")
        _in_time(meeting, timezone.localdate(moment))
        if not meeting.items.exists():
            raise BadMeeting(
                _("L'ordre du jour est vide : inscrivez au moins un point avant de convoquer.")
            )
        if not meeting.place and not meeting.online_url:
            raise BadMeeting(
                _("Dites où se tient la réunion : un lieu, ou l'adresse d'une visioconférence.")
            )
        called = recipients(meeting.body, timezone.localdate(meeting.starts_at))
        if not called:
            raise BadMeeting(_("Personne ne siège encore ici : dites d'abord qui siège."))
        meeting.convened_at = moment
        changed(meeting, moment)
        meeting.save()
        _send(meeting, called, summons_letter(meeting, link), moment)
        record(actor, "réunion convoquée", meeting, lettres=sum(bool(c.address) for c in called))
    return [each for each in called if not each.address]


def cancel_meeting(
    *, actor: Any, meeting_id: int, reason: str, now: datetime | None = None
) -> Meeting:
    """Give up a meeting that was not held, and say why; those convened are told."""
    if not reason.strip():
        raise BadMeeting(_("Dites pourquoi la réunion est annulée : les personnes convoquées "
                           "le lisent."), "reason")  # fmt: skip
    with transaction.atomic():
        meeting = locked_meeting(actor, meeting_id)
        was_convened = meeting.state == MeetingState.CONVENED
        advance(meeting, "cancel")
        meeting.cancel_reason = reason.strip()[:300]
        changed(meeting, now)
        meeting.save()
        if was_convened:
            called = recipients(meeting.body, timezone.localdate(meeting.starts_at))
            _send(meeting, called, cancelled_letter(meeting), meeting.changed_at, keep=False)
        record(actor, "réunion annulée", meeting)
    return meeting


def open_meeting(*, actor: Any, meeting_id: int, now: datetime | None = None) -> Meeting:
    """Begin, on its day at the earliest: every seat that is held is called, the quorum is fixed."""
    with transaction.atomic():
        meeting = locked_meeting(actor, meeting_id)
        advance(meeting, "open")
        day = timezone.localdate(meeting.starts_at)
        if timezone.localdate(now or timezone.now()) < day:
            raise BadMeeting(
                _("Cette réunion est prévue le %(day)s : elle s'ouvre ce jour-là.")
                % {"day": long_date(day)}
            )
        voices = begin(meeting)
        record(actor, "réunion ouverte", meeting, quorum=meeting.quorum, voix=voices)
    return meeting


def begin(meeting: Meeting) -> int:
    """Call every seat that is held on its day and fix the quorum; how many voices there are."""
    body, day = meeting.body, timezone.localdate(meeting.starts_at)
    seats = called_seats(body, day)
    voices = sum(seat.voting for seat in seats)
    if not voices:
        raise BadMeeting(
            _("Aucun siège avec voix n'est tenu le %(day)s : dites d'abord qui siège, et depuis "
              "quel jour.") % {"day": long_date(day)}
        )  # fmt: skip
    meeting.quorum = (
        quorum_needed(body.quorum_rule, voices, body.quorum_number) if meeting.needs_quorum else 0
    )
    meeting.save()
    MeetingAttendance.objects.bulk_create(
        MeetingAttendance(meeting=meeting, seat=seat, presence=Presence.ABSENT) for seat in seats
    )
    return voices


def kept_body(actor: Any, body_id: int) -> Body:
    """The body, its row locked, for somebody who keeps it."""
    body = Body.objects.select_for_update(no_key=True).get(pk=body_id)
    require(can_keep_body(actor, body))
    return body


def locked_meeting(actor: Any, meeting_id: int) -> Meeting:
    """The meeting, its row locked, for somebody who keeps its body."""
    meeting: Meeting = (
        Meeting.objects.select_for_update(of=("self",), no_key=True)
        .select_related("body")
        .get(pk=meeting_id)
    )
    require(can_keep_body(actor, meeting.body))
    return meeting


def new_meeting(body: Body, moment: datetime, now: datetime, **fields: Any) -> Meeting:
    """The row of a meeting to come, its body being locked."""
    to_come(moment, now)
    made = Meeting(body=body, starts_at=moment, changed_at=now, **fields)
    save_once(made)
    return made


def changed(meeting: Meeting, now: datetime | None) -> None:
    """What calendars must hear of."""
    meeting.sequence += 1
    meeting.changed_at = now or timezone.now()


def advance(meeting: Meeting, act: str) -> None:
    """Move along the table, or say why not."""
    try:
        meeting.state = MEETING.after(act, meeting.state)
    except Impossible:
        raise BadMeeting(_state_sentence(meeting.state)) from None


def in_state(meeting: Meeting, *states: MeetingState) -> None:
    """Raise unless the meeting is there, saying where it is."""
    if meeting.state not in states:
        raise BadMeeting(_state_sentence(meeting.state))


def to_come(moment: datetime, now: datetime) -> None:
    if day_is_over(moment, now):
        raise BadMeeting(
            _("Cette date est passée : choisissez une date à venir, ou inscrivez la réunion comme "
              "déjà tenue."), "day"
        )  # fmt: skip


def save_once(meeting: Meeting) -> None:
    try:
        with transaction.atomic():
            meeting.save()
    except IntegrityError:
        raise BadMeeting(_("Cette instance a déjà une réunion à cette heure."), "hour") from None


def record(actor: Any, verb: str, meeting: Meeting, **detail: Any) -> None:
    """The act, in the trail."""
    audit.record(actor=actor, verb=verb, subject=f"réunion:{meeting.pk}", detail=detail)


def local_moment(day: date, hour: time) -> datetime:
    """The moment; a sentence for an hour that clocks skip or show twice."""
    try:
        return moment_of(day, hour)
    except NoSuchHour as error:
        sentence = (
            _("Le %(day)s, %(hour)s arrive deux fois (on passe à l'heure d'hiver) : choisissez une "
              "autre heure.")
            if error.twice
            else _("Le %(day)s, %(hour)s n'existe pas (on passe à l'heure d'été) : choisissez une "
                   "autre heure.")
        )  # fmt: skip
        raise BadMeeting(
            sentence % {"day": long_date(day), "hour": hour.strftime("%H:%M")}, "hour"
        ) from None


def _in_time(meeting: Meeting, today: date) -> None:
    day = timezone.localdate(meeting.starts_at)
    last = last_day_to_convene(day, meeting.body.notice_days)
    if today > last:
        raise BadMeeting(
            _(
                "Trop tard pour convoquer : avec un délai de %(days)s jours francs, les lettres "
                "devaient partir le %(last)s au plus tard. Choisissez une date plus lointaine."
            )
            % {"days": meeting.body.notice_days, "last": long_date(last)}
        )


def _send(
    meeting: Meeting, called: list[Recipient], letter: Letter, now: datetime, keep: bool = True
) -> None:
    for each in called:
        if each.address:
            mail.send(each.address, letter.subject, letter.text, reply_to=meeting.body.contact)
    if keep:
        Summons.objects.bulk_create(
            Summons(meeting=meeting, seat_id=each.seat_id, address=each.address, sent_at=now)
            for each in called
        )


def _state_sentence(state: str) -> str:
    sentences = {
        MeetingState.PLANNED: _("Cette réunion n'est pas encore convoquée."),
        MeetingState.CONVENED: _("Cette réunion est convoquée, mais pas encore ouverte."),
        MeetingState.HELD: _("Cette réunion est en cours."),
        MeetingState.CLOSED: _("Cette réunion est close : elle ne change plus."),
        MeetingState.ADJOURNED: _("Cette réunion est ajournée : une autre a pris sa suite."),
        MeetingState.CANCELLED: _("Cette réunion est annulée : elle ne change plus."),
    }
    return sentences[MeetingState(state)]
