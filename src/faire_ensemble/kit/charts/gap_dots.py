"""Each neighbourhood's value against the reference, as dots along a horizontal axis."""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _
from markupsafe import Markup

from faire_ensemble.kit.charts import svg
from faire_ensemble.kit.charts.table import Table
from faire_ensemble.kit.joining import pair
from faire_ensemble.kit.numbers import Number, measure


@dataclass(frozen=True, slots=True)
class Dot:
    """A value, with its interval where one is known; `note` says why there is none
    (secrecy, not published) or qualifies the value."""

    label: str
    value: Number | None
    low: Number | None = None
    high: Number | None = None
    note: str = ""
    highlight: bool = False


@dataclass(frozen=True, slots=True)
class GapDots:
    """Values of one indicator. `unit` is the indicator's (percent, euros…). `span` widens the
    axis, for charts that are to be compared."""

    title: str
    unit: str
    dots: tuple[Dot, ...]
    reference: Number | None = None
    reference_label: str = ""
    label_head: str = ""
    span: tuple[float, float] | None = None

    def parts(self, size: int) -> tuple["GapDots", ...]:
        """The same chart in pieces of at most `size` dots, on one axis (a page has an end)."""
        if len(self.dots) <= size:
            return (self,)
        known = _bounds(self)
        span = (min(known), max(known)) if known else None
        starts = range(0, len(self.dots), size)
        return tuple(
            replace(
                self,
                title=f"{self.title} ({rank}/{len(starts)})",
                dots=self.dots[start : start + size],
                span=span,
            )
            for rank, start in enumerate(starts, start=1)
        )

    @property
    def description(self) -> str:
        known = [dot for dot in self.dots if dot.value is not None]
        said = _("%(known)s territoires sur %(all)s ont une valeur connue.") % {
            "known": len(known),
            "all": len(self.dots),
        }
        if self.reference is None:
            return said + " " + _("Valeur de référence non connue.")
        below = sum(1 for dot in known if dot.value is not None and dot.value < self.reference)
        return f"{said} " + _("%(label)s : %(value)s ; %(below)s territoires sont en dessous.") % {
            "label": self.reference_label,
            "value": measure(self.reference, self.unit),
            "below": below,
        }

    def table(self) -> Table:
        intervals = any(dot.low is not None for dot in self.dots)
        notes = any(dot.note for dot in self.dots)
        head = [self.label_head or _("Quartier"), _("Valeur"), _("Écart à la référence")]
        head += [_("Intervalle à 95 %")] if intervals else []
        head += [_("Remarque")] if notes else []
        rows = tuple(self._row(dot, intervals, notes) for dot in self.dots)
        if self.reference is not None:
            blank = ("—",) * (len(head) - 2)
            rows += ((self.reference_label, measure(self.reference, self.unit), *blank),)
        return Table(tuple(head), rows, frozenset({1, 2, 3} if intervals else {1, 2}))

    def _row(self, dot: Dot, intervals: bool, notes: bool) -> tuple[str, ...]:
        gap = None
        if dot.value is not None and self.reference is not None:
            gap = _exact(dot.value) - _exact(self.reference)
        row = [dot.label, measure(dot.value, self.unit), measure(gap, self.unit, sign=True)]
        if intervals and dot.low is not None and dot.high is not None:
            row.append(f"{measure(dot.low, self.unit)} – {measure(dot.high, self.unit)}")
        elif intervals:
            row.append("—")
        return (*row, dot.note) if notes else tuple(row)


TOP = 44.0


def _exact(value: Number) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def gap_dots(data: GapDots, uid: str, width: int = svg.NARROW) -> Markup:
    """Draw the dots: names above each line, or at the left from 440 units of width."""
    wide = width >= svg.WIDE
    left = width * 0.42 if wide else 8.0
    right = width - (66 if wide else 8)
    pitch = (16 if width > svg.WIDE + 160 else 24) if wide else 40
    top = TOP if data.reference is not None else 8.0
    bottom = top + pitch * len(data.dots)
    axis = svg.scale(_bounds(data), left + 4, right - 6, 3)
    rows = [top + pitch * rank + (pitch / 2 if wide else 28.0) for rank in range(len(data.dots))]
    tracks = [(top, bottom)] if wide else [(y - 9, y + 9) for y in rows]
    body: list[str] = _axis(data, axis, top, bottom)
    body += _reference(data, axis, tracks, width)
    body += [
        _dot(data, dot, axis, y, width, left, wide) for dot, y in zip(data.dots, rows, strict=True)
    ]
    return svg.drawing(uid, data.title, data.description, width, bottom + 26, body)


