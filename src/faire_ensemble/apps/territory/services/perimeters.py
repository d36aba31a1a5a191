"""Storing the geometry of a territory for a period."""

from datetime import date
from typing import Any

import shapely

from faire_ensemble.apps.territory.models import Perimeter
from faire_ensemble.core.geography.area import area_km2

Period = tuple[date | None, date | None]
ALWAYS: Period = (None, None)


def perimeter(
    territory_id: int, geometry: shapely.Geometry, period: Period, source: str, repair: str = ""
) -> Perimeter:
    """A perimeter not saved yet. `geometry` is valid, in longitude and latitude."""
    west, south, east, north = geometry.bounds
    return Perimeter(
        territory_id=territory_id,
        valid_from=period[0],
        valid_to=period[1],
        shape=shapely.to_wkb(geometry),
        west=west,
        south=south,
        east=east,
        north=north,
        area_km2=area_km2(geometry),
        source=source[:300],
        repair=repair[:300],
    )


def differs(kept: Perimeter, new: Perimeter) -> bool:
    """Whether the ground, the dates or the repair changed; another source alone does not count."""
    return (
        bytes(kept.shape) != bytes(new.shape)
        or kept.valid_to != new.valid_to
        or kept.repair != new.repair
    )


def put(kept: Perimeter | None, new: Perimeter) -> bool:
    """Save `new`, in place of `kept` when there is one; whether anything changed."""
    if kept is None:
        new.save()
        return True
    if not differs(kept, new):
        return False
    fields: dict[str, Any] = {
        field.attname: getattr(new, field.attname)
        for field in Perimeter._meta.concrete_fields
        if not field.primary_key
    }
    for name, value in fields.items():
        setattr(kept, name, value)
    kept.save()
    return True
