"""Charts drawn on the server: SVG text without script, style attribute or dependency.

Every chart is a frozen dataclass (what it shows, already computed), a function that draws it
and `data.table()`, its numbers as text. `figure(data, uid=…, source=…)` puts the three
together for the macro `kit/figure.html` and for the PDF documents:

    from faire_ensemble.kit.charts import Dot, GapDots, figure
    chart = figure(GapDots(...), uid="gap-poverty", source="Insee, Filosofi 2019")

`uid` is unique in the page: it names the title and the description of the drawing.
"""

from faire_ensemble.kit.charts.bars import Bar, Bars, bars
from faire_ensemble.kit.charts.columns import Columns, columns
from faire_ensemble.kit.charts.figure import Chart, Figure, draw, figure
from faire_ensemble.kit.charts.gap_dots import Dot, GapDots, gap_dots
from faire_ensemble.kit.charts.lines import Line, Lines, Point, lines
from faire_ensemble.kit.charts.meter import Meter, meter
from faire_ensemble.kit.charts.table import Table

__all__ = [
    "Bar",
    "Bars",
    "Chart",
    "Columns",
    "Dot",
    "Figure",
    "GapDots",
    "Line",
    "Lines",
    "Meter",
    "Point",
    "Table",
    "bars",
    "columns",
    "draw",
    "figure",
    "gap_dots",
    "lines",
    "meter",
]
