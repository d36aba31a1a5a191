"""Sets of neighbourhoods taken as a whole, and the targets set on their gaps."""

from django.utils.translation import gettext as _

from faire_ensemble.apps.observatory.selectors import Comparison, words
from faire_ensemble.apps.reporting.selectors.blocks import Block, Graph, Heading, Numbers
from faire_ensemble.apps.reporting.selectors.material import IndicatorRows
from faire_ensemble.apps.reporting.selectors.words import capital, source_of, sources
from faire_ensemble.kit.charts import Meter, Table
from faire_ensemble.kit.numbers import measure


def groups(indicators: tuple[IndicatorRows, ...]) -> tuple[Block, ...]:
    """One table, then where each target stands."""
    if not indicators:
        return ()
    meters = tuple(block for each in indicators for block in _meters(each))
    return Heading(_("L'ensemble des quartiers")), _table(indicators), *meters


def _table(groups: tuple[IndicatorRows, ...]) -> Numbers:
    head = (
        _("Indicateur"),
        _("Ensemble"),
        _("Année"),
        _("Valeur"),
        _("Métropole"),
        _("Écart"),
        _("Cible"),
    )
    rows = tuple(_group_row(row) for each in groups for row in each.rows)
    return Numbers(
        title=_("Les ensembles de quartiers et la métropole"),
        table=Table(head, rows, frozenset({3, 4, 5})),
        source=sources(source_of(each) for each in groups),
    )


def _group_row(row: Comparison) -> tuple[str, ...]:
    reference = row.reference.value if row.reference is not None else None
    return (
        row.indicator.label,
        row.place.name,
        str(row.year or "—"),
        words.figure_words(row.indicator, row.figure),
        measure(reference, row.indicator.unit),
        words.gap_words(row.indicator, row.gap),
        words.target_state_words(row.target_status) if row.target_status else "—",
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
            title=f"{row.indicator.label} : {row.place.name}",
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
