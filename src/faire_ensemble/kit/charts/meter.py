"""A gap on its target path: where it was, where it is, where it should be, where it goes."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from faire_ensemble.kit.charts import svg
from faire_ensemble.kit.charts.table import Table
from faire_ensemble.kit.joining import bounds, pair
from faire_ensemble.kit.numbers import Number, measure


@dataclass(frozen=True, slots=True)
class Meter:
    """Gaps in the indicator's unit. `expected` is the path's value in the year of `current`;
    `status` is the sentence that says what to think of it."""

    title: str
    unit: str
    base_year: int
    base: Number
    year: int
    current: Number | None
    expected: Number | None
    target_year: int
    target: Number
    low: Number | None = None
    high: Number | None = None
    status: str = ""

    @property
    def description(self) -> str:
        return " ".join(f"{pair(row[0], row[1])}." for row in self.table().rows)

    def table(self) -> Table:
        def gap(value: Number | None) -> str:
            return measure(value, self.unit, sign=True)

        now = gap(self.current) if self.current is not None else _("non connu")
        if self.current is not None and self.low is not None and self.high is not None:
            now += f" {bounds(gap(self.low), gap(self.high))}"
        rows = [
            (_("Écart de départ (%(year)s)") % {"year": self.base_year}, gap(self.base)),
            (_("Écart constaté (%(year)s)") % {"year": self.year}, now),
            (_("Écart prévu à cette date"), gap(self.expected)),
            (_("Cible (%(year)s)") % {"year": self.target_year}, gap(self.target)),
        ]
        if self.status:
            rows.append((_("Situation"), self.status))
        return Table((_("Étape"), _("Écart")), tuple(rows), frozenset({1}))


def meter(data: Meter, uid: str, width: int = svg.NARROW) -> Markup:
    """Draw one axis: zero (no gap), the start, the expected place, the target, the observed."""
    marks = [data.base, data.target, data.expected, data.current, data.low, data.high, 0]
    axis = svg.scale([float(m) for m in marks if m is not None], 14, width - 14)
    y = 44.0
    start, goal = axis.at(float(data.base)), axis.at(float(data.target))
    body: list[str] = [
        svg.line(axis.start, y, axis.end, y, stroke=svg.GRID, stroke_width=6),
        svg.line(start, y, goal, y, stroke=svg.SOFT, stroke_width=6),
        *_labelled(str(data.base_year), start, y, -13, width),
        *_labelled(_("cible %(year)s") % {"year": data.target_year}, goal, y, -13, width),
        *_labelled(_("aucun écart"), axis.at(0), y, 24, width),
    ]
    if data.expected is not None:
        x = axis.at(float(data.expected))
        flag = f"M{x:.1f} {y - 3}l-5-9h10z"
        body.append(svg.tag("path", d=flag, fill="#FFF", stroke=svg.INK, stroke_width=1.5))
    if data.current is not None:
        body += _observed(data, axis, y, width)
    return svg.drawing(uid, data.title, data.description, width, 84, body)


def _observed(data: Meter, axis: svg.Scale, y: float, width: float) -> list[str]:
    x = axis.at(float(data.current or 0))
    drawn: list[str] = []
    if data.low is not None and data.high is not None:
        low, high = axis.at(float(data.low)), axis.at(float(data.high))
        drawn.append(svg.line(low, y, high, y, stroke=svg.CORAL, stroke_width=2))
    drawn.append(svg.tag("circle", cx=x, cy=y, r=7, fill=svg.CORAL, stroke="#FFF"))
    label = pair(data.year, measure(data.current, data.unit, sign=True))
    half = svg.text_width(label) * 0.58
    drawn.append(
        svg.text(
            label,
            min(max(x, half + 4), width - half - 4),
            y + 36,
            anchor="middle",
            font_weight="bold",
        )
    )
    return drawn


def _labelled(label: str, x: float, y: float, dy: float, width: float) -> list[str]:
    half = svg.text_width(label) / 2
    center = min(max(x, half + 4), width - half - 4)
    return [
        svg.line(x, y - 7, x, y + 7, stroke=svg.INK, stroke_width=2),
        svg.text(label, center, y + dy, anchor="middle", fill=svg.SOFT),
    ]
