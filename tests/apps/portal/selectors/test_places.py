"""Neighbourhoods by commune."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.apps.portal.conftest import place

from faire_ensemble.apps.portal.selectors.places import commune_page, neighbourhood_lists


def test_a_neighbourhood_is_listed_under_each_of_its_communes(world):
    (listed,) = neighbourhood_lists()
    found = {group.commune.name: [line.name for line in group.lines] for group in listed.groups}
    assert found == {"Hem": ["Secteur Sud"], "Lille": ["Pont-de-Bois", "Secteur Sud"]}
    assert [line.name for line in listed.elsewhere] == ["Les Écoles"]
    assert listed.count == 3
    south = listed.groups[0].lines[0]
    assert [commune.name for commune in south.also] == ["Lille"]


def test_list_shows_the_first_key_figure_of_income_and_employment(world):
    (listed,) = neighbourhood_lists()
    assert [column.code for column in listed.columns] == ["poverty", "jobs"]
    south, wood = listed.groups[0].lines[0], listed.groups[1].lines[0]
    assert "56,3" in south.cells[0].value and south.cells[0].tone == "bad"
    assert wood.cells[0].value == "secret statistique" and wood.cells[0].gap == ""


def test_queries_do_not_grow_with_neighbourhoods(world):
    with CaptureQueriesContext(connection) as before:
        neighbourhood_lists()
    for rank in range(12):
        place("priority", f"QP1{rank:05}", f"Quartier {rank}", world.epci).communes.add(world.hem)
    with CaptureQueriesContext(connection) as after:
        neighbourhood_lists()
    assert len(after) == len(before) <= 16


def test_commune_page_lists_its_neighbourhoods(world):
    page = commune_page("59350")
    assert [line.name for line in page.lines] == ["Pont-de-Bois", "Secteur Sud"]
    assert page.epci.name == "Métropole d'essai"
    assert commune_page("QP059074") is None


def test_nothing_open_gives_no_list(db):
    assert neighbourhood_lists() == []
