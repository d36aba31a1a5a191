"""Numbered points over the communes that hold them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from shapely import Point
from shapely.affinity import scale

from faire_ensemble.apps.territory.selectors import communes_of, epcis, shown_perimeters
from faire_ensemble.kit.charts import Figure
from faire_ensemble.kit.maps import Layer, Map, Shape, map_figure


@dataclass(frozen=True, slots=True)
class Pointed:
    """A point: what is written on it, what it is, where it leads on the page."""

    rank: str
    name: str
    lon: float
    lat: float
    href: str


def points_figure(
    points: Sequence[Pointed], *, title: str, description: str, layer: str, source: str
) -> Figure | None:
    """The map beside a list that says the same; nothing without a point."""
    if not points:
        return None
    ground = _ground(points)
    lons, lats = [each.lon for each in points], [each.lat for each in points]
    wide = max(max(lons) - min(lons), max(lats) - min(lats), 0.01)
    if ground:
        bounds = [shape.geometry.bounds for shape in ground]
        west, east = min(b[0] for b in bounds), max(b[2] for b in bounds)
        south, north = min(b[1] for b in bounds), max(b[3] for b in bounds)
        wide = max(wide, east - west, north - south)
    shapes = tuple(
        Shape(_dot(each.lon, each.lat, wide / 45), each.rank, href=each.href, note=each.name)
        for each in reversed(points)
    )
    layers: Any = (Layer(_("Communes"), ground), Layer(layer, shapes, look="accent", names=True))
    drawn = Map(title, layers if ground else layers[1:], description=description)
    return map_figure(drawn, uid="carte-aide", source=source)


def _ground(points: Sequence[Pointed]) -> tuple[Shape, ...]:
    """The contours of the open communes that hold a point."""
    rows = [each for epci in epcis() for each in communes_of(epci.pk)]
    contours = shown_perimeters(rows) if rows else {}
    shapes = []
    for row in rows:
        held = contours.get(row.pk)
        if held is None:
            continue
        if any(
            held.west <= each.lon <= held.east and held.south <= each.lat <= held.north
            for each in points
        ):
            shapes.append(Shape(held.geometry, row.name))
    return tuple(shapes)


def _dot(lon: float, lat: float, size: float) -> Point:
    """A disc of that radius in degrees of latitude, round once drawn around 46-51° north."""
    return scale(Point(lon, lat).buffer(size, quad_segs=6), xfact=1.55, yfact=1.0)
