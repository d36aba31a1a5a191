"""INSEE's figures for each neighbourhood, for all of France's and for the metropolis.

Indicators, sources, vintages and reserves are those of the observatory's catalogue: loading
INSEE's own files later finds these values and leaves them as they are.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from faire_ensemble.apps.observatory.models import Value, ValueStatus
from faire_ensemble.apps.observatory.services.catalogue import (
    Column,
    columns_of,
    ensure_indicators,
    ensure_vintages,
)
from faire_ensemble.apps.observatory.services.cells import Cell, under_reserve
from faire_ensemble.apps.observatory.services.insee_qpv import ENSEMBLE, NATIONAL
from faire_ensemble.apps.territory.models import Territory, TerritoryKind
from faire_ensemble.apps.territory.services import ensure_national_group
from faire_ensemble.config.demonstration import facts
from faire_ensemble.config.demonstration.facts import OfficialFigure

METROPOLIS = "FILOSOFI"


def add_figures(epci: Territory) -> int:
    """The values of the neighbourhoods, of their national set and of the metropolis; how many."""
    figures = [*facts.official_figures(), *_reference(epci)]
    columns = {
        (dataset, name): column
        for dataset in {figure.dataset for figure in figures}
        for name, column in columns_of(dataset).items()
    }
    used = [columns[figure.dataset, figure.column] for figure in figures]
    indicators = ensure_indicators({column.indicator for column in used})
    vintages = _vintages(zip(figures, used, strict=True))
    places = dict(
        Territory.objects.filter(epci=epci, kind=TerritoryKind.PRIORITY).values_list("code", "pk")
    ) | {epci.code: epci.pk, ENSEMBLE: ensure_national_group(*NATIONAL)}
    created = Value.objects.bulk_create(
        (
            _value(
                figure,
                column,
                indicators[column.indicator],
                places[figure.neighbourhood],
                vintages[column.source, figure.year],
            )
            for figure, column in zip(figures, used, strict=True)
        ),
        batch_size=500,
    )
    return len(created)


def _reference(epci: Territory) -> list[OfficialFigure]:
    return [
        OfficialFigure(
            epci.code,
            METROPOLIS,
            row["column"],
            int(row["year"]),
            Decimal(row["value"]),
            "",
            row["remark"],
        )
        for row in facts.rows("reference.csv")
    ]


def _vintages(used: Iterable[tuple[OfficialFigure, Column]]) -> Mapping[tuple[str, int], int]:
    """The vintage of each source and year."""
    sources: dict[int, set[str]] = {}
    for figure, column in used:
        sources.setdefault(figure.year, set()).add(column.source)
    return {
        (source, year): pk
        for year, codes in sorted(sources.items())
        for source, pk in ensure_vintages(sorted(codes), year).items()
    }


def _value(
    figure: OfficialFigure, column: Column, indicator: int, territory: int, vintage: int
) -> Value:
    status = ValueStatus.MISSING if figure.value is None else ValueStatus.PUBLISHED
    cell = under_reserve(Cell(figure.value, status), column.reserve, figure.note)
    return Value(
        indicator_id=indicator,
        territory_id=territory,
        vintage_id=vintage,
        value=cell.value,
        status=cell.status,
        note=" ; ".join(part for part in (cell.note, column.remark, figure.remark) if part),
    )
