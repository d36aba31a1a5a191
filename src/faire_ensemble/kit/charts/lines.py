"""Evolution over years: a territory and its reference, and the path of a target."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from faire_ensemble.kit.charts import svg
from faire_ensemble.kit.charts.table import Table
from faire_ensemble.kit.joining import bounds
from faire_ensemble.kit.numbers import Number, measure


@dataclass(frozen=True, slots=True)
class Point:
    """`low` and `high` bound the interval where one is known; no value breaks the line."""

    year: int
    value: Number | None
    low: Number | None = None
    high: Number | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A series. A `target` is dashed, without marks: it is a path, not an observation."""

    label: str
    points: tuple[Point, ...]
    target: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    title: str
    unit: str
    lines: tuple[Line, ...]

    @property
    def description(self) -> str:
        return " ".join(
            _("%(label)s : %(start)s en %(from)s, %(end)s en %(to)s.")
            % {
                "label": series.label,
                "start": measure(known[0].value, self.unit),
                "from": known[0].year,
                "end": measure(known[-1].value, self.unit),
                "to": known[-1].year,
            }
            for series in self.lines
            if (known := [point for point in series.points if point.value is not None])
        )

    def table(self) -> Table:
        years = sorted({point.year for series in self.lines for point in series.points})
        at = [{point.year: point for point in series.points} for series in self.lines]
        rows = tuple((str(year), *(_cell(by.get(year), self.unit) for by in at)) for year in years)
        head = (_("Année"), *(series.label for series in self.lines))
        return Table(head, rows, frozenset(range(1, len(head))))


def _cell(point: Point | None, unit: str) -> str:
    if point is None or point.value is None:
        return "—"
    value = measure(point.value, unit)
    if point.low is None or point.high is None:
        return value
    return f"{value} {bounds(measure(point.low, unit), measure(point.high, unit))}"


def lines(data: Lines, uid: str, width: int = svg.NARROW) -> Markup:
    """Draw the series under their legend, years from left to right at their true distance."""
    points = [point for series in data.lines for point in series.points]
    bounds = [b for p in points for b in (p.value, p.low, p.high) if b is not None]
    top = 14 + 22 * len(data.lines)
    height = top + 178
    rising = svg.scale([float(b) for b in bounds], height - 30, top)
    left = 12 + max(svg.text_width(measure(tick, data.unit)) for tick in rising.ticks)
    years = sorted({point.year for point in points}) or [0]
    span = (years[0], years[-1]) if len(years) > 1 else (years[0] - 1, years[0] + 1)
    across = svg.Scale(span[0], span[1], left + 12, width - 26, ())
    body: list[str] = _axes(data, rising, across, years, width, left)
    for rank, series in enumerate(data.lines):
        body.append(_legend(series, rank))
        body.append(_series(series, rank, rising, across))
    return svg.drawing(uid, data.title, data.description, width, height, body)


def _axes(
    data: Lines,
    rising: svg.Scale,
    across: svg.Scale,
    years: list[int],
    width: float,
    left: float,
) -> list[str]:
    drawn: list[str] = []
    for tick in rising.ticks:
        y = rising.at(tick)
        drawn.append(svg.line(left, y, width - 8, y, stroke=svg.GRID, stroke_width=1))
        label = measure(tick, data.unit)
        drawn.append(svg.text(label, left - 6, y + 4.5, anchor="end", fill=svg.SOFT))
    last = -100.0
    for year in [years[-1], *years[:-1]]:
        x = across.at(year)
        if year != years[-1] and (x - last < 40 or across.at(years[-1]) - x < 40):
            continue
        last = x if year != years[-1] else last
        drawn.append(svg.text(str(year), x, rising.start + 20, anchor="middle", fill=svg.SOFT))
    return drawn


def _legend(series: Line, rank: int) -> Markup:
    y = 14 + 22 * rank
    style = _style(series, rank)
    parts = [svg.line(8, y, 38, y, **style), svg.text(series.label, 46, y + 4.5)]
    return svg.tag("g", *parts, *([] if series.target else [_mark(23, y, rank)]))


def _style(series: Line, rank: int) -> dict[str, object]:
    dashes = "2 4" if series.target else None
    colour = svg.SOFT if series.target else svg.SERIES[rank % len(svg.SERIES)]
    return {"stroke": colour, "stroke_width": 2.5, "stroke_dasharray": dashes}


def _series(series: Line, rank: int, rising: svg.Scale, across: svg.Scale) -> Markup:
    style, parts, path = _style(series, rank), [], ""
    for point in sorted(series.points, key=lambda p: p.year):
        if point.value is None:
            path += " "
            continue
        x, y = across.at(point.year), rising.at(float(point.value))
        path += ("L" if path and path[-1] != " " else "M") + f"{x:.1f} {y:.1f}"
        if point.low is not None and point.high is not None:
            low, high = rising.at(float(point.low)), rising.at(float(point.high))
            whisker = f"M{x - 4:.1f} {low:.1f}h8m-4 0V{high:.1f}m-4 0h8"
            parts.append(svg.tag("path", d=whisker, fill="none", stroke=style["stroke"]))
        if not series.target:
            parts.append(_mark(x, y, rank))
    if path.strip():
        parts.insert(0, svg.tag("path", d=path.strip(), fill="none", **style))
    return svg.tag("g", svg.tag("title", series.label), *parts)


def _mark(x: float, y: float, rank: int) -> Markup:
    """A shape for each series: disc, square, triangle, diamond."""
    colour = svg.SERIES[rank % len(svg.SERIES)]
    shapes = (
        f"M{x - 5:.1f} {y:.1f}a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
        f"M{x - 5:.1f} {y - 5:.1f}h10v10h-10z",
        f"M{x:.1f} {y - 6:.1f}l6 11h-12z",
        f"M{x:.1f} {y - 7:.1f}l7 7l-7 7l-7-7z",
    )
    return svg.tag("path", d=shapes[rank % len(shapes)], fill=colour)
