"""Horizontal bars: amounts or counts by category, negative ones (claw-backs) included."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from faire_ensemble.kit.charts import svg
from faire_ensemble.kit.charts.table import Table
from faire_ensemble.kit.joining import pair
from faire_ensemble.kit.numbers import Number, measure


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: Number | None
    note: str = ""
    highlight: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """`unit` is an indicator's unit (euros, percent, count…); order is kept."""

    title: str
    unit: str
    bars: tuple[Bar, ...]
    label_head: str = ""
    value_head: str = ""

    @property
    def description(self) -> str:
        known = [bar for bar in self.bars if bar.value is not None]
        if not known:
            return _("Aucune valeur connue.")
        most = max(known, key=lambda bar: float(bar.value or 0))
        return _("%(count)s lignes ; la plus grande : %(label)s, %(value)s.") % {
            "count": len(self.bars),
            "label": most.label,
            "value": measure(most.value, self.unit),
        }

    def table(self) -> Table:
        notes = any(bar.note for bar in self.bars)
        head = (self.label_head or _("Libellé"), self.value_head or _("Valeur"))
        rows = tuple(
            (bar.label, measure(bar.value, self.unit), *((bar.note,) if notes else ()))
            for bar in self.bars
        )
        return Table((*head, _("Remarque")) if notes else head, rows, frozenset({1}))


def bars(data: Bars, uid: str, width: int = svg.NARROW) -> Markup:
    """Draw the bars: names above each one, or at the left from 440 units of width."""
    wide = width >= svg.WIDE
    left = width * 0.42 if wide else 8.0
    room = max(svg.text_width(measure(bar.value, data.unit)) for bar in data.bars or (_NONE,))
    pitch = 24 if wide else 40
    known = [float(bar.value) for bar in data.bars if bar.value is not None]
    low, high = min(0.0, *known, 0.0), max(0.0, *known, 0.0)
    end = width - 8 - (room if wide else 0)
    axis = svg.Scale(low, high if high > low else low + 1, left, end, ())
    body = [
        _bar(data, bar, axis, 4.0 + pitch * rank, width, wide) for rank, bar in enumerate(data.bars)
    ]
    height = pitch * len(data.bars) + 8
    return svg.drawing(uid, data.title, data.description, width, height, body)


_NONE = Bar("", None)


def _bar(data: Bars, bar: Bar, axis: svg.Scale, y: float, width: float, wide: bool) -> Markup:
    value = measure(bar.value, data.unit) if bar.value is not None else bar.note or "—"
    weight = "bold" if bar.highlight else None
    room = axis.start - 8 if wide else width - 24 - svg.text_width(value)
    text_y = y + 15 if wide else y + 14
    parts: list[str] = [
        svg.tag("title", pair(bar.label, value)),
        svg.text(svg.fit(bar.label, room), 0 if wide else 8, text_y, font_weight=weight),
        svg.text(value, width - (0 if wide else 8), text_y, anchor="end", font_weight=weight),
    ]
    if bar.value is not None:
        zero, end = axis.at(0), axis.at(float(bar.value))
        low = y if wide else y + 18
        parts.append(svg.line(zero, low, zero, y + (22 if wide else 35), stroke=svg.SOFT))
        parts.append(
            svg.tag(
                "rect",
                x=min(zero, end),
                y=y + 3 if wide else y + 20,
                width=max(abs(end - zero), 1.0),
                height=16 if wide else 13,
                fill=svg.CORAL if bar.highlight or float(bar.value) < 0 else svg.INK,
            )
        )
    return svg.tag("g", *parts)