def _bounds(data: GapDots) -> list[float]:
    """Every number that the axis must hold."""
    given = [b for d in data.dots for b in (d.value, d.low, d.high)]
    return [float(b) for b in (*given, data.reference, *(data.span or ())) if b is not None]


def _axis(data: GapDots, axis: svg.Scale, top: float, bottom: float) -> list[str]:
    drawn: list[str] = []
    for rank, tick in enumerate(axis.ticks):
        x = axis.at(tick)
        drawn.append(svg.line(x, top, x, bottom, stroke=svg.GRID, stroke_width=1))
        if len(axis.ticks) < 6 or rank % 2 == 0:
            label = measure(tick, data.unit)
            half = svg.text_width(label) / 2
            center = min(max(x, half), axis.end + 6 - half)
            drawn.append(svg.text(label, center, bottom + 18, anchor="middle", fill=svg.SOFT))
    return drawn


def _reference(
    data: GapDots, axis: svg.Scale, tracks: list[tuple[float, float]], width: float
) -> list[str]:
    """The dashed line, on the tracks only (it would strike the names), and its label."""
    if data.reference is None:
        return []
    x, top = axis.at(float(data.reference)), TOP - 4
    value = measure(data.reference, data.unit)
    name = svg.fit(data.reference_label, width - svg.text_width(pair("", value)) * 1.1 - 20)
    label = pair(name, value)
    half = svg.text_width(label) * 0.55
    center = min(max(x, half + 2), width - half - 2)
    dashes = {"stroke": svg.CORAL, "stroke_width": 2, "stroke_dasharray": "5 3"}
    return [
        svg.tag("path", d=f"M{x - 5:.1f} {top - 6}h10l-5 7z", fill=svg.CORAL),
        svg.text(label, center, 20, anchor="middle", font_weight="bold"),
        *(svg.line(x, low, x, high, **dashes) for low, high in tracks),
    ]


def _dot(
    data: GapDots, dot: Dot, axis: svg.Scale, y: float, width: float, left: float, wide: bool
) -> Markup:
    value = measure(dot.value, data.unit) if dot.value is not None else dot.note or "—"
    weight = "bold" if dot.highlight else None
    text_y = y + 4.5 if wide else y - 12
    shown = svg.fit(value, width * 0.45)
    room = left - 8 if wide else width - 24 - svg.text_width(shown)
    parts: list[str] = [
        svg.tag("title", pair(dot.label, value)),
        svg.text(svg.fit(dot.label, room), 8 if not wide else 0, text_y, font_weight=weight),
        svg.text(shown, width - (8 if not wide else 0), text_y, anchor="end", font_weight=weight),
    ]
    if dot.value is None:
        return svg.tag("g", *parts)
    x = axis.at(float(dot.value))
    if data.reference is not None:
        base = axis.at(float(data.reference))
        parts.append(svg.line(base, y, x, y, stroke=svg.SOFT, stroke_width=1))
    if dot.low is not None and dot.high is not None:
        low, high = axis.at(float(dot.low)), axis.at(float(dot.high))
        whisker = f"M{low:.1f} {y - 4}v8m0-4H{high:.1f}m0-4v8"
        parts.append(svg.tag("path", d=whisker, stroke=svg.INK, stroke_width=2, fill="none"))
    parts.append(_mark(x, y, dot.highlight))
    return svg.tag("g", *parts)


def _mark(x: float, y: float, highlight: bool) -> Markup:
    """A disc; a larger diamond for the territory of the page."""
    if not highlight:
        return svg.tag("circle", cx=x, cy=y, r=5, fill=svg.INK)
    diamond = f"M{x:.1f} {y - 8}l8 8l-8 8l-8-8z"
    return svg.tag("path", d=diamond, fill=svg.CORAL, stroke=svg.INK, stroke_width=1.5)
