"""Opening hours in a row: a week and what changes it, as JSON."""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from faire_ensemble.core.opening import CLOSED, Change, Week, tidy

Kept = list[Any]


def week_from(kept: Kept) -> Week:
    """The week of a JSON value: seven lists of [start, end] minutes."""
    if not kept:
        return CLOSED
    days = [tidy((int(start), int(end)) for start, end in day) for day in kept]
    return (days[0], days[1], days[2], days[3], days[4], days[5], days[6])


def changes_from(kept: Kept) -> tuple[Change, ...]:
    """The changes of a JSON value: [first, last, hours, note] each."""
    return tuple(
        Change(
            date.fromisoformat(first),
            date.fromisoformat(last),
            tidy((int(start), int(end)) for start, end in hours),
            note,
        )
        for first, last, hours, note in kept
    )


def keep_week(week: Week) -> Kept:
    """A week as JSON; a week that never opens is kept as nothing."""
    return [[list(span) for span in day] for day in week] if any(week) else []


def keep_changes(changes: tuple[Change, ...]) -> Kept:
    """Changes as JSON."""
    return [
        [each.first.isoformat(), each.last.isoformat(), [list(s) for s in each.hours], each.note]
        for each in changes
    ]


class HasHours(models.Model):
    """What has opening hours; no week known is not the same as closed, and is told apart."""

    hours = models.JSONField(_("horaires"), default=list, blank=True)
    changes = models.JSONField(_("jours à part"), default=list, blank=True)
    hours_note = models.CharField(_("précision"), max_length=500, blank=True, default="")
    phone = models.CharField(_("téléphone"), max_length=30, blank=True, default="")
    email = models.EmailField(_("courriel"), blank=True, default="")
    website = models.URLField(_("site"), max_length=300, blank=True, default="")

    class Meta:
        abstract = True

    @property
    def week(self) -> Week:
        return week_from(self.hours)

    @property
    def days_apart(self) -> tuple[Change, ...]:
        return changes_from(self.changes)
