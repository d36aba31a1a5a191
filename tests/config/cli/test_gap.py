"""`faire gap`: the table, the JSON, and what it says when it cannot answer."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from faire_ensemble.apps.observatory.models import (
    Direction,
    Indicator,
    Source,
    Unit,
    Value,
    ValueStatus,
    Vintage,
)
from faire_ensemble.apps.territory.models import EpciSiren, Territory, TerritoryKind
from faire_ensemble.config.cli.gap import command
from faire_ensemble.config.cli.import_ import command as import_command


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


@pytest.fixture
def metropolis(db) -> Territory:
    epci = Territory.objects.create(kind=TerritoryKind.EPCI, code="200093201", name="MEL")
    for siren in ("200093201", "245900410"):
        EpciSiren.objects.create(epci=epci, siren=siren)
    return epci


@pytest.fixture
def figures(metropolis: Territory) -> None:
    source = Source.objects.create(code="revn", name="Revenus", publisher="INSEE")
    vintage = Vintage.objects.create(source=source, year=2019)
    income = Indicator.objects.create(
        code="revn-disp-q2",
        official_code="DISP_Q2",
        label="Revenu disponible médian",
        theme="income",
        unit=Unit.EUROS,
        direction=Direction.GOOD,
    )
    poverty = Indicator.objects.create(
        code="revn-tp60",
        official_code="TP60",
        label="Taux de pauvreté",
        theme="income",
        unit=Unit.PERCENT,
        direction=Direction.BAD,
    )
    values = {"QP059087": ("11666", "56.3"), "QP059091": (None, "32.9")}
    for code, (first, second) in values.items():
        place = Territory.objects.create(
            kind=TerritoryKind.PRIORITY,
            code=code,
            name=f"Quartier {code[-2:]}",
            epci=metropolis,
            generation=2014,
        )
        Value.objects.create(
            indicator=income,
            territory=place,
            vintage=vintage,
            value=first,
            status=ValueStatus.PUBLISHED if first else ValueStatus.SUPPRESSED,
            note="" if first else "secret",
        )
        Value.objects.create(indicator=poverty, territory=place, vintage=vintage, value=second)
    Value.objects.create(indicator=income, territory=metropolis, vintage=vintage, value="20940")


def test_table(figures) -> None:
    result = run("disp_q2", "--vintage", "2019")
    assert result.exit_code == 0, result.output
    said = result.output.replace("\u202f", " ").replace("\u00a0", " ")
    assert "MEL : 20 940 €" in said
    assert "1  QP059087  Quartier 87" in said
    assert "11 666 €  −9 274 €" in said
    assert "—  QP059091  Quartier 91" in said and "secret statistique" in said
    assert "Source : INSEE, Revenus, 2019" in said
    assert "Intervalle à 95 %" not in said  # no row has one: no column
    assert "Pas d'intervalle : la source ne donne pas la précision" in said


def test_unknown_reference_is_said_and_nothing_invented(figures) -> None:
    result = run("TP60", "--vintage", "2019")
    assert result.exit_code == 0
    assert "56,3" in result.output and "32,9" in result.output
    assert "n'est pas dans les fichiers chargés. (2 quartiers sur 2)" in result.output
    assert "MEL : pas de ligne dans la source" in result.output


@pytest.mark.parametrize("siren", ["200093201", "245900410"])
def test_json(figures, siren: str) -> None:
    result = run("revn-disp-q2", "--vintage", "2019", "--format", "json", "--epci", siren)
    found = json.loads(result.output)
    assert found["reference"]["valeur"] == 20940
    first, second = found["quartiers"]
    assert first["code_quartier"] == "QP059087"
    assert (first["valeur"], first["ecart"], first["rang"]) == (11666, -9274, 1)
    assert first["ecart_relatif"] == pytest.approx(-0.442884)
    assert first["intervalle_bas"] is None and first["sans_intervalle"]
    assert second["valeur"] is None and second["statut"] == "suppressed"
    assert second["ecart"] is None and "secret statistique" in second["sans_ecart"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["DISP_Q3", "--vintage", "2019"], "Noms proches : DISP_Q2"),
        (["DISP_Q2", "--vintage", "2016"], "Millésimes chargés : 2019"),
        (["DISP_Q2", "--epci", "123456789"], "faire open 123456789"),
    ],
)
def test_refusals(figures, arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 1
    assert said in result.output


def test_nothing_opened(db) -> None:
    Indicator.objects.create(code="x", label="X", theme="income", unit="percent")
    result = run("x")
    assert result.exit_code == 1 and "faire open SIREN" in result.output


def test_an_indicator_without_any_value(metropolis) -> None:
    Indicator.objects.create(code="x", label="X", theme="income", unit="percent")
    result = run("x")
    assert result.exit_code == 1 and "faire import insee-qpv" in result.output


def test_two_metropolises_ask_which(figures) -> None:
    Territory.objects.create(kind=TerritoryKind.EPCI, code="243500139", name="Rennes")
    result = run("DISP_Q2")
    assert result.exit_code == 1 and "Rennes (243500139)" in result.output


@pytest.fixture
def published(metropolis: Territory, shared_data: Path) -> None:
    """INSEE's tables of 2019 by neighbourhood and by EPCI, as published."""
    for number in range(66, 92):
        code = f"QP0590{number}"
        Territory.objects.create(
            kind=TerritoryKind.PRIORITY, code=code, name=code, epci=metropolis, generation=2014
        )
    for kind, path in (
        ("insee-qpv", "insee_qpv/REVN_2019.csv"),
        ("insee-qpv", "insee_qpv/IPRO_2019.csv"),
        ("filosofi-epci", "insee_filosofi/FILO2019_DISP_EPCI.csv"),
    ):
        result = CliRunner().invoke(import_command, [kind, str(shared_data / path)])
        assert result.exit_code == 0, result.output


def rows_of(name: str) -> dict[str, dict]:
    result = run(name, "--vintage", "2019", "--format", "json")
    assert result.exit_code == 0, result.output
    return {row["code_quartier"]: row for row in json.loads(result.output)["quartiers"]}


def test_published_gaps_of_2019(published) -> None:
    income = rows_of("DISP_Q2")
    assert len(income) == 26
    worst = income["QP059087"]
    assert (worst["valeur"], worst["reference"], worst["ecart"]) == (11666, 20940, -9274)
    assert worst["rang"] == 1 and worst["intervalle_bas"] is None
    poverty = rows_of("TP60")
    assert poverty["QP059087"]["valeur"] == 56.3
    assert poverty["QP059091"]["valeur"] == 32.9
    for row in poverty.values():
        assert row["reference"] is None and row["ecart"] is None
        assert "n'est pas dans les fichiers chargés" in row["sans_ecart"]
    assert len(rows_of("TX_TOT_EMPL")) == 26


def test_a_code_of_several_datasets_asks_which(published) -> None:
    result = run("A", "--vintage", "2019")
    assert result.exit_code == 1 and "précisez" in result.output
