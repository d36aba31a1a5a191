"""Sets of neighbourhoods taken as a whole, and the targets set on their gaps."""

from itertools import groupby

from django.utils.translation import gettext as _

from faire_ensemble.apps.observatory.selectors import Comparison, words
from faire_ensemble.apps.reporting.selectors.blocks import Block, Graph, Heading, Numbers
from faire_ensemble.apps.reporting.selectors.material import IndicatorRows
from faire_ensemble.apps.reporting.selectors.words import capital, source_of, sources
from faire_ensemble.kit.charts import Meter, Table
from faire_ensemble.kit.joining import pair
from faire_ensemble.kit.numbers import measure


def groups(indicators: tuple[IndicatorRows, ...]) -> tuple[Block, ...]:
    """One table a theme, then where each target stands."""
    if not indicators:
        return ()
    tables = tuple(
        _table(str(theme.label), tuple(held))
        for theme, held in groupby(indicators, key=lambda each: each.indicator.theme)
    )
    meters = tuple(block for each in indicators for block in _meters(each))
    return Heading(_("L'ensemble des quartiers")), *tables, *meters


def _table(theme: str, indicators: tuple[IndicatorRows, ...]) -> Numbers:
    rows = [row for each in indicators for row in each.rows]
    targets = any(row.target_status is not None for row in rows)
    head = [
        _("Indicateur"),
        _("Ensemble"),
        _("Année"),
        _("Valeur"),
        _("Métropole"),
        _("Écart"),
    ]
    return Numbers(
        title=_("%(theme)s : les ensembles de quartiers et la métropole")
        % {"theme": capital(theme)},
        table=Table(
            (*head, _("Cible")) if targets else tuple(head),
            tuple(_row(row, targets) for row in rows),
            frozenset({3, 4, 5}),
        ),
        source=source_of(*indicators),
    )


def _row(row: Comparison, targets: bool) -> tuple[str, ...]:
    reference = row.reference.value if row.reference is not None else None
    status = words.target_state_words(row.target_status) if row.target_status else "—"
    return (
        row.indicator.label,
        row.place.name,
        str(row.year or "—"),
        words.figure_words(row.indicator, row.figure),
        measure(reference, row.indicator.unit),
        words.gap_words(row.indicator, row.gap),
        *((status,) if targets else ()),
    )


def _meters(each: IndicatorRows) -> tuple[Block, ...]:
    """The path of every target of a group, with where its gap stands."""
    found: list[Block] = []
    for row in each.rows:
        target, status = row.target, row.target_status
        if target is None or row.year is None:
            continue
        interval = row.gap.interval if row.gap is not None else None
        chart = Meter(
            title=pair(row.indicator.label, row.place.name),
            unit=row.indicator.unit,
            base_year=target.base_year,
            base=target.base_gap,
            year=row.year,
            current=row.gap.value if row.gap is not None else None,
            expected=status.expected if status is not None else None,
            target_year=target.target_year,
            target=target.path.final_gap,
            low=interval.low if interval is not None else None,
            high=interval.high if interval is not None else None,
            status=words.target_state_words(status) if status is not None else "",
        )
        uid = f"cible-{row.indicator.code}-{row.place.code}"
        note = words.basis_words(status) if status is not None else ""
        found.append(Graph(uid, chart, sources([target.source, source_of(each)]), capital(note)))
    return tuple(found)
