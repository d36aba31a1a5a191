"""Whether help is open now, in words."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from faire_ensemble.apps.directory.models import Service
from faire_ensemble.core.opening import (
    DAY,
    NIGHT_END,
    Change,
    Week,
    hours_on,
    is_open,
    next_opening,
    write_day,
    write_days,
    write_minutes,
)


@dataclass(frozen=True, slots=True)
class Opening:
    """`open_now` is None when no hours are known. `words` say it in one line."""

    open_now: bool | None
    words: str


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day of the week and its hours in words; `today` marks the one we are in."""

    day: str
    hours: str
    today: bool


def hours_of(service: Service) -> tuple[Week, tuple[Change, ...]]:
    """The hours that count: the record's own when it has any, else those of its place."""
    if service.hours or service.changes or service.place is None:
        return service.week, service.days_apart
    return service.place.week, service.place.days_apart


def opening_of(service: Service, moment: datetime) -> Opening:
    """Open or not at a moment (local time), and until or from when."""
    week, changes = hours_of(service)
    if not any(week) and not changes:
        reached = service.phone or (service.place.phone if service.place else "")
        known = _("Horaires non connus : téléphonez avant") if reached else _("Horaires non connus")
        return Opening(None, known)
    if is_open(week, changes, moment):
        return Opening(True, _("Ouvert jusqu'à %(end)s") % {"end": _closing(week, changes, moment)})
    opens = next_opening(week, changes, moment)
    if opens is None:
        return Opening(False, _("Fermé, sans date de réouverture connue"))
    at = write_minutes(opens.hour * 60 + opens.minute)
    ahead = (opens.date() - moment.date()).days
    if ahead == 0:
        return Opening(False, _("Fermé. Ouvre aujourd'hui à %(at)s") % {"at": at})
    if ahead == 1:
        return Opening(False, _("Fermé. Ouvre demain à %(at)s") % {"at": at})
    day = date_format(opens, "l") if ahead < 7 else date_format(opens, "l j F")
    return Opening(False, _("Fermé. Ouvre %(day)s à %(at)s") % {"day": day, "at": at})


def week_lines(service: Service, today: date) -> tuple[DayLine, ...]:
    """Seven lines, Monday first, a night told with its evening; none when no week is known."""
    week, _changes = hours_of(service)
    if not any(week):
        return ()
    monday = date.fromordinal(today.toordinal() - today.weekday())
    days = [date.fromordinal(monday.toordinal() + rank) for rank in range(7)]
    return tuple(
        DayLine(date_format(day, "l"), words or _("fermé"), day == today)
        for day, words in zip(days, write_days(week), strict=True)
    )


def week_words(service: Service) -> tuple[str, ...]:
    """A line for each group of days with the same hours, in the language of the page; days that
    are closed are left out. (`core.opening.write_week` writes the French that a form reads back.)
    """
    week, _changes = hours_of(service)
    shown = write_days(week)
    names = [date_format(date(2024, 1, 1) + timedelta(days=rank), "l") for rank in range(7)]
    lines, first = [], 0
    while first < 7:
        last = first
        while last < 6 and shown[last + 1] == shown[first]:
            last += 1
        if shown[first]:
            days = _days_named(names[first : last + 1])
            lines.append(_("%(days)s : %(hours)s") % {"days": days, "hours": shown[first]})
        first = last + 1
    return tuple(lines)


def coming_changes(service: Service, today: date) -> tuple[str, ...]:
    """Days with other hours, from today on."""
    _week, changes = hours_of(service)
    lines = []
    for change in changes:
        if change.last < today:
            continue
        first, last = date_format(change.first, "j F Y"), date_format(change.last, "j F Y")
        days = (
            _("Le %(day)s") % {"day": first}
            if change.first == change.last
            else _("Du %(first)s au %(last)s") % {"first": first, "last": last}
        )
        note = f" ({change.note})" if change.note else ""
        lines.append(f"{days} : {_in_words(change.hours)}{note}")
    return tuple(lines)


def now() -> datetime:
    """The clock of the site."""
    return timezone.localtime()


def _days_named(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    between = {"first": names[0], "last": names[-1]}
    if len(names) == 2:
        return _("%(first)s et %(last)s") % between
    return _("%(first)s au %(last)s") % between


def _in_words(hours: tuple[tuple[int, int], ...]) -> str:
    return write_day(hours) if hours else _("fermé")


def _closing(week: Week, changes: tuple[Change, ...], moment: datetime) -> str:
    minute = moment.hour * 60 + moment.minute
    end = next(
        end for start, end in hours_on(week, changes, moment.date()) if start <= minute < end
    )
    if end < DAY:
        return write_minutes(end)
    night = hours_on(week, changes, moment.date() + timedelta(days=1))
    if night and night[0][0] == 0 and night[0][1] <= NIGHT_END:
        return write_minutes(night[0][1])
    return _("minuit")
