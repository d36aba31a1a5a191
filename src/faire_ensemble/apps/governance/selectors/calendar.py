"""Calendars to subscribe to (RFC 5545): one body, all of them, or one's own.

Times are in Europe/Paris with their VTIMEZONE. A meeting that moves keeps its UID and gains a
SEQUENCE; one that is cancelled stays, with STATUS:CANCELLED.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from faire_ensemble.apps.governance.lifecycle.meetings import PARIS, MeetingState
from faire_ensemble.apps.governance.models import Body, FeedKey, Meeting, SeatTerm
from faire_ensemble.apps.governance.selectors.meetings import never_withdrawn, told_meetings

PAST = timedelta(days=400)
PRODUCT = "-//Faire ensemble//Gouvernance//FR"
STATUS = {MeetingState.CANCELLED: "CANCELLED", MeetingState.PLANNED: "TENTATIVE"}


def public_meetings(body: Body | None = None) -> QuerySet[Meeting]:
    """Meetings of a body (of all) that the public may know of, since a bit more than a year."""
    found = told_meetings() if body is None else told_meetings().filter(body=body)
    return _recent(found)


def own_meetings(person: Any) -> QuerySet[Meeting]:
    """Meetings of the bodies where a person sits today, those only planned included."""
    sits = SeatTerm.objects.in_force().filter(person_id=person.pk).values("seat__body")
    known = never_withdrawn().exclude(state=MeetingState.HELD, recorded_at__isnull=False)
    return _recent(known.filter(body__in=sits))


def person_of_key(key: str) -> Any:
    """Whose calendar this secret opens; None for a key that was renewed or never was."""
    found = FeedKey.objects.select_related("person").filter(digest=key_digest(key)).first()
    return found.person if found and found.person.is_active else None


def key_digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def calendar(
    meetings: Iterable[Meeting], *, name: str, host: str, address: str, own: bool = False
) -> bytes:
    """The feed. `address` begins the addresses of meetings; `own` adds the online address."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", "Europe/Paris")
    made.add_component(_paris())
    for meeting in meetings:
        made.add_component(_event(meeting, host, address, own))
    text: bytes = made.to_ical()
    return text


def _recent(found: QuerySet[Meeting]) -> QuerySet[Meeting]:
    since: datetime = timezone.now() - PAST
    return found.filter(starts_at__gte=since).select_related("body").order_by("starts_at", "pk")


def _paris() -> Timezone:
    """Europe/Paris by the rule of the European Union (directive 2000/84/EC), without end: clocks
    change on the last Sundays of March and October, at 01:00 UTC."""
    zone = Timezone()
    zone.add("tzid", "Europe/Paris")
    winter, summer = timedelta(hours=1), timedelta(hours=2)
    for part, name, first, month, before, after in (
        (TimezoneDaylight(), "CEST", datetime(1996, 3, 31, 2), 3, winter, summer),  # noqa: DTZ001
        (TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), 10, summer, winter),  # noqa: DTZ001
    ):
        part.add("dtstart", first)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        part.add("tzname", name)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        zone.add_component(part)
    return zone


def _event(meeting: Meeting, host: str, address: str, own: bool) -> Event:
    event = Event()
    event.add("uid", f"meeting-{meeting.pk}@{host}")
    event.add("dtstamp", meeting.changed_at)
    event.add("last-modified", meeting.changed_at)
    event.add("sequence", meeting.sequence)
    event.add("dtstart", meeting.starts_at.astimezone(PARIS))
    event.add("dtend", meeting.ends_at.astimezone(PARIS))
    event.add("summary", _summary(meeting))
    if meeting.place:
        event.add("location", meeting.place)
    event.add("url", f"{address}{meeting.pk}/")
    event.add("status", STATUS.get(MeetingState(meeting.state), "CONFIRMED"))
    words = [_("Réunion ouverte à tous.")] if meeting.open_to_all else []
    if meeting.cancel_reason:
        words.append(meeting.cancel_reason)
    if own and meeting.online_url:
        words.append(_("À distance : %(address)s") % {"address": meeting.online_url})
    if words:
        event.add("description", "\n".join(words))
    return event


def _summary(meeting: Meeting) -> str:
    text = meeting.body.name
    if meeting.title:
        text = _("%(body)s : %(title)s") % {"body": text, "title": meeting.title}
    return _("Annulée : %(text)s") % {"text": text} if meeting.state == "cancelled" else text
