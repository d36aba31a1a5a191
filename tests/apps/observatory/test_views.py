"""The public pages of gaps: what they say, what they do not invent, and their cost."""

import csv
import io
from html import unescape

import pytest
from django.test import Client

from faire_ensemble.apps.observatory.models import Indicator, Target, ValueStatus
from faire_ensemble.apps.territory.models import Territory, TerritoryKind


def page(client: Client, address: str, **asked) -> str:
    response = client.get(address, asked)
    assert response.status_code == 200
    text = unescape(response.content.decode())
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_the_catalogue_lists_themes_and_years(client, income, poverty, world) -> None:
    world.indicator("PIMPOT", label="Part des impôts")
    said = page(client, "/indicateurs/")
    assert "<h2>Revenus</h2>" in said
    assert 'href="/indicateurs/disp-q2/"' in said and "2018, 2019" in said
    assert "1 autre indicateur" in said


@pytest.mark.parametrize("asked", ["TP60", "pauvrete", "Pauvreté taux"])
def test_the_catalogue_can_be_searched(client, world, income, asked: str) -> None:
    world.indicator("TP60", label="Taux de pauvreté")
    said = page(client, "/indicateurs/", q=asked)
    assert "1 indicateur pour" in said
    assert "/indicateurs/tp60/" in said and "/indicateurs/disp-q2/" not in said


def test_search_words_are_escaped(client, world, income) -> None:
    said = client.get("/indicateurs/", {"q": "<script>"}).content.decode()
    assert "&lt;script&gt;" in said and "<script>" not in said


def test_an_empty_catalogue_says_what_to_do(client, db) -> None:
    assert "faire import insee-qpv" in page(client, "/indicateurs/")


def test_an_indicator_against_its_metropolis(client, world, income) -> None:
    said = page(client, "/indicateurs/disp-q2/")
    assert "en 2019" in said
    assert "20 940 €" in said and "11 666 €" in said
    assert "−9 274 €" in said and "−44,3 %" in said
    assert "Pas d'intervalle : la source ne donne pas la précision" in said
    assert "INSEE, Revenus des quartiers, 2019" in said
    assert 'href="?millesime=2018"' in said
    assert said.count("<svg") == 2  # a narrow and a wide drawing of the same chart


def test_an_unknown_reference_is_said(client, world, poverty) -> None:
    said = page(client, "/indicateurs/tp60/", millesime=2019)
    assert "56,3 %" in said and "32,9 %" in said
    assert "Non connue" in said
    assert "La valeur de la métropole pour 2019 n'est pas dans les fichiers chargés." in said
    assert '<th scope="col" class="n">Écart</th>' not in said


def test_a_suppressed_value_is_never_zero(client, world, poverty) -> None:
    said = page(client, "/indicateurs/tp60/", millesime=2018)
    row = said[said.rindex("QP059091") :]
    row = row[: row.index("</tr>")]
    assert "secret statistique" in row and "Note de la source" in row
    assert "0 %" not in row


def test_an_indicator_published_for_sets_only(client, world) -> None:
    world.territories["QPV"] = Territory.objects.create(
        kind=TerritoryKind.GROUP, code="MEL-QPV", name="Tous les quartiers", epci=world.epci
    )
    jobs = world.indicator("TX")
    world.value(jobs, "QPV", 2013, "50")
    world.value(jobs, "EPCI", 2013, "62")
    said = page(client, "/indicateurs/tx/")
    assert "La source ne donne pas de valeur quartier par quartier." in said
    assert "Tous les quartiers" in said and "−12 points" in said
    assert "Rang" not in said


def test_targets_are_drawn_with_their_state(client, world, income) -> None:
    Target.objects.create(
        indicator=income,
        territory=world.territories["QP059087"],
        base_year=2015,
        base_gap=-10000,
        target_year=2023,
        source="Contrat de ville",
    )
    said = page(client, "/indicateurs/disp-q2/", millesime=2019)
    assert "en retard sur la trajectoire" in said
    assert "d'après la valeur publiée seule, sans intervalle" in said.lower()
    assert "De −10 000 € en 2015 à −5 000 € en 2023" in said and "Cible : Contrat de ville" in said
    assert said.count("<svg") == 3


@pytest.mark.parametrize("year", ["1999", "2", "x", "９９９９"])
def test_a_year_without_values_is_no_failure(client, world, income, year: str) -> None:
    said = page(client, "/indicateurs/disp-q2/", millesime=year)
    if year == "1999":
        assert "Aucun quartier n'a de valeur pour 1999." in said
    else:
        assert "en 2019" in said


def test_an_indicator_without_values(client, world) -> None:
    world.indicator("VIDE")
    assert "Aucune valeur n'est encore chargée" in page(client, "/indicateurs/vide/")


def test_unknown_addresses(client, world, income) -> None:
    assert client.get("/indicateurs/inconnu/").status_code == 404
    assert client.get("/indicateurs/disp-q2/", {"epci": "123"}).status_code == 404
    assert client.get("/indicateurs/disp-q2/ecarts.csv", {"epci": "123"}).status_code == 404


def test_no_metropolis_opened(client, db) -> None:
    Indicator.objects.create(code="x", label="X", theme="income", unit="percent")
    assert "faire open" in page(client, "/indicateurs/x/")
    assert client.get("/indicateurs/x/ecarts.csv").status_code == 404


def test_several_metropolises_can_be_chosen(client, world, income) -> None:
    Territory.objects.create(kind=TerritoryKind.EPCI, code="243500139", name="Rennes Métropole")
    said = page(client, "/indicateurs/disp-q2/", epci="243500139")
    assert 'href="?epci=200093201"' in said and "11 666 €" not in said
    assert "11 666 €" in page(client, "/indicateurs/disp-q2/", epci="245900410")


def test_csv(client, world, income) -> None:
    world.value(income, "QP059091", 2018, None, status=ValueStatus.MISSING)
    response = client.get("/indicateurs/disp-q2/ecarts.csv", {"millesime": 2019})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "ecarts-disp-q2-2019-200093201.csv" in response["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    first = rows[0]
    assert (first["code_quartier"], first["valeur"], first["ecart"]) == (
        "QP059087",
        "11666",
        "-9274",
    )
    assert first["source"] == "INSEE, Revenus des quartiers, 2019"
    before = client.get("/indicateurs/disp-q2/ecarts.csv", {"millesime": 2018})
    last = list(csv.DictReader(io.StringIO(before.content.decode())))[-1]
    assert last["valeur"] == "" and last["statut"] == "missing"


@pytest.mark.parametrize("address", ["/indicateurs/", "/indicateurs/disp-q2/"])
def test_queries_do_not_grow(client, world, income, address, django_assert_max_num_queries) -> None:
    for number in range(6):
        more = world.indicator(f"X{number}")
        world.neighbourhood(f"QP05910{number}", "Autre")
        for each in (more, income):
            world.value(each, f"QP05910{number}", 2019, "5")
    with django_assert_max_num_queries(7):
        page(client, address)
