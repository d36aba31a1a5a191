"""How many rows several lists have, asked together in one query."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, DateField, Min, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone


@dataclass(frozen=True, slots=True)
class Sum:
    """How many rows, how many of them late today, and the first of their days (none without)."""

    count: int = 0
    late: int = 0
    first: date | None = None

    def __add__(self, other: "Sum") -> "Sum":
        days = [each for each in (self.first, other.first) if each is not None]
        return Sum(self.count + other.count, self.late + other.late, min(days, default=None))

    @property
    def partly_late(self) -> bool:
        """Some are late and some are not: worth saying how many."""
        return 0 < self.late < self.count


Lists = dict[str, tuple[QuerySet[Any, Any], str]]
"""By name: rows, and the field of their last day, empty for those that have none."""


def sums(lists: Lists) -> dict[str, Sum]:
    """The sum of every list, by one query (`UNION ALL`; no query without list).

    A row that joins bring twice would count twice: filter by subqueries.
    """
    found = dict.fromkeys(lists, Sum())
    branches = [_branch(name, rows, day) for name, (rows, day) in lists.items()]
    if not branches:
        return found
    asked = branches[0].union(*branches[1:], all=True) if branches[1:] else branches[0]
    return found | {name: Sum(count, late, first) for name, count, late, first in asked}


def _branch(name: str, rows: QuerySet[Any, Any], day: str) -> QuerySet[Any, Any]:
    """A row (name, count, late, first). Without a day, one of the same type that is not known:
    PostgreSQL unites columns of one type only."""
    late = Count("pk", filter=Q(**{f"{day}__lt": timezone.localdate()})) if day else Value(0)
    first = Min(day) if day else Min(Cast(Value(None), DateField()))
    asked = rows.order_by().values(named=Value(name)).annotate(count=Count("pk"), late=late)
    return asked.annotate(first=first).values_list("named", "count", "late", "first")
