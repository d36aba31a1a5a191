"""INSEE's figures for each neighbourhood and for the metropolis, under their official codes.

Indicators, sources and vintages are those of the observatory: loading INSEE's own files later
updates these rows instead of doubling them.
"""

from decimal import Decimal

from faire_ensemble.apps.observatory.models import Indicator, Source, Value, ValueStatus, Vintage
from faire_ensemble.apps.territory.models import Territory, TerritoryKind
from faire_ensemble.config.demonstration import facts

RESERVE = "réserve de l'INSEE (code {note})"


def add_figures(epci: Territory) -> int:
    """The values of the neighbourhoods, and those of the metropolis; how many."""
    indicators = _indicators()
    vintages: dict[tuple[str, int], Vintage] = {}

    def vintage(dataset: str, year: int) -> Vintage:
        if (dataset, year) not in vintages:
            vintages[dataset, year] = Vintage.objects.create(source=_source(dataset), year=year)
        return vintages[dataset, year]

    places = {
        place.code: place
        for place in Territory.objects.filter(epci=epci, kind=TerritoryKind.PRIORITY)
    }
    values = [
        Value(
            indicator=indicators[figure.dataset, figure.column],
            territory=places[figure.neighbourhood],
            vintage=vintage(figure.dataset, figure.year),
            value=figure.value,
            status=_status(figure),
            note=RESERVE.format(note=figure.note) if figure.note else "",
        )
        for figure in facts.official_figures()
    ] + [
        Value(
            indicator=indicators[row["dataset"], row["column"]],
            territory=epci,
            vintage=vintage("FILOSOFI", int(row["year"])),
            value=Decimal(row["value"]),
        )
        for row in facts.rows("reference.csv")
    ]
    return len(Value.objects.bulk_create(values, batch_size=500))


def _status(figure: facts.OfficialFigure) -> ValueStatus:
    if figure.value is None:
        return ValueStatus.MISSING
    return ValueStatus.FLAGGED if figure.note else ValueStatus.PUBLISHED


def _indicators() -> dict[tuple[str, str], Indicator]:
    created = Indicator.objects.bulk_create(
        Indicator(
            code=f"{row['dataset']}-{row['column']}".lower().replace("_", "-"),
            official_code=row["column"],
            dataset=row["dataset"],
            label=row["label"],
            theme=row["theme"],
            unit=row["unit"],
            direction=row["direction"],
            headline=int(row["headline"]) if row["headline"] else None,
        )
        for row in facts.rows("insee_columns.csv")
    )
    return {(item.dataset, item.official_code): item for item in created}


def _source(dataset: str) -> Source:
    return Source.objects.get_or_create(
        code=f"insee-{dataset.lower()}",
        defaults={
            "name": "Filosofi" if dataset == "FILOSOFI" else f"Données sur les QPV, {dataset}",
            "publisher": "INSEE",
            "licence": "Licence Ouverte",
        },
    )[0]
