"""Gap tables as flat records, for CSV, JSON and whoever recomputes them."""

from decimal import Decimal
from typing import Any

from faire_ensemble.apps.observatory.selectors import words
from faire_ensemble.apps.observatory.selectors.comparison import Comparison
from faire_ensemble.apps.observatory.selectors.figures import Figure
from faire_ensemble.apps.observatory.selectors.gaps import GapTable

Record = dict[str, Any]


def table_record(table: GapTable) -> Record:
    """The whole table: what is measured, the references, one record a neighbourhood."""
    return {
        "indicateur": table.indicator.code,
        "code_officiel": table.indicator.official_code,
        "libelle": table.indicator.label,
        "unite": table.indicator.unit.value,
        "sens": table.indicator.rise.value,
        "millesime": table.year,
        "epci": table.epci.code,
        "nom_epci": table.epci.name,
        "reference": _figure_record(table.reference),
        "ensemble_des_qpv": _figure_record(table.national),
        "quartiers": [row_record(table, row) for row in table.rows],
    }


def row_record(table: GapTable, row: Comparison) -> Record:
    """One neighbourhood of a table, with its rank."""
    ranked = table.ranks.get(row.place.code)
    return comparison_record(row, ranked.rank if ranked is not None else None)


def comparison_record(row: Comparison, rank: int | None = None) -> Record:
    """One comparison; the same keys on every row, None where there is nothing."""
    gap = row.gap
    interval = gap.interval if gap is not None else None
    target, status = row.target, row.target_status
    change, split = row.change, row.change.gap if row.change is not None else None
    return {
        "code_quartier": row.place.code,
        "nom_quartier": row.place.name,
        "indicateur": row.indicator.code,
        "code_officiel": row.indicator.official_code,
        "unite": row.indicator.unit.value,
        "millesime": row.year,
        "valeur": plain(row.figure.value) if row.figure is not None else None,
        "statut": row.figure.status.value if row.figure is not None else "absent",
        "note": row.figure.note if row.figure is not None else "",
        "reference": plain(row.reference.value) if row.reference is not None else None,
        "ecart": plain(gap.value) if gap is not None else None,
        "ecart_relatif": round(float(gap.relative), 6) if gap and gap.relative else None,
        "intervalle_bas": round(interval.low, 4) if interval is not None else None,
        "intervalle_haut": round(interval.high, 4) if interval is not None else None,
        "sans_ecart": words.no_gap_words(row.no_gap, row.year),
        "sans_intervalle": words.no_interval_words(gap.no_interval) if gap is not None else "",
        "rang": rank,
        "depuis": change.earlier if change is not None else None,
        "evolution_quartier": plain(change.value) if change is not None else None,
        "evolution_reference": plain(split.reference_change) if split is not None else None,
        "evolution_ecart": plain(split.change) if split is not None else None,
        "cible_annee": target.target_year if target is not None else None,
        "cible_ecart": plain(target.path.final_gap) if target is not None else None,
        "cible_situation": status.state.value if status is not None else None,
        "source": words.source_words(row.figure) if row.figure is not None else "",
        "source_reference": words.source_words(row.reference) if row.reference is not None else "",
    }


def _figure_record(figure: Figure | None) -> Record | None:
    if figure is None:
        return None
    return {
        "valeur": plain(figure.value),
        "statut": figure.status.value,
        "note": figure.note,
        "source": words.source_words(figure),
    }


def plain(value: Decimal | None) -> int | float | None:
    """A number without the zeros that the database appends (56.300000 is 56.3)."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
