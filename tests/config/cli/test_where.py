"""`faire where`, for one point and for a stream of points."""

import csv
import io
import json

import pytest
from click.testing import CliRunner
from tests.apps.territory.conftest import communes, epci, neighbourhood  # noqa: F401

from faire_ensemble.config.cli.where import command

pytestmark = pytest.mark.django_db
ON = ["--on", "2019-01-01"]


def run(*arguments, given=None):
    return CliRunner().invoke(command, [*arguments], input=given)


def rows(result, delimiter=","):
    return list(csv.DictReader(io.StringIO(result.stdout), delimiter=delimiter))


@pytest.mark.usefixtures("neighbourhood")
class TestOnePoint:
    def test_in_words(self):
        result = run("3,1", "50.05", *ON)
        assert "Ouest-sur-Lys (59001), La Rivière (59002)" in result.stdout
        assert "Quartiers : Les Rives (QP059901)" in result.stdout

    def test_perimeters_that_ended_are_said(self):
        later = run("3.1", "50.05", "--on", "2024-06-01")
        assert "Quartiers : aucun" in later.stdout
        assert "jusqu'au 31/12/2023" in later.stderr and "--on 2023-12-31" in later.stderr
        assert "Les Rives" in run("3.1", "50.05", "--on", "2023-12-31").stdout
        assert not run("3.1", "50.05", *ON).stderr

    def test_as_json(self):
        data = json.loads(run("3.1", "50.05", *ON, "--format", "json").stdout)
        assert [place["code"] for place in data["communes"]] == ["59001", "59002"]
        assert data["neighbourhoods"][0] == {
            "code": "QP059901",
            "name": "Les Rives",
            "kind": "priority",
        }
        assert data["on"] == "2019-01-01"

    def test_negative_and_nowhere(self):
        result = run("-1.5", "47.2")
        assert result.exit_code == 0
        assert "aucune de celles qui sont ouvertes" in result.stdout

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["3"], "Il faut deux nombres"),
            (["ici", "50"], "« ici » n'est pas une longitude"),
            (["3", "91"], "va de -90 à 90"),
            (["nan", "50"], "va de -180"),
            (["3", "50", "--on", "demain"], "n'est pas une date"),
        ],
    )
    def test_what_is_wrong_is_said(self, arguments, words):
        result = run(*arguments)
        assert result.exit_code == 1
        assert words in result.stderr

    def test_swapped_coordinates_are_noticed(self):
        assert "inversées" in run("50.05", "3.1").stderr


@pytest.mark.usefixtures("neighbourhood")
class TestStream:
    def test_columns_are_kept_and_places_added(self):
        result = run(*ON, given="id,lon,lat,mot\n1,3.05,50.05,été\n2,3.1,50.05,\n3,9,45,z\n")
        found = rows(result)
        assert found[0] == {
            "id": "1",
            "lon": "3.05",
            "lat": "50.05",
            "mot": "été",
            "communes": "59001",
            "communes_noms": "Ouest-sur-Lys",
            "quartiers": "",
            "quartiers_noms": "",
            "erreur": "",
        }
        assert found[1]["communes"] == "59001|59002"
        assert found[1]["quartiers_noms"] == "Les Rives"
        assert found[2]["communes"] == ""
        assert result.exit_code == 0

    def test_french_dress(self):
        result = run(*ON, given="\ufeffnom;Latitude;Longitude\nA;50,05;3,11\n")
        assert rows(result, ";")[0]["communes"] == "59002"
        assert result.stdout.startswith("nom;Latitude")

    def test_bad_rows_are_kept_with_the_reason_and_said(self):
        given = 'lon,lat\n,\nx,50\n3.05\n200,3\n3.05,50.05,"a\nb"\n3.05,50.05\n'
        result = run(*ON, given=given)
        found = rows(result)
        assert len(found) == 6
        assert [row["erreur"].split()[0] for row in found[:5]] == [
            "coordonnées", "coordonnées", "1", "hors", "3",
        ]  # fmt: skip
        assert found[5]["communes"] == "59001"
        assert "ligne 2 : coordonnées vides" in result.stderr
        assert "ligne 6 : 3 colonnes au lieu de 2" in result.stderr
        assert "5 ligne(s) sans position" in result.stderr

    def test_bytes_that_are_not_utf8_come_out_as_they_went_in(self):
        result = run(*ON, given=b"nom,lon,lat\n\xe9t\xe9,3.05,50.05\n")
        assert b"\xe9t\xe9,3.05,50.05,59001" in result.stdout_bytes

    def test_more_than_a_chunk(self, monkeypatch):
        monkeypatch.setattr("faire_ensemble.config.cli.points.CHUNK", 7)
        given = "lon,lat\n" + "3.05,50.05\n" * 100
        assert sum(row["communes"] == "59001" for row in rows(run(*ON, given=given))) == 100

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ("", "Rien à lire"),
            ("a,b\n1,2\n", "Pas de colonne de longitude"),
            ("lon\n1\n", "latitude"),
        ],
    )
    def test_what_is_no_table_of_points_is_refused(self, given, words):
        result = run(*ON, given=given)
        assert result.exit_code == 1
        assert words in result.stderr


def test_nothing_open(db):
    result = run("3", "50")
    assert result.exit_code == 1
    assert "faire open SIREN" in result.stderr
