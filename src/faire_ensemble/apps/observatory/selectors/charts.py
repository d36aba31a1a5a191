"""What the charts of gaps show; drawing is the kit's."""

from django.utils.translation import gettext as _

from faire_ensemble.apps.observatory.models import Unit
from faire_ensemble.apps.observatory.selectors import words
from faire_ensemble.apps.observatory.selectors.comparison import Comparison, value_interval
from faire_ensemble.apps.observatory.selectors.figures import known
from faire_ensemble.apps.observatory.selectors.gaps import GapTable
from faire_ensemble.kit.charts import Dot, GapDots, Line, Lines, Point


def gap_chart(table: GapTable, highlight: str = "") -> GapDots:
    """Every neighbourhood's value as a dot against the metropolis, in the order of the table.

    Sets of neighbourhoods, and the one to `highlight` (a code), are marked by a diamond.
    """
    return GapDots(
        title=f"{table.indicator.label}, {table.year}",
        unit=table.indicator.unit.value,
        dots=tuple(
            _dot(row, row.place.is_set or row.place.code == highlight) for row in table.rows
        ),
        reference=known(table.reference),
        reference_label=table.epci.name,
        label_head=_("Quartier"),
    )


def _dot(row: Comparison, highlight: bool) -> Dot:
    interval = value_interval(row.indicator, row.figure)
    value = known(row.figure)
    return Dot(
        label=row.place.name,
        value=value,
        low=interval.low if interval is not None else None,
        high=interval.high if interval is not None else None,
        note="" if value is not None else words.figure_words(row.indicator, row.figure),
        highlight=highlight,
    )


def value_chart(row: Comparison) -> Lines | None:
    """The neighbourhood and its metropolis over the years; None with fewer than two points."""
    past = row.history()
    lines = [
        Line(row.place.name, tuple(Point(each.year, each.value) for each in past)),
        Line(_("Métropole"), tuple(Point(each.year, each.reference) for each in past)),
    ]
    drawn = tuple(line for line in lines if any(p.value is not None for p in line.points))
    if sum(point.value is not None for line in drawn for point in line.points) < 2:
        return None
    return Lines(row.indicator.label, row.indicator.unit.value, drawn)


def target_chart(row: Comparison) -> Lines | None:
    """Observed gaps against the path of the target; None without a target."""
    if row.target is None:
        return None
    path, unit = row.target.path, row.indicator.unit
    observed = tuple(
        Point(
            each.year,
            each.gap.value,
            each.gap.interval.low if each.gap.interval is not None else None,
            each.gap.interval.high if each.gap.interval is not None else None,
        )
        for each in row.history()
        if each.gap is not None
    )
    steps = (path.base_year, path.target_year)
    expected = tuple(Point(year, path.gap_in(year)) for year in steps)
    lines = [Line(_("Trajectoire de la cible"), expected, target=True)]
    if observed:
        lines.insert(0, Line(_("Écart mesuré"), observed))
    shown = Unit.POINTS if unit == Unit.PERCENT else unit
    return Lines(row.place.name, shown.value, tuple(lines))
