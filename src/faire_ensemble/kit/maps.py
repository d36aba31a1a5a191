"""Maps drawn on the server: SVG without script, tile or style attribute, with their table.

    from faire_ensemble.kit.maps import Layer, Map, Shape, map_figure
    data = Map(title, (Layer("Communes", communes), Layer("Quartiers", quarters, look="accent")))
    figure = map_figure(data, uid="carte", source="ANCT, 2015")

Geometries are longitude/latitude; they are flattened around the middle latitude, which is
faithful at the size of a metropolis. Shapes link to their page; a map with links announces
itself as a group (what is inside an image cannot be reached), one without as an image.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup
from numpy.typing import NDArray

from faire_ensemble.core.geography.simplify import simplify_together
from faire_ensemble.kit.charts import svg
from faire_ensemble.kit.charts.figure import Figure
from faire_ensemble.kit.charts.table import Table
from faire_ensemble.kit.joining import pair
from faire_ensemble.kit.numbers import number

WIDTH, MARGIN, LABEL, LINE = 640, 8, 15, 24
KM_PER_DEGREE = 111.32
DETAIL = 1.2
"""Side of the details left out, in units of the drawing (Visvalingam-Whyatt)."""

Look = Literal["ground", "accent", "outline", "lit", "dim", "mark"]
FILLS: dict[Look, tuple[str, str, float]] = {
    "ground": ("#F3ECE0", "#8B8172", 0.8),
    "accent": (svg.CORAL, "#7C2432", 1.2),
    "outline": ("none", svg.INK, 2.0),
    "lit": ("#CBE3D6", "#2F7D5B", 1.2),
    "dim": ("#FFFFFF", "#6B6255", 1.0),
    "mark": ("#1F5F43", "#FFFFFF", 1.0),
}
STEPS = ("#F6E3C5", "#EFB28C", "#DC7A6B", "#B0435B", "#6B1D45")
"""From little to much; each step differs in lightness, so that they also print in grey."""
UNKNOWN = "#FFFFFF"


@dataclass(frozen=True, slots=True)
class Shape:
    """One territory. `step` is its class in a choropleth; `note` is said beside its name."""

    geometry: shapely.Geometry
    label: str
    href: str = ""
    note: str = ""
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """Territories of one kind, drawn over the layers before it; `names` writes their labels."""

    label: str
    shapes: tuple[Shape, ...]
    look: Look = "ground"
    names: bool = False


@dataclass(frozen=True, slots=True)
class Map:
    """`steps` are the legends of the classes of a choropleth, at most five, from low to high."""

    title: str
    layers: tuple[Layer, ...]
    steps: tuple[str, ...] = ()
    description: str = ""

    def describe(self) -> str:
        """What a person who does not see the map should know first."""
        if self.description:
            return self.description
        parts = [f"{layer.label} ({len(layer.shapes)})" for layer in self.layers]
        return _("Carte : %(layers)s.") % {"layers": ", ".join(parts)}

    def table(self) -> Table:
        """Every territory of the last layer (what the map is about), with its note or class."""
        shapes = self.layers[-1].shapes if self.layers else ()
        rows = tuple((shape.label, self._said(shape)) for shape in shapes)
        return Table((self.layers[-1].label if rows else "", _("Remarque")), rows)

    def _said(self, shape: Shape) -> str:
        step = _("non connu")
        if shape.step is not None and shape.step < len(self.steps):
            step = self.steps[shape.step]
        said = [shape.note] if shape.note else []
        return " · ".join(said + ([step] if self.steps else []))


@dataclass(frozen=True, slots=True)
class _Plane:
    """From degrees to units of the drawing."""

    west: float
    north: float
    squeeze: float
    scale: float

    def flatten(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        x = (points[:, 0] - self.west) * self.squeeze * self.scale + MARGIN
        return np.column_stack([x, (self.north - points[:, 1]) * self.scale + MARGIN])


def map_figure(data: Map, *, uid: str, source: str, note: str = "", width: int = WIDTH) -> Figure:
    """The map with its title, source and table, for the macro `kit/figure.html`."""
    drawn = draw_map(data, uid, width)
    return Figure(uid, data.title, data.describe(), drawn, data.table(), source, note)


def draw_map(data: Map, uid: str, width: int = WIDTH) -> Markup:
    """The `<svg>`; an empty map says so in words."""
    shapes = [shape for layer in data.layers for shape in layer.shapes]
    plane, height = _plane([shape.geometry for shape in shapes], width)
    body: list[Markup] = []
    names: list[Markup] = []
    for layer in data.layers:
        drawn, written = _layer(layer, plane, bool(data.steps) and layer is data.layers[-1])
        body.append(drawn)
        names.extend(written)
    body.extend(names)
    if not shapes:
        body.append(svg.text(_("Aucun contour connu."), width / 2, height / 2, anchor="middle"))
    else:
        body.append(_scale_bar(plane, width, height))
    legend, room = _legend(data, height)
    links = any(shape.href for shape in shapes)
    return svg.tag(
        "svg",
        svg.tag("title", data.title, id=f"{uid}-title"),
        svg.tag("desc", data.describe(), id=f"{uid}-desc"),
        *body,
        *legend,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height + room}",
        class_="map",
        role="group" if links else "img",
        aria_labelledby=f"{uid}-title {uid}-desc",
        font_family="system-ui, sans-serif",
        font_size=LABEL,
    )


def _plane(geometries: Sequence[shapely.Geometry], width: int) -> tuple[_Plane, int]:
    """The plane that fits all shapes in the width, and the height this takes."""
    if not geometries or all(geometry.is_empty for geometry in geometries):
        return _Plane(0.0, 0.0, 1.0, 1.0), width // 3
    west, south, east, north = shapely.total_bounds(np.array(geometries, dtype=object))
    squeeze = math.cos(math.radians((south + north) / 2))
    room = width - 2 * MARGIN
    scale = room / max((east - west) * squeeze, (north - south) * 0.7, 1e-6)
    spare = (room / scale / squeeze - (east - west)) / 2
    height = math.ceil((north - south) * scale) + 2 * MARGIN
    return _Plane(west - spare, north, squeeze, scale), height + LINE


def _layer(layer: Layer, plane: _Plane, stepped: bool) -> tuple[Markup, list[Markup]]:
    """The shapes, and the names to write over every layer."""
    flat = [shapely.transform(shape.geometry, plane.flatten) for shape in layer.shapes]
    light = simplify_together(flat, DETAIL)
    fill, stroke, thick = FILLS[layer.look]
    drawn = []
    for shape, geometry in zip(layer.shapes, light, strict=True):
        colour = _step_fill(shape.step) if stepped else None
        drawn.append(_shape(shape, geometry, colour))
    pairs = zip(layer.shapes, light, strict=True) if layer.names else ()
    names = [name for shape, geometry in pairs if (name := _name(shape, geometry))]
    group = svg.tag(
        "g",
        *drawn,
        class_=f"map-{layer.look}",
        fill=fill,
        stroke=stroke,
        stroke_width=thick,
        stroke_linejoin="round",
        fill_rule="evenodd",
    )
    return group, names


def _shape(shape: Shape, geometry: shapely.Geometry, fill: str | None) -> Markup:
    said = pair(shape.label, shape.note) if shape.note else shape.label
    path = svg.tag("path", svg.tag("title", said), d=_path(geometry), fill=fill)
    return svg.tag("a", path, href=shape.href, aria_label=said) if shape.href else path


def _path(geometry: shapely.Geometry) -> str:
    """Rings as relative moves with whole numbers of half units: short, and exact enough."""
    parts = []
    for part in shapely.get_parts(geometry):
        for ring in shapely.get_rings(part):
            points = np.rint(shapely.get_coordinates(ring) * 2).astype(int)
            moves = np.diff(points, axis=0)
            moves = moves[np.any(moves != 0, axis=1)][:-1]
            if len(moves) < 2:
                continue
            start = f"M{_half(points[0][0])} {_half(points[0][1])}l"
            parts.append(start + " ".join(f"{_half(x)} {_half(y)}" for x, y in moves) + "z")
    return "".join(parts)


def _half(doubled: int) -> str:
    return f"{doubled // 2}" if doubled % 2 == 0 else f"{doubled / 2}"


def _name(shape: Shape, geometry: shapely.Geometry) -> Markup | None:
    """The label where it fits inside its shape, nothing elsewhere (the table has them all)."""
    if geometry.is_empty:
        return None
    left, _top, right, _bottom = geometry.bounds
    if svg.text_width(shape.label, LABEL) > right - left:
        return None
    middle = geometry.representative_point()
    return svg.text(
        shape.label,
        middle.x,
        middle.y + LABEL / 3,
        anchor="middle",
        class_="map-name",
        fill=svg.TEXT,
        stroke="#FFFFFF",
        stroke_width=3,
        paint_order="stroke",
        pointer_events="none",
    )


def _step_fill(step: int | None) -> str:
    return UNKNOWN if step is None else STEPS[min(step, len(STEPS) - 1)]


def _scale_bar(plane: _Plane, width: int, height: int) -> Markup:
    """A round distance of about a fifth of the width."""
    kilometre = plane.scale / KM_PER_DEGREE
    wanted = width / 5 / kilometre
    power = 10.0 ** math.floor(math.log10(wanted))
    distance = next(m * power for m in (5, 2, 1) if m * power <= wanted)
    length, y = distance * kilometre, height - 6
    x = width - MARGIN - length
    bar = svg.tag("path", d=f"M{x:.1f} {y - 5}v5h{length:.1f}v-5", fill="none", stroke=svg.INK)
    shown = f"{number(distance)} km" if distance >= 1 else f"{number(distance * 1000)} m"
    return Markup("").join([bar, svg.text(shown, x - 6, y, anchor="end")])


def _legend(data: Map, top: int) -> tuple[list[Markup], int]:
    """One line a layer, or a class of the choropleth; and the height they take."""
    lines: list[tuple[str, str, str]] = []
    for layer in data.layers:
        fill, stroke, _thick = FILLS[layer.look]
        if not data.steps or layer is not data.layers[-1]:
            lines.append((layer.label, fill, stroke))
    if data.steps:
        stroke = FILLS[data.layers[-1].look][1]
        lines.extend((label, STEPS[i], stroke) for i, label in enumerate(data.steps))
        unknown = sum(shape.step is None for shape in data.layers[-1].shapes)
        if unknown:
            said = ngettext("non connu (%(n)s)", "non connus (%(n)s)", unknown) % {"n": unknown}
            lines.append((said, UNKNOWN, stroke))
    return list(_legend_lines(lines, top)), len(lines) * LINE + MARGIN


def _legend_lines(lines: Iterable[tuple[str, str, str]], top: int) -> Iterable[Markup]:
    for rank, (label, fill, stroke) in enumerate(lines):
        y = top + rank * LINE + MARGIN
        square = {"x": MARGIN, "y": y, "width": 18, "height": 14}
        yield svg.tag("rect", fill=fill, stroke=stroke, **square)
        yield svg.text(label, MARGIN + 26, y + 12)
