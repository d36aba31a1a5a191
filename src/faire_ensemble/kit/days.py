"""Days on the clock of the site."""

from datetime import datetime

from django.utils import timezone


def day_is_over(moment: datetime, now: datetime) -> bool:
    """Whether the day of `moment` has ended, both aware.

    A meeting of this morning that nobody had written down can still be planned, convened and held
    this afternoon: only an earlier day is refused.
    """
    return timezone.localdate(moment) < timezone.localdate(now)
