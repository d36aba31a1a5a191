"""The real thing: an EPCI opened, published files imported, reports printed and read back."""

import io
import json
import re

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from faire_ensemble.config.cli import import_, report
from faire_ensemble.config.cli import open as open_


def run(command, *arguments):
    result = CliRunner().invoke(command, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def lille(db, shared_data, settings, tmp_path):
    """The Métropole européenne de Lille with the files that the figures below come from."""
    settings.FAIRE_HOME = tmp_path
    run(open_.command, "200093201")
    run(import_.command, "qpv", shared_data / "qpv_2014" / "qpv2014_mel.geojson")
    tables = [shared_data / "insee_qpv" / name for name in ("REVN_2019.csv", "IPRO_2019.csv")]
    run(import_.command, "insee-qpv", *tables)
    incomes = shared_data / "insee_filosofi" / "FILO2019_DISP_EPCI.csv"
    run(import_.command, "filosofi-epci", incomes)
    posts = [shared_data / "anct_posts" / f"adulte-relais-{year}.json" for year in (2020, 2023)]
    run(import_.command, "anct-posts", *posts)
    return tmp_path


def printed(home, year) -> str:
    out = home / f"{year}.pdf"
    told = json.loads(
        run(report.command, "annual", "--year", year, "--out", out, "--format", "json")
    )
    assert [part["number"] for part in told["parts"]][:6] == ["1", "2", "3", "4", "5", "6"]
    pages = PdfReader(io.BytesIO(out.read_bytes())).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def test_the_report_holds_the_published_figures_with_their_sources(lille):
    of_2019 = printed(lille, 2019)
    for expected in (
        "La Bourgogne QP059087 11 666 € −9 274 €",
        "20 940 €",
        "La Bourgogne QP059087 56,3 %",
        "Centralité De Beaulieu QP059091 32,9 %",
        "26 quartiers prioritaires dans 18 communes",
        "Faches-Thumesnil, Lezennes, Lille et Loos",
        "Les quartiers du contrat dans la métropole",
        "Source : INSEE",
        "aucune n'est chargée",
    ):
        assert expected in of_2019, expected
    of_2020 = printed(lille, 2020)
    assert "Adultes-relais 253 5 028 390,18 €" in of_2020
    of_2023 = printed(lille, 2023)
    assert "Adultes-relais 270 6 090 047,10 €" in of_2023
    assert "ANCT" in of_2023
