"""Projects on a map: a dot each, over the communes they are in."""

from collections.abc import Sequence

import shapely
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faire_ensemble.apps.participation.models import BudgetProject
from faire_ensemble.apps.territory.selectors import communes_of, epcis, shown_perimeters
from faire_ensemble.kit.charts import Figure
from faire_ensemble.kit.joining import listed
from faire_ensemble.kit.maps import Layer, Map, Shape, map_figure

RADIUS = 0.016  # of the larger side of the map
LEAST_SIDE = 0.01  # degrees: one project alone is shown in about a kilometre
CORNERS = 6


def projects_map(
    rows: Sequence[tuple[BudgetProject, str]], *, title: str, uid: str, of: int
) -> Figure | None:
    """The map of projects that have a point, each with its address; None without any.

    `of` is how many projects the map is about: those without a place are counted in the note.
    """
    points = [
        (shapely.Point(row.longitude, row.latitude), row, address)
        for row, address in rows
        if row.longitude is not None and row.latitude is not None
    ]
    if not points:
        return None
    drawn = [point for point, _row, _a in points]
    side = side_of(drawn)
    frame = shapely.box(*shapely.total_bounds(drawn)).buffer(side * 0.08)
    communes = ground(frame)
    dots = tuple(
        Shape(
            dot(point, side),
            f"{row.number}. {row.title}",
            address,
            listed([part for part in (row.category, row.get_state_display()) if part]),
        )
        for point, row, address in points
    )
    layers = [Layer(_("Communes"), communes, names=True)] if communes else []
    layers.append(Layer(_("Projets"), dots, look="accent"))
    nowhere = of - len(points)
    note = (
        ngettext(
            "%(n)s projet sans lieu précis n'est pas sur la carte.",
            "%(n)s projets sans lieu précis ne sont pas sur la carte.",
            nowhere,
        )
        % {"n": nowhere}
        if nowhere
        else ""
    )
    return map_figure(
        Map(title, tuple(layers)), uid=uid, source=_("lieux donnés par les projets"), note=note
    )


def side_of(drawn: Sequence[shapely.Geometry]) -> float:
    """The larger side of what is drawn, in degrees, or that of a small map."""
    west, south, east, north = shapely.total_bounds(drawn)
    return float(max(east - west, north - south, LEAST_SIDE))


def dot(point: shapely.Point, side: float) -> shapely.Geometry:
    """A round mark once the map is flattened at the latitudes of France."""
    return shapely.affinity.scale(point.buffer(side * RADIUS, quad_segs=CORNERS), xfact=1.5)


def ground(frame: shapely.Geometry) -> tuple[Shape, ...]:
    """The communes that the projects are in, cut at the frame (three queries)."""
    epci = epcis().first()
    communes = list(communes_of(epci.pk)) if epci is not None else []
    perimeters = shown_perimeters(communes)
    kept = []
    for commune in communes:
        perimeter = perimeters.get(commune.pk)
        if perimeter is None or not perimeter.geometry.intersects(frame):
            continue
        cut = shapely.intersection(perimeter.geometry, shapely.box(*frame.bounds))
        if cut.area:
            kept.append(Shape(cut, commune.name))
    return tuple(kept)
