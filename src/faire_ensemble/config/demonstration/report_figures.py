"""The figures of the 2015-2016 report, each with its section, and the target of the contract."""

from decimal import Decimal
from typing import Any

from faire_ensemble.apps.observatory.models import Indicator, Source, Target, Value, Vintage
from faire_ensemble.apps.observatory.selectors import Place, find_indicator
from faire_ensemble.apps.observatory.services import set_target
from faire_ensemble.apps.territory.models import Territory
from faire_ensemble.config.demonstration import facts

SOURCE = {
    "code": "rapport-pv-mel-2015-2016",
    "name": "Rapport politique de la ville 2015-2016, MEL (observation : ADULM, OESU)",
    "publisher": "Métropole européenne de Lille",
    "licence": "Document public (loi 2014-173, décret 2015-1118)",
}
DATASET = "RAPPORT"
NOTES = {
    "undated": "année non précisée par le rapport, rangé à 2016",
    "census": "année déduite : dernière de la période 2008-2013 que décrit le rapport",
}


def add_indicators() -> dict[str, Indicator]:
    """The indicators of the report by code."""
    created = Indicator.objects.bulk_create(
        Indicator(
            code=row["code"],
            dataset=DATASET,
            label=row["label"],
            theme=row["theme"],
            unit=row["unit"],
            direction=row["direction"],
            headline=int(row["headline"]),
            method=row["method"],
        )
        for row in facts.rows("report_indicators.csv")
    )
    return {indicator.code: indicator for indicator in created}


def add_figures(indicators: dict[str, Indicator], territories: dict[str, Territory]) -> int:
    """The published values; how many."""
    source = Source.objects.create(**SOURCE)
    rows = list(facts.rows("report_figures.csv"))
    vintages = {
        year: Vintage.objects.create(source=source, year=year)
        for year in sorted({int(row["year"]) for row in rows})
    }
    created = Value.objects.bulk_create(
        Value(
            indicator=indicators[row["indicator"]],
            territory=territories[row["territory"]],
            vintage=vintages[int(row["year"])],
            value=Decimal(row["value"]),
            note=note_of(row),
        )
        for row in rows
    )
    return len(created)


def note_of(row: dict[str, str]) -> str:
    """Where in the report the figure is, and what must be known to read it."""
    parts = [NOTES.get(part, part) for part in row["note"].split(" ; ") if part]
    return " ; ".join([f"partie {row['section']}", *parts])


def add_target(territories: dict[str, Territory]) -> Target:
    """The contract's only numbered commitment: half the gap in employment rate.

    The base is the last published gap: the service reads it from the figures themselves.
    """
    fact: dict[str, Any] = facts.table("contract.toml")["target"]
    territory = territories[fact["territory"]]
    return set_target(
        actor=None,
        indicator=find_indicator(fact["indicator"]),
        place=Place(
            territory.pk, territory.code, territory.name, territory.kind, territory.epci_id
        ),
        base_year=fact["base_year"],
        target_year=fact["target_year"],
        remaining=Decimal(fact["remaining_share"]),
        source=fact["source"],
    )
