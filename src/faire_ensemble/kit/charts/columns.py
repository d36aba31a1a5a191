"""Stacked columns: amounts by year, each year split by scheme."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from markupsafe import Markup

from faire_ensemble.kit.charts import svg
from faire_ensemble.kit.charts.table import Table
from faire_ensemble.kit.joining import pair
from faire_ensemble.kit.numbers import Number, euros, measure


@dataclass(frozen=True, slots=True)
class Columns:
    """`amounts[i][j]` is the amount of column i for part j. Negative amounts (claw-backs)
    are stacked below zero. At most eight parts: group the others before."""

    title: str
    unit: str
    columns: tuple[str, ...]
    parts: tuple[str, ...]
    amounts: tuple[tuple[Number, ...], ...]
    column_head: str = ""

    def totals(self) -> tuple[Decimal, ...]:
        return tuple(sum((Decimal(str(a)) for a in row), Decimal(0)) for row in self.amounts)

    @property
    def description(self) -> str:
        return _("Total : %(totals)s.") % {
            "totals": ", ".join(
                f"{name} {measure(total, self.unit)}"
                for name, total in zip(self.columns, self.totals(), strict=True)
            )
        }

    def table(self) -> Table:
        head = (self.column_head or _("Année"), *self.parts, _("Total"))
        rows = tuple(
            (name, *(measure(amount, self.unit) for amount in row), measure(total, self.unit))
            for name, row, total in zip(self.columns, self.amounts, self.totals(), strict=True)
        )
        return Table(head, rows, frozenset(range(1, len(head))))


def columns(data: Columns, uid: str, width: int = svg.NARROW) -> Markup:
    """Draw the stacks under a legend; a letter repeats each colour."""
    top = 30 + 22 * len(data.parts)
    height = top + 190
    highs = [float(sum(max(a, 0) for a in row)) for row in data.amounts]
    lows = [float(sum(min(a, 0) for a in row)) for row in data.amounts]
    rising = svg.scale([0.0, *highs, *lows], height - 30, top)
    left = 10 + max(svg.text_width(_brief(tick, data.unit)) for tick in rising.ticks)
    step = (width - 8 - left) / max(len(data.columns), 1)
    body: list[str] = [_key(name, rank) for rank, name in enumerate(data.parts)]
    for tick in rising.ticks:
        y = rising.at(tick)
        body.append(svg.line(left, y, width - 8, y, stroke=svg.GRID, stroke_width=1))
        brief = _brief(tick, data.unit)
        body.append(svg.text(brief, left - 6, y + 4.5, anchor="end", fill=svg.SOFT))
    widest = max((svg.text_width(name) for name in data.columns), default=0.0) + 4
    every = max(1, -int(-widest // step))
    for rank, row in enumerate(data.amounts):
        x = left + step * rank
        body += _stack(data, row, rising, x + step * 0.12, min(step * 0.76, 64))
        middle = x + step * 0.12 + min(step * 0.76, 64) / 2
        if (len(data.columns) - 1 - rank) % every == 0:
            body.append(svg.text(data.columns[rank], middle, height - 10, anchor="middle"))
        if svg.text_width(_brief(highs[rank] + lows[rank], data.unit), 12) <= step:
            total = _brief(highs[rank] + lows[rank], data.unit)
            at = rising.at(highs[rank]) - 6
            body.append(svg.text(total, middle, at, anchor="middle", font_weight="bold"))
    zero = rising.at(0)
    body.append(svg.line(left, zero, width - 8, zero, stroke=svg.SOFT, stroke_width=1))
    return svg.drawing(uid, data.title, data.description, width, height, body)


def _stack(
    data: Columns, row: tuple[Number, ...], rising: svg.Scale, x: float, wide: float
) -> list[str]:
    drawn: list[str] = []
    above = below = 0.0
    for rank, amount in enumerate(row):
        base = above if amount >= 0 else below
        start, end = rising.at(base), rising.at(base + float(amount))
        above, below = above + max(float(amount), 0), below + min(float(amount), 0)
        tall, y = abs(start - end), min(start, end)
        if tall == 0:
            continue
        shape = svg.tag(
            "rect", x=x, y=y, width=wide, height=tall, fill=_colour(rank), stroke=svg.SAND
        )
        said = pair(data.parts[rank], measure(amount, data.unit))
        letter = (
            [
                svg.text(
                    _letter(rank), x + wide / 2, y + tall / 2 + 4.5, anchor="middle", fill="#FFF"
                )
            ]
            if tall >= 15
            else []
        )
        drawn.append(svg.tag("g", svg.tag("title", said), shape, *letter))
    return drawn


def _key(name: str, rank: int) -> Markup:
    y = 6 + 22 * rank
    return svg.tag(
        "g",
        svg.tag("rect", x=8, y=y, width=18, height=17, fill=_colour(rank)),
        svg.text(_letter(rank), 17, y + 13, anchor="middle", fill="#FFF"),
        svg.text(svg.fit(name, 280), 34, y + 13),
    )


def _colour(rank: int) -> str:
    return svg.SERIES[rank % len(svg.SERIES)]


def _letter(rank: int) -> str:
    return "ABCDEFGH"[rank % 8]


def _brief(value: float, unit: str) -> str:
    """An amount short enough for an axis: 6,1 M€, 250 k€."""
    if unit != "euros" or abs(value) < 1000:
        return measure(round(value, 2), unit)
    divisor, symbol = (1e6, "M") if abs(value) >= 1e6 else (1e3, "k")
    return euros(round(value / divisor, 1), None, symbol)
