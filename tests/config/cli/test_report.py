"""`faire report annual`: the file, the JSON, and what it says when it cannot."""

import json
from decimal import Decimal

import pytest
from click.testing import CliRunner, Result

from faire_ensemble.apps.observatory.models import Indicator, Source, Theme, Unit, Value, Vintage
from faire_ensemble.apps.territory.models import EpciSiren, Territory, TerritoryKind
from faire_ensemble.config.cli.report import command


def run(*arguments: object) -> Result:
    return CliRunner().invoke(command, ["annual", *map(str, arguments)])


@pytest.fixture
def metropolis(db) -> Territory:
    epci = Territory.objects.create(kind=TerritoryKind.EPCI, code="200093201", name="MEL")
    EpciSiren.objects.create(epci=epci, siren="200093201")
    return epci


@pytest.fixture
def figures(metropolis: Territory) -> None:
    place = Territory.objects.create(
        kind=TerritoryKind.PRIORITY, code="QP059087", name="Bourgogne", epci=metropolis
    )
    indicator = Indicator.objects.create(
        code="tp60", label="Taux de pauvreté", theme=Theme.INCOME, unit=Unit.PERCENT, headline=1
    )
    source = Source.objects.create(code="revn", name="Revenus", publisher="Insee")
    vintage = Vintage.objects.create(source=source, year=2019)
    Value.objects.create(
        indicator=indicator, territory=place, vintage=vintage, value=Decimal("56.3")
    )


def test_the_pdf_is_written(figures, tmp_path):
    out = tmp_path / "rapport.pdf"
    result = run("--year", 2019, "--out", out)
    assert result.exit_code == 0, result.output
    assert out.read_bytes().startswith(b"%PDF-")
    assert "À compléter" in result.output


def test_json_says_what_was_written_and_what_is_missing(figures, tmp_path):
    out = tmp_path / "rapport.pdf"
    told = json.loads(run("--year", 2019, "--out", out, "--format", "json").stdout)
    assert told["bytes"] == out.stat().st_size
    assert [part["number"] for part in told["parts"]] == ["1", "2", "3", "4", "5", "6", "A", "B"]
    assert {gap["section"] for gap in told["to_complete"]} == {"1", "2", "3", "4", "5", "6"}


def test_a_year_without_data_names_the_years_and_the_import(figures, tmp_path):
    out = tmp_path / "rapport.pdf"
    result = run("--year", 1999, "--out", out)
    assert result.exit_code == 1
    assert "années présentes : 2019" in result.output
    assert "faire import" in result.output
    assert not out.exists()


def test_an_empty_database_says_what_to_import(metropolis, tmp_path):
    result = run("--year", 2019, "--out", tmp_path / "rapport.pdf")
    assert result.exit_code == 1
    assert "faire import qpv" in result.output


@pytest.mark.django_db
def test_without_an_epci_it_says_to_open_one(tmp_path):
    result = run("--year", 2019, "--out", tmp_path / "rapport.pdf")
    assert result.exit_code == 1
    assert "faire open" in result.output


def test_a_missing_folder_is_named_and_nothing_is_written(figures, tmp_path):
    result = run("--year", 2019, "--out", tmp_path / "absent" / "rapport.pdf")
    assert result.exit_code == 1
    assert "n'existe pas" in result.output
    assert list(tmp_path.iterdir()) == []


def test_an_older_file_stays_when_composition_fails(figures, tmp_path, monkeypatch):
    out = tmp_path / "rapport.pdf"
    out.write_bytes(b"old")

    def refuse(_report):
        raise OSError("disque plein")

    monkeypatch.setattr("faire_ensemble.config.cli.report.annual_pdf", refuse)
    result = run("--year", 2019, "--out", out)
    assert result.exit_code == 1
    assert "disque plein" in result.output
    assert out.read_bytes() == b"old"
