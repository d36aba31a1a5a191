"""Which commune and neighbourhoods hold points, those of a geography that ended included."""

from collections.abc import Sequence

from django.utils import timezone

from faire_ensemble.apps.territory.selectors import (
    Territory,
    last_day_of_priority,
    locate_many,
)

Held = tuple[tuple[Territory, ...], tuple[Territory, ...]]


def placed(lons: Sequence[float], lats: Sequence[float]) -> list[Held]:
    """Communes and neighbourhoods of points today. Where the only priority perimeters known are
    those of a former geography, people still call their neighbourhood by that name: they count."""
    today = locate_many(lons, lats)
    last = last_day_of_priority(timezone.localdate())
    if last is None:
        return today
    before = locate_many(lons, lats, last)
    return [
        (communes, tuple(dict.fromkeys((*quarters, *former))))
        for (communes, quarters), (_communes, former) in zip(today, before, strict=True)
    ]
