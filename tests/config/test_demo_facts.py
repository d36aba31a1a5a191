"""The facts of the demonstration: complete, linked, sourced, and equal to what is published."""

import csv
import json
from collections import Counter
from decimal import Decimal
from math import cos, hypot, radians
from pathlib import Path

import pytest
import shapely

from faire_ensemble.apps.observatory.models import Direction, Theme, Unit
from faire_ensemble.config.demonstration import facts, perimeters


def test_twenty_six_neighbourhoods_by_name() -> None:
    found = facts.neighbourhoods()
    assert [item.code for item in found] == [f"QP0590{number}" for number in range(66, 92)]
    by_code = {item.code: item for item in found}
    assert by_code["QP059087"].name == "La Bourgogne"
    # Lille, Faches-Thumesnil, Loos and Lezennes.
    assert by_code["QP059074"].communes == ("59350", "59220", "59360", "59346")


def test_report_figures_use_known_words() -> None:
    indicators = {row["code"]: row for row in facts.rows("report_indicators.csv")}
    figures = list(facts.rows("report_figures.csv"))
    assert {row["indicator"] for row in figures} == set(indicators)
    assert {row["territory"] for row in figures} <= {"qpv", "veille", "mel", "reste"}
    assert all(row["section"] for row in figures)
    assert {row["theme"] for row in indicators.values()} <= set(Theme.values)
    assert {row["unit"] for row in indicators.values()} <= set(Unit.values)
    assert {row["direction"] for row in indicators.values()} <= set(Direction.values)
    keys = [(row["indicator"], row["territory"], row["year"]) for row in figures]
    assert max(Counter(keys).values()) == 1


@pytest.mark.parametrize(
    ("indicator", "territory", "year", "value"),
    [
        ("rpv-taux-emploi", "qpv", "2013", "44"),
        ("rpv-taux-emploi", "mel", "2013", "59"),
        ("rpv-part-chomeurs", "qpv", "2013", "31"),
        ("rpv-part-chomeurs", "mel", "2013", "16"),
        ("rpv-sans-diplome", "qpv", "2013", "50"),
        ("rpv-sans-diplome", "mel", "2013", "35"),
        ("rpv-activite-25-64", "qpv", "2013", "76"),
        ("rpv-activite-25-64", "mel", "2013", "80"),
        ("rpv-scolarises-18-24", "qpv", "2013", "52"),
        ("rpv-scolarises-18-24", "mel", "2013", "61"),
        ("rpv-bucco-dentaire", "qpv", "2016", "24"),
        ("rpv-bucco-dentaire", "veille", "2016", "28"),
        ("rpv-bucco-dentaire", "mel", "2016", "31"),
        ("rpv-ecart-brevet", "qpv", "2016", "-19"),
        ("rpv-ecart-monoparentales", "qpv", "2013", "6"),
    ],
)
def test_the_report_says(indicator: str, territory: str, year: str, value: str) -> None:
    found = {
        (row["indicator"], row["territory"], row["year"]): row["value"]
        for row in facts.rows("report_figures.csv")
    }
    assert found[indicator, territory, year] == value


def test_individual_housing_is_compared_with_the_rest_of_the_metropolis() -> None:
    rows = [
        row for row in facts.rows("report_figures.csv") if row["indicator"].endswith("individuel")
    ]
    assert {row["territory"]: row["value"] for row in rows} == {"qpv": "29", "reste": "55"}


def test_a_gap_has_no_invented_side() -> None:
    points = {row["code"] for row in facts.rows("report_indicators.csv") if row["unit"] == "points"}
    sides = {
        row["territory"] for row in facts.rows("report_figures.csv") if row["indicator"] in points
    }
    assert points and sides == {"qpv"}


def test_objectives_point_at_indicators_of_the_report() -> None:
    indicators = {row["code"] for row in facts.rows("report_indicators.csv")}
    contract = facts.table("contract.toml")
    objectives = [item for pillar in contract["pillars"] for item in pillar["objectives"]]
    assert len(contract["pillars"]) == 3
    assert {item["indicator"] for item in objectives if "indicator" in item} <= indicators
    assert {item["theme"] for item in objectives} <= set(Theme.values)
    assert set(facts.table("invented.toml")["purposes"]) == {item["theme"] for item in objectives}
    assert len(facts.towns()) == 21


def test_the_digest_covers_every_file() -> None:
    assert {path.name for path in facts.FOLDER.iterdir()} - {"README.md"} == set(facts.FILES)


@pytest.mark.parametrize("index", [0, 9, 16])
def test_schematic_perimeters_have_the_true_area(index: int) -> None:
    item = facts.neighbourhoods()[index]
    shape = perimeters.schematic(item.longitude, item.latitude, item.area_km2)
    # Local degrees in km at this latitude (WGS84), good to 0.1 %.
    area = shape.area * 111.26 * 111.413 * cos(radians(item.latitude))
    assert shape.is_valid
    assert area == pytest.approx(item.area_km2, rel=0.004)
    assert shape.centroid.distance(shapely.Point(item.longitude, item.latitude)) < 1e-9


def test_facts_agree_with_the_official_perimeters(shared_data: Path) -> None:
    published = json.loads((shared_data / "qpv_2014" / "qpv2014_mel.geojson").read_text("utf-8"))
    names = {}
    for feature in published["features"]:
        shape = shapely.make_valid(shapely.from_geojson(json.dumps(feature["geometry"])))
        properties = feature["properties"]
        names[properties["CODE_QP"]] = (properties["NOM_QP"], properties["COMMUNE_QP"], shape)
    for item in facts.neighbourhoods():
        name, communes, shape = names.pop(item.code)
        assert item.name == name
        assert len(item.communes) == len(communes.split(","))
        away = hypot(item.longitude - shape.centroid.x, item.latitude - shape.centroid.y)
        assert away < 0.001
    assert not names


def test_facts_agree_with_what_insee_publishes(shared_data: Path) -> None:
    published: dict[tuple[str, str, int], dict[str, str]] = {}
    for dataset in ("DEMO", "IPRO", "REVN"):
        for year in (2017, 2019, 2021):
            path = shared_data / "insee_qpv" / f"{dataset}_{year}.csv"
            with path.open(encoding="utf-8-sig", newline="") as file:
                for row in csv.DictReader(file, delimiter=";"):
                    published[row["CODGEO"], dataset, year] = row
    figures = facts.official_figures()
    assert len(figures) == 1120
    for figure in figures:
        text = published[figure.neighbourhood, figure.dataset, figure.year][figure.column]
        text = text.replace("\u202f", "").replace(",", ".").strip()
        assert figure.value == (Decimal(text) if text else None), figure


def test_what_is_promised_names_known_objectives_and_partners() -> None:
    contract, invented = facts.table("contract.toml"), facts.table("invented.toml")["avenants"]
    titles = {item["title"] for pillar in contract["pillars"] for item in pillar["objectives"]}
    partners = {item["name"] for item in contract["partners"]}
    for table in (contract, invented):
        lines = [*table["operational"], *table["commitments"], *table["plans"]]
        lines += [line for plan in table["plans"] for line in plan["lines"]]
        assert {line["objective"] for line in lines if "objective" in line} <= titles
        owners = {line.get("owner") or line.get("organisation") for line in lines}
        assert owners - {None} <= partners
        if table is contract:
            named = [*table["operational"], *table["commitments"], *table["plans"]]
            assert all(line["section"].startswith("3.") for line in named)
        else:
            assert all("(démonstration)" in line["title"] for line in lines)
    assert invented["reworded"] in titles
