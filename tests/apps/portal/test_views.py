"""The public pages answer, in French, with or without data."""

import csv
import io

import pytest
from django.test import Client

FRENCH = {"accept-language": "fr"}
PAGES = ["/", "/carte/", "/quartiers/", "/recherche/", "/recherche/?q=lille", "/sources/"]


def read(client: Client, address: str) -> str:
    answer = client.get(address, headers=FRENCH)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_pages_open_on_an_empty_database(db, client, address):
    assert "<h1>" in read(client, address)


@pytest.mark.parametrize("address", PAGES)
def test_pages_open_with_data(world, client, address):
    assert "<h1>" in read(client, address)


def test_neighbourhood_page_shows_gap_and_says_why_there_is_no_interval(world, client):
    page = read(client, "/quartiers/QP059074/")
    assert "Secteur Sud" in page and "+35,3" in page
    assert "sans intervalle" in page and "Pas d&#39;intervalle" in page
    assert "/communes/59350/" in page and "/quartiers/QP059074.csv" in page


def test_themes_are_folded_on_their_first_figure_and_open_when_asked(world, client):
    address = "/quartiers/QP059074/"
    page = read(client, address)
    income = page[page.index('id="income"') :]
    summary = income[: income.index("</summary>")]
    assert "<details>" in summary and "Taux de pauvreté" in summary and "+35,3" in summary
    assert page.index('id="qui-decide"') < page.index('id="chiffres"')
    assert 'href="?ouvert=income#income"' in page and "<details open>" not in page
    opened = read(client, f"{address}?ouvert=income")
    assert opened[opened.index('id="income"') :].index("<details open>") < 200
    assert opened.count("<details open>") == 1
    assert read(client, f"{address}?ouvert=tout").count("<details open>") >= 2


def test_every_key_figure_bears_its_source(world, client):
    page = read(client, "/quartiers/QP059074/")
    tiles = page.split('class="tile figure')[1:]
    assert tiles and all("Insee, Revenus, 2019" in tile.split("</li>")[0] for tile in tiles)


def test_search_keeps_what_was_typed_and_escapes_it(world, client):
    page = read(client, "/recherche/?q=%3Cscript%3E")
    assert "<script>" not in page and "&lt;script&gt;" in page


def test_sources_are_listed_with_licence_and_years(world, client):
    page = read(client, "/sources/")
    assert "Revenus" in page and "LO 2.0" in page and "2019, 2017" in page


@pytest.mark.parametrize("address", ["/quartiers/XX/", "/quartiers/XX.csv", "/communes/XX/"])
def test_unknown_codes_are_not_found(world, client, address):
    assert client.get(address).status_code == 404


def test_csv_is_read_back(world, client):
    answer = client.get("/quartiers/QP059074.csv")
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    poverty = next(row for row in rows if row["indicateur"] == "poverty")
    assert (poverty["code_quartier"], poverty["valeur"]) == ("QP059074", "56.3")


def test_readers_get_no_cookie(world, client):
    for address in (*PAGES, "/quartiers/QP059074/", "/communes/59350/"):
        assert not client.get(address).cookies


def test_whole_page_asks_at_most_fifteen_queries(world, client, django_assert_max_num_queries):
    read(client, "/quartiers/QP059074/")
    with django_assert_max_num_queries(15):
        read(client, "/quartiers/QP059074/")
