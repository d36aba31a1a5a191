"""A drawing with its title, source and table: what templates and documents show."""

from dataclasses import dataclass

from markupsafe import Markup

from faire_ensemble.kit.charts import svg
from faire_ensemble.kit.charts.bars import Bars, bars
from faire_ensemble.kit.charts.columns import Columns, columns
from faire_ensemble.kit.charts.gap_dots import GapDots, gap_dots
from faire_ensemble.kit.charts.lines import Lines, lines
from faire_ensemble.kit.charts.meter import Meter, meter
from faire_ensemble.kit.charts.table import Table

Chart = GapDots | Bars | Lines | Columns | Meter


@dataclass(frozen=True, slots=True)
class Figure:
    """`svg` may be any drawing (a map too); `note` is a sentence on how to read it."""

    uid: str
    title: str
    description: str
    svg: Markup
    table: Table
    source: str
    note: str = ""


def draw(data: Chart, uid: str, width: int = svg.NARROW) -> Markup:
    """Draw any chart."""
    match data:
        case GapDots():
            return gap_dots(data, uid, width)
        case Bars():
            return bars(data, uid, width)
        case Lines():
            return lines(data, uid, width)
        case Columns():
            return columns(data, uid, width)
        case Meter():
            return meter(data, uid, width)


def figure(
    data: Chart, *, uid: str, source: str, note: str = "", width: int = svg.NARROW
) -> Figure:
    """The chart with everything that must stand around it."""
    drawn = draw(data, uid, width)
    return Figure(uid, data.title, data.description, drawn, data.table(), source, note)
