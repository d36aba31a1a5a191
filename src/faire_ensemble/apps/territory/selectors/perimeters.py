"""Which contour a territory has on a day."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from faire_ensemble.apps.territory.models import NEIGHBOURHOOD_KINDS, Perimeter, Territory

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


def shown_day(epci_id: int) -> date:
    """The day to show by default: today, or the last one when neighbourhoods had a contour.

    When only the geography of 2014 is loaded, that is 31 December 2023.
    """
    today = timezone.localdate()
    quarters = Perimeter.objects.filter(
        territory__epci=epci_id, territory__kind__in=NEIGHBOURHOOD_KINDS
    )
    spans = list(quarters.values_list("valid_from", "valid_to").distinct())
    begun = [(start, end) for start, end in spans if start is None or start <= today]
    ends = [end for _start, end in begun]
    if not ends or any(end is None or end > today for end in ends):
        return today
    return max(end for end in ends if end is not None) - timedelta(days=1)
