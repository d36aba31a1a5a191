"""Which contour a territory has on a day."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone

from faire_ensemble.apps.territory.models import Perimeter, Territory, TerritoryKind

GENERATION_END = {2014: date(2023, 12, 31)}
"""The last day of a geography that another one replaced."""


def in_force(day: date) -> QuerySet[Perimeter]:
    """Perimeters valid on a day, bounds unknown counting as always."""
    return Perimeter.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day),
        Q(valid_to__isnull=True) | Q(valid_to__gt=day),
    )


def perimeters_on(territories: Iterable[Territory | int], day: date) -> dict[int, Perimeter]:
    """The perimeter in force of each territory that has one, by territory id; one query.

    A dated perimeter wins over an undated one.
    """
    ids = [each if isinstance(each, int) else each.pk for each in territories]
    found: dict[int, Perimeter] = {}
    for perimeter in in_force(day).filter(territory__in=ids):
        kept = found.get(perimeter.territory_id)
        if kept is None or (kept.valid_from or date.min) < (perimeter.valid_from or date.min):
            found[perimeter.territory_id] = perimeter
    return found


def perimeter_of(territory: Territory, day: date | None = None) -> Perimeter | None:
    """The perimeter of one territory on a day (today by default)."""
    day = day or timezone.localdate()
    return perimeters_on([territory], day).get(territory.pk)


def day_for(generation: int | None) -> date:
    """A day on which a geography applies: today, or its last day when it was replaced."""
    today = timezone.localdate()
    return min(today, GENERATION_END.get(generation, today)) if generation else today


def last_day_of_priority(day: date) -> date | None:
    """The last day known of priority perimeters when none is in force on `day`, else None."""
    priority = Perimeter.objects.filter(territory__kind=TerritoryKind.PRIORITY)
    if in_force(day).filter(territory__kind=TerritoryKind.PRIORITY).exists():
        return None
    end = priority.filter(valid_to__lte=day).aggregate(last=Max("valid_to"))["last"]
    return end - timedelta(days=1) if end else None


def shown_perimeters(places: Iterable[Territory]) -> dict[int, Perimeter]:
    """What to show when no day is asked, by territory id; one query.

    The perimeters of today. When that leaves no priority neighbourhood (only the geography of
    2014 is loaded), their last ones, beside the lived neighbourhoods of today.
    """
    today = timezone.localdate()
    kinds = {place.pk: place.kind for place in places}
    begun = Perimeter.objects.filter(territory__in=kinds).filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=today)
    )
    found: dict[int, Perimeter] = {}
    ended: dict[int, Perimeter] = {}
    for perimeter in begun.order_by(F("valid_from").asc(nulls_first=True)):
        kept = found if perimeter.valid_on(today) else ended
        kept[perimeter.territory_id] = perimeter
    if not any(kinds[pk] == TerritoryKind.PRIORITY for pk in found):
        last = {pk: each for pk, each in ended.items() if kinds[pk] == TerritoryKind.PRIORITY}
        final = max((each.valid_to for each in last.values() if each.valid_to), default=None)
        found |= {pk: each for pk, each in last.items() if each.valid_to == final}
    return found
