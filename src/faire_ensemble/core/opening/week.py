"""A week of opening hours, what changes it on some days, and whether it is open at a moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

DAY = 24 * 60
"""Minutes in a day: an interval may end there, never after."""

NIGHT_END = 6 * 60
"""« 22h-2h » goes past midnight; « 14h-9h » is a slip: nobody closes in the morning after."""

LOOK_AHEAD = 15
"""Days searched for the next opening."""

Interval = tuple[int, int]
Day = tuple[Interval, ...]
Week = tuple[Day, Day, Day, Day, Day, Day, Day]

CLOSED: Week = ((), (), (), (), (), (), ())


@dataclass(frozen=True, slots=True)
class Change:
    """Days (both included) with other hours than the week's; no hours: closed."""

    first: date
    last: date
    hours: Day
    note: str = ""

    def holds(self, day: date) -> bool:
        """Whether it is about this day."""
        return self.first <= day <= self.last


def tidy(intervals: Iterable[Interval]) -> Day:
    """Intervals in order, those that touch or overlap joined, empty ones dropped."""
    joined: list[Interval] = []
    for start, end in sorted(intervals):
        if end <= start:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def hours_on(week: Week, changes: Sequence[Change], day: date) -> Day:
    """The hours of a day: those of the last change about it, else the week's."""
    for change in reversed(changes):
        if change.holds(day):
            return change.hours
    return week[day.weekday()]


def is_open(week: Week, changes: Sequence[Change], moment: datetime) -> bool:
    """Whether it is open at a moment, told by the clock of the place; the end is closed."""
    minute = moment.hour * 60 + moment.minute
    return any(start <= minute < end for start, end in hours_on(week, changes, moment.date()))


def next_opening(week: Week, changes: Sequence[Change], moment: datetime) -> datetime | None:
    """When it opens next, after `moment`; nothing within two weeks: none."""
    minute = moment.hour * 60 + moment.minute
    for ahead in range(LOOK_AHEAD):
        day = moment.date() + timedelta(days=ahead)
        for start, _end in hours_on(week, changes, day):
            if ahead or start > minute:
                midnight = datetime(day.year, day.month, day.day, tzinfo=moment.tzinfo)
                return midnight + timedelta(minutes=start)
    return None
