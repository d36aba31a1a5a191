"""Opening hours: as people type them, as a week of minutes, and back in words.

A week is seven days, Monday first; a day is intervals of minutes since midnight, in order, apart
from each other. What goes past midnight is kept as the end of one day and the beginning of the
next, and is read back as one.
"""

from faire_ensemble.core.opening.reading import HoursRefused, read_day, read_exceptions, read_week
from faire_ensemble.core.opening.week import (
    CLOSED,
    DAY,
    NIGHT_END,
    Change,
    Day,
    Week,
    hours_on,
    is_open,
    next_opening,
    tidy,
)
from faire_ensemble.core.opening.writing import (
    write_changes,
    write_day,
    write_days,
    write_minutes,
    write_week,
)

__all__ = [
    "CLOSED",
    "DAY",
    "NIGHT_END",
    "Change",
    "Day",
    "HoursRefused",
    "Week",
    "hours_on",
    "is_open",
    "next_opening",
    "read_day",
    "read_exceptions",
    "read_week",
    "tidy",
    "write_changes",
    "write_day",
    "write_days",
    "write_minutes",
    "write_week",
]
