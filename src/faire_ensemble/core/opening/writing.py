"""Hours in words: what `reading` reads back as the same week."""

from collections.abc import Sequence

from faire_ensemble.core.opening.reading import DAYS
from faire_ensemble.core.opening.week import DAY, NIGHT_END, Change, Day, Interval, Week


def write_minutes(minute: int) -> str:
    """540 → « 9h », 570 → « 9h30 »."""
    hours, minutes = divmod(minute, 60)
    return f"{hours}h{minutes:02d}" if minutes else f"{hours}h"


def write_day(hours: Day) -> str:
    """« 9h-12h / 14h-17h », « fermé », « 24h/24 »."""
    if not hours:
        return "fermé"
    if hours == ((0, DAY),):
        return "24h/24"
    return " / ".join(f"{write_minutes(start)}-{write_minutes(end)}" for start, end in hours)


def write_week(week: Week) -> str:
    """One line a group of days with the same hours; closed days are left out."""
    shown = _joined_over_midnight(week)
    lines: list[str] = []
    first = 0
    while first < 7:
        last = first
        while last < 6 and shown[last + 1] == shown[first]:
            last += 1
        if shown[first]:
            lines.append(f"{_named(first, last)} : {shown[first]}")
        first = last + 1
    return "\n".join(lines)


def write_days(week: Week) -> tuple[str, ...]:
    """Seven days in words, Monday first, empty when closed; a night is told with its evening."""
    return tuple(_joined_over_midnight(week))


def write_changes(changes: Sequence[Change]) -> str:
    """One line a change, as it is typed."""
    lines = []
    for change in changes:
        one = f"{change.first:%d/%m/%Y}"
        days = one if change.first == change.last else f"du {one} au {change.last:%d/%m/%Y}"
        note = f" ({change.note})" if change.note else ""
        lines.append(f"{days} : {write_day(change.hours)}{note}")
    return "\n".join(lines)


def _named(first: int, last: int) -> str:
    if first == last:
        return DAYS[first]
    joint = " et " if last == first + 1 else " au "
    return f"{DAYS[first]}{joint}{DAYS[last]}"


def _joined_over_midnight(week: Week) -> list[str]:
    """The words of each day; the small hours that follow an evening are told with it."""
    shown = []
    for rank, hours in enumerate(week):
        own = list(hours)
        if own and _from_the_day_before(week, rank):
            own.pop(0)
        words: list[Interval] = own
        if own and own[-1][1] == DAY and _from_the_day_before(week, (rank + 1) % 7):
            end = week[(rank + 1) % 7][0][1]
            words = [*own[:-1], (own[-1][0], end)]
        shown.append(write_day(tuple(words)) if words else "")
    return shown


def _from_the_day_before(week: Week, rank: int) -> bool:
    """Whether the first hours of a day go on from the evening before it."""
    before, hours = week[rank - 1], week[rank]
    if not hours or not before or hours[0][0] != 0 or hours[0][1] > NIGHT_END:
        return False
    start, end = before[-1]
    return end == DAY and start > hours[0][1]
