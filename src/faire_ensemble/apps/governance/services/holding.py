"""A meeting being held: who is there, what is said, how it ends."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.governance.lifecycle.meetings import MeetingState
from faire_ensemble.apps.governance.models import (
    AgendaItem,
    Meeting,
    MeetingAttendance,
    MinuteLine,
    Presence,
)
from faire_ensemble.apps.governance.selectors.recipients import terms_by_seat
from faire_ensemble.apps.governance.services.faults import BadMeeting
from faire_ensemble.apps.governance.services.meetings import (
    advance,
    begin,
    changed,
    in_state,
    local_moment,
    locked_meeting,
    new_meeting,
    record,
    save_once,
)
from faire_ensemble.kit.numbers import long_date


@dataclass(frozen=True, slots=True)
class Came:
    """What is written of a seat: `name` of who came, or the seat that got its voice."""

    presence: str
    name: str = ""
    proxy_to: int | None = None


def voices_present(rows: Iterable[MeetingAttendance]) -> int:
    """Voices that count in the quorum: seats filled, proxies apart."""
    return sum(row.seat.voting and row.presence == Presence.PRESENT for row in rows)


def record_attendance(*, actor: Any, meeting_id: int, seats: Mapping[int, Came]) -> Meeting:
    """Who came. Seats left out keep what was written.

    Raises `BadMeeting` for somebody who holds no seat here on that day, a proxy to an absent or
    to one who already has as many as the body allows, and for taking back a quorum under which
    decisions were taken.
    """
    with transaction.atomic():
        meeting = locked_meeting(actor, meeting_id)
        in_state(meeting, MeetingState.HELD)
        rows = {row.seat_id: row for row in meeting.attendances.select_related("seat")}
        if not seats.keys() <= rows.keys():
            raise BadMeeting(
                _("Cette personne ne tient aucun siège ici ce jour-là : donnez-lui d'abord un "
                  "mandat, ou notez-la parmi les invités dans le compte rendu.")
            )  # fmt: skip
        allowed = _names(meeting)
        for seat_id, came in seats.items():
            _write(rows[seat_id], came, allowed.get(seat_id))
        _check_proxies(meeting, rows)
        present = voices_present(rows.values())
        if present < (meeting.quorum or 0) and meeting.decisions.exists():
            raise BadMeeting(
                _("Des décisions sont déjà écrites : avec ces présences, le quorum manquerait.")
            )
        MeetingAttendance.objects.bulk_update(
            rows.values(), ["presence", "person_name", "proxy_to"]
        )
        record(actor, "présences écrites", meeting, voix=present)
    return meeting


def write_minutes(
    *,
    actor: Any,
    item_id: int,
    lines: Iterable[tuple[str, bool]],
    put_off: bool = False,
) -> AgendaItem:
    """What was said of a point: paragraphs, each public or for members only (True)."""
    with transaction.atomic():
        meeting_id = AgendaItem.objects.values_list("meeting_id", flat=True).get(pk=item_id)
        meeting = locked_meeting(actor, meeting_id)
        in_state(meeting, MeetingState.HELD)
        item = meeting.items.get(pk=item_id)
        item.put_off = put_off
        item.save(update_fields=["put_off"])
        item.lines.all().delete()
        kept = [(text.strip(), restricted) for text, restricted in lines if text.strip()]
        MinuteLine.objects.bulk_create(
            MinuteLine(item=item, rank=rank, text=text, restricted=restricted)
            for rank, (text, restricted) in enumerate(kept, start=1)
        )
        record(actor, "compte rendu écrit", meeting, point=item.pk, lignes=len(kept))
    return item


def close_meeting(*, actor: Any, meeting_id: int, now: datetime | None = None) -> Meeting:
    """The end: the minutes no longer change. Refused without quorum."""
    with transaction.atomic():
        meeting = locked_meeting(actor, meeting_id)
        advance(meeting, "close")
        present, needed = _count(meeting)
        if present < needed:
            raise BadMeeting(
                _(
                    "Le quorum n'est pas atteint : %(present)s voix présentes, il en faut "
                    "%(needed)s. La réunion ne peut pas être close ; ajournez-la et convoquez de "
                    "nouveau."
                )
                % {"present": present, "needed": needed}
            )
        if not meeting.items.filter(lines__isnull=False).exists() and not (
            meeting.decisions.exists()
        ):
            raise BadMeeting(_("Le compte rendu est vide : écrivez au moins une ligne."))
        meeting.closed_at = now or timezone.now()
        meeting.save(update_fields=["state", "closed_at"])
        record(actor, "réunion close", meeting, voix=present, quorum=needed)
    return meeting


def adjourn_meeting(
    *, actor: Any, meeting_id: int, day: date, hour: time, now: datetime | None = None
) -> Meeting:
    """For want of quorum: a second meeting takes over the agenda, and gives it.

    It needs no quorum unless the body's rules ask for one then too. When the first was written
    here afterwards, the second may have been held already.
    """
    moment = now or timezone.now()
    starts_at = local_moment(day, hour)
    with transaction.atomic():
        meeting = locked_meeting(actor, meeting_id)
        advance(meeting, "adjourn")
        present, needed = _count(meeting)
        if present >= needed:
            raise BadMeeting(_("Le quorum est atteint : tenez la réunion, puis closez-la."))
        changed(meeting, moment)
        meeting.save()
        second = _second(meeting, starts_at, moment)
        for item in meeting.items.all():
            item.pk, item.meeting, item._state.adding = None, second, True
            item.carried_from = None
            item.save(force_insert=True)
        record(actor, "réunion ajournée", meeting, suite=second.pk, voix=present, quorum=needed)
    return second


def _second(first: Meeting, starts_at: datetime, now: datetime) -> Meeting:
    """To come; or already held too, when the first was written here afterwards."""
    fields: dict[str, Any] = {
        "follows": first, "title": first.title, "place": first.place,
        "online_url": first.online_url, "minutes_long": first.minutes_long,
        "open_to_all": first.open_to_all, "needs_quorum": first.body.second_needs_quorum,
    }  # fmt: skip
    if first.recorded_at is None or starts_at > now:
        return new_meeting(first.body, starts_at, now, **fields)
    if starts_at <= first.starts_at:
        raise BadMeeting(
            _("La seconde réunion vient après la première, du %(day)s.")
            % {"day": long_date(timezone.localdate(first.starts_at))},
            "day",
        )
    made = Meeting(
        body=first.body, starts_at=starts_at, changed_at=now, recorded_at=now,
        state=MeetingState.HELD, **fields,
    )  # fmt: skip
    save_once(made)
    begin(made)
    return made


def publish_minutes(*, actor: Any, meeting_id: int, now: datetime | None = None) -> Meeting:
    """Public lines and decisions are read by everybody from now on."""
    with transaction.atomic():
        meeting = locked_meeting(actor, meeting_id)
        in_state(meeting, MeetingState.CLOSED)
        if meeting.published_at is not None:
            raise BadMeeting(_("Le compte rendu est déjà publié."))
        meeting.published_at = now or timezone.now()
        changed(meeting, now)
        meeting.save()
        record(actor, "compte rendu publié", meeting)
    return meeting


def _count(meeting: Meeting) -> tuple[int, int]:
    """Voices present, voices needed."""
    return voices_present(meeting.attendances.select_related("seat")), meeting.quorum or 0


def _names(meeting: Meeting) -> dict[int, set[str]]:
    """For seats held by persons, the names that may sit there; seats of organisations are free."""
    terms = terms_by_seat(meeting.body, timezone.localdate(meeting.starts_at))
    personal = meeting.body.seats.filter(organisation=None).values_list("pk", flat=True)
    return {seat: {term.shown_name for term in terms[seat]} for seat in personal}


def _write(row: MeetingAttendance, came: Came, names: set[str] | None) -> None:
    if came.presence not in Presence.values:
        raise BadMeeting(
            _("Choisissez présent, excusé, absent ou pouvoir."), f"presence-{row.seat_id}"
        )
    name = came.name.strip()[:150] if came.presence == Presence.PRESENT else ""
    if name and names is not None and name not in names:
        raise BadMeeting(
            _("%(name)s ne tient pas le siège « %(seat)s » ce jour-là : donnez-lui d'abord un "
              "mandat, ou notez sa présence dans le compte rendu.")
            % {"name": name, "seat": row.seat.label},
            f"nom-{row.seat_id}",
        )  # fmt: skip
    row.presence, row.person_name = came.presence, name
    row.proxy_to_id = came.proxy_to if came.presence == Presence.PROXY else None
    if came.presence == Presence.PROXY and came.proxy_to in (None, row.seat_id):
        raise BadMeeting(
            _("« %(seat)s » a donné pouvoir : dites à quel autre siège.")
            % {"seat": row.seat.label},
            f"pouvoir-{row.seat_id}",
        )


def _check_proxies(meeting: Meeting, rows: Mapping[int, MeetingAttendance]) -> None:
    given = Counter(row.proxy_to_id for row in rows.values() if row.proxy_to_id)
    for seat_id, count in given.items():
        holder = rows.get(seat_id)
        if holder is None or holder.presence != Presence.PRESENT:
            raise BadMeeting(
                _("Un pouvoir se donne à quelqu'un de présent."), f"pouvoir-{_giver(rows, seat_id)}"
            )
        if count > meeting.body.proxies:
            raise BadMeeting(
                _("« %(seat)s » a reçu %(count)s pouvoirs : %(allowed)s au plus par personne.")
                % {"seat": holder.seat.label, "count": count, "allowed": meeting.body.proxies},
                f"pouvoir-{_giver(rows, seat_id)}",
            )


def _giver(rows: Mapping[int, MeetingAttendance], seat_id: int) -> int:
    """The last of the seats that gave their voice to this one."""
    return [row.seat_id for row in rows.values() if row.proxy_to_id == seat_id][-1]
