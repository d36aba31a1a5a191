"""Section 2: what the neighbourhoods have become, by theme, against the metropolis."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from faire_ensemble.apps.observatory.selectors import Comparison, words
from faire_ensemble.apps.reporting.selectors.blocks import (
    Block,
    Graph,
    Heading,
    Numbers,
    Picture,
    Section,
    Text,
    ToComplete,
)
from faire_ensemble.apps.reporting.selectors.groups import groups
from faire_ensemble.apps.reporting.selectors.material import IndicatorRows, Material
from faire_ensemble.apps.reporting.selectors.sexes import by_sex
from faire_ensemble.apps.reporting.selectors.words import (
    capital,
    counted,
    listing,
    source_of,
    theme_name,
)
from faire_ensemble.core.statistics import Move, Rise
from faire_ensemble.kit.charts import Dot, GapDots, Table
from faire_ensemble.kit.numbers import Number, measure

THEMES = ("employment", "housing", "education", "health", "urban")
"""The five themes of the contract: each must be in the report, or be asked for."""

WORSE = (Move.WIDENS, Move.FALLS_BEHIND, Move.LEAD_SHRINKS)


def evolution(material: Material) -> Section:
    """Overview, then each key figure of each theme, groups of neighbourhoods, women and men."""
    blocks: list[Block] = [Text(_intro(material))]
    if material.headlines:
        blocks.append(overview(material.headlines))
    if material.values is not None:
        blocks.append(Picture("carte-valeurs", material.values.map, material.values.source))
    blocks += groups(material.groups)
    for theme, indicators in groupby(material.headlines, key=lambda each: each.indicator.theme):
        blocks.append(Heading(capital(str(theme.label)), theme=str(theme.value)))
        blocks += [indicator_graph(each) for each in indicators]
    blocks += _missing_themes(material)
    blocks += by_sex(material.by_sex)
    return Section(
        key="evolution",
        number="2",
        title=_("L'évolution de la situation dans les quartiers prioritaires"),
        blocks=tuple(blocks),
        basis=_(
            "Décret n° 2015-1118, 2° : évolution des quartiers au regard des objectifs de la loi "
            "et du contrat ; données présentées par sexe."
        ),
    )


def _intro(material: Material) -> str:
    if not material.headlines and not material.groups:
        return _(
            "Aucun indicateur n'est chargé jusqu'à %(year)s : chargez les tableaux de l'Insee "
            "(faire import insee-qpv …)."
        ) % {"year": material.year}
    return _(
        "Chaque chiffre est celui du millésime le plus récent publié jusqu'à %(year)s ; le "
        "millésime est écrit à côté. L'écart est la valeur du quartier moins celle de la "
        "métropole. Sans effectif publié, il n'y a pas d'intervalle : aucun n'est inventé."
    ) % {"year": material.year}


def overview(headlines: tuple[IndicatorRows, ...]) -> Numbers:
    """One line an indicator: metropolis, lowest and highest neighbourhood, gaps that widen."""
    head = (
        _("Indicateur"),
        _("Millésime"),
        _("Métropole"),
        _("Quartier le plus bas"),
        _("Quartier le plus haut"),
        _("Défavorables"),
        _("Se creusent"),
    )
    return Numbers(
        title=_("Vue d'ensemble des indicateurs clés"),
        table=Table(head, tuple(_overview_row(each) for each in headlines), frozenset({2, 5, 6})),
        source=source_of(*headlines),
        note=_(
            "Défavorables : écarts du mauvais côté de la métropole, sur ceux qui sont connus. Se "
            "creusent : depuis le millésime de comparaison, quand les deux écarts sont connus."
        ),
    )


def _overview_row(each: IndicatorRows) -> tuple[str, ...]:
    unit = each.indicator.unit
    known = [
        (row.figure.value, row.place.name)
        for row in each.rows
        if row.figure is not None and row.figure.value is not None
    ]
    low, high = (min(known), max(known)) if known else (None, None)
    gaps = [row for row in each.rows if row.gap is not None]
    changes = [row.change.gap for row in each.rows if row.change and row.change.gap]
    return (
        each.indicator.label,
        str(each.year),
        measure(reference_of(each), unit) if reference_of(each) is not None else _("non connue"),
        f"{measure(low[0], unit)} ({low[1]})" if low else "—",
        f"{measure(high[0], unit)} ({high[1]})" if high else "—",
        _share(sum(map(unfavourable, gaps)), len(gaps), each.indicator.rise),
        _share(sum(c.move in WORSE for c in changes), len(changes), each.indicator.rise),
    )


def _share(count: int, total: int, rise: Rise) -> str:
    if not total or rise is Rise.NEUTRAL:
        return "—"
    return _("%(count)s sur %(total)s") % {"count": count, "total": total}


def unfavourable(row: Comparison) -> bool:
    """Whether the gap is on the bad side for residents."""
    if row.gap is None or row.indicator.rise is Rise.NEUTRAL:
        return False
    return row.gap.value > 0 if row.indicator.rise is Rise.BAD else row.gap.value < 0


def reference_of(each: IndicatorRows) -> Number | None:
    """The metropolis's value in the vintage shown."""
    for row in each.rows:
        if row.year == each.year and row.reference is not None:
            return row.reference.value
    return None


def indicator_graph(each: IndicatorRows) -> Graph:
    """The dots, with every number that is known of them."""
    uid = f"ecart-{each.indicator.code}"
    title = f"{each.indicator.label}, {each.year}"
    epci = _("Métropole")
    chart = GapDots(
        title=title,
        unit=each.indicator.unit,
        dots=tuple(_dot(row, each.year) for row in each.rows),
        reference=reference_of(each),
        reference_label=epci,
    )
    detail = Numbers(
        title=_("%(title)s : chaque quartier et la métropole") % {"title": title},
        table=comparison_table(each),
        source=source_of(each),
        note=_caveats(each),
    )
    return Graph(uid, chart, source_of(each), note=_rise(each), detail=detail)


def _dot(row: Comparison, year: int) -> Dot:
    value = row.figure.value if row.figure is not None else None
    note = words.figure_words(row.indicator, row.figure) if value is None else ""
    label = row.place.name if row.year in (year, None) else f"{row.place.name} ({row.year})"
    return Dot(label, value, note=note)


def _rise(each: IndicatorRows) -> str:
    said = _("Pour les habitants, %(rise)s.") % {"rise": words.rise_words(each.indicator.rise)}
    if reference_of(each) is None:
        said += " " + _("Valeur de la métropole non connue pour ce millésime : aucun écart.")
    return said


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which columns the rows of an indicator can fill."""

    gaps: bool
    intervals: bool
    changes: bool
    gap_changes: bool
    targets: bool


def comparison_table(each: IndicatorRows) -> Table:
    """Neighbourhood, value, then what is known of gap, interval, changes and target."""
    gaps = [row.gap for row in each.rows if row.gap is not None]
    changes = [row.change for row in each.rows if row.change is not None]
    shown = _Columns(
        gaps=bool(gaps),
        intervals=any(gap.interval is not None for gap in gaps),
        changes=bool(changes),
        gap_changes=any(change.gap is not None for change in changes),
        targets=any(row.target_status is not None for row in each.rows),
    )
    head = [_("Quartier"), _("Code"), _("Valeur")]
    head += [_("Écart")] if shown.gaps else []
    head += [_("Intervalle à 95 %")] if shown.intervals else []
    head += [_("Évolution du quartier")] if shown.changes else []
    head += [_("Évolution de l'écart")] if shown.gap_changes else []
    numeric = frozenset(range(2, len(head)))
    head += [_("Cible")] if shown.targets else []
    rows = tuple(_row(row, each.year, shown) for row in each.rows)
    return Table(tuple(head), rows, numeric)


def _row(row: Comparison, year: int, shown: _Columns) -> tuple[str, ...]:
    indicator, change, status = row.indicator, row.change, row.target_status
    value = words.figure_words(indicator, row.figure)
    if row.year not in (year, None):
        value += f" ({row.year})"
    cells = [row.place.name, row.place.code, value]
    if shown.gaps:
        cells.append(words.gap_words(indicator, row.gap))
    if shown.intervals:
        cells.append(words.interval_words(row.gap.interval if row.gap else None) or "—")
    if shown.changes:
        cells.append(_since(row))
    if shown.gap_changes:
        moved = change.gap.change if change is not None and change.gap is not None else None
        cells.append(measure(moved, indicator.unit, sign=True))
    if shown.targets:
        cells.append(words.target_state_words(status) if status is not None else "—")
    return tuple(cells)


def _since(row: Comparison) -> str:
    if row.change is None:
        return "—"
    return _("%(change)s depuis %(year)s") % {
        "change": measure(row.change.value, row.indicator.unit, sign=True),
        "year": row.change.earlier,
    }


def _caveats(each: IndicatorRows) -> str:
    said: list[str] = []
    reasons = Counter(
        row.gap.no_interval for row in each.rows if row.gap is not None and row.gap.no_interval
    )
    said += [words.no_interval_words(reason) for reason in reasons]
    said += [words.no_gap_words(row.no_gap, row.year) for row in each.rows if row.gap is None][:1]
    overlaps = {words.overlap_words(row.change) for row in each.rows}
    said += sorted(overlaps - {""})[:1]
    newer = {row.newer.year for row in each.rows if row.newer is not None}
    if newer:
        said.append(
            _("Valeurs plus récentes sans valeur de la métropole : %(years)s.")
            % {"years": listing([str(year) for year in sorted(newer)])}
        )
    return " ".join(dict.fromkeys(said))


def _missing_themes(material: Material) -> tuple[Block, ...]:
    present = {str(each.indicator.theme.value) for each in material.headlines + material.groups}
    missing = [theme_name(theme) for theme in THEMES if theme not in present]
    if not missing:
        return ()
    what = _("Les indicateurs clés de %(count)s sans donnée chargée jusqu'à %(year)s : %(names)s.")
    return (
        ToComplete(
            _("l'observatoire"),
            what
            % {
                "count": counted(len(missing), "thème", "thèmes"),
                "year": material.year,
                "names": listing(missing),
            },
        ),
    )
