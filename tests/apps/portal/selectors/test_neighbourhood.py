"""The read model of a neighbourhood."""

import pytest
from tests.apps.portal.conftest import indicator, place, value

from faire_ensemble.apps.portal.selectors.neighbourhood import (
    NeighbourhoodPage,
    Row,
    neighbourhood_page,
    neighbourhood_records,
)


def row_of(page: NeighbourhoodPage | None, code: str) -> Row:
    assert page is not None
    rows = [row for theme in page.described + page.themes for row in theme.rows]
    return next(row for row in rows if row.code == code)


def test_figures_come_with_gap_evolution_and_target(world):
    row = row_of(neighbourhood_page("QP059074"), "poverty")
    assert (row.year, row.tone) == (2019, "bad")
    assert "56,3" in row.value and "21" in row.reference and "+35,3" in row.gap
    assert "2017" in row.evolution and "quartier se dégrade" in row.verdict
    assert row.target_state == "behind" and "Contrat 2015" in row.target


def test_interval_is_given_only_where_both_denominators_are_known(world):
    page = neighbourhood_page("QP059074")
    assert row_of(page, "jobs").interval.startswith("[−2")
    assert row_of(page, "poverty").interval == ""
    income = next(theme for theme in page.described if theme.slug == "income")
    assert any("Pas d'intervalle" in note for note in income.notes)


def test_scale_places_neighbourhood_metropolis_and_interval_on_a_hundred(world):
    page = neighbourhood_page("QP059074")
    poverty, jobs = row_of(page, "poverty").scale, row_of(page, "jobs").scale
    assert (poverty.here, poverty.there, poverty.low) == (56.3, 21.0, None)
    assert jobs.low < jobs.here < jobs.high < jobs.there


def test_suppressed_value_is_said_and_never_zero(world):
    row = row_of(neighbourhood_page("QP059087"), "poverty")
    assert row.value == "secret statistique"
    assert (row.gap, row.tone, row.scale) == ("", "neutral", None)


def test_five_themes_stand_apart_from_who_lives_there(world):
    page = neighbourhood_page("QP059074")
    assert [theme.slug for theme in page.described] == ["population", "income"]
    assert page.described[0].label == "Qui y vit"
    slugs = [theme.slug for theme in page.themes]
    assert slugs == ["employment", "housing", "education", "health", "urban"]
    assert [bool(theme.rows) for theme in page.themes] == [True, False, False, False, False]
    assert [slug for slug, _row in page.key_rows] == ["income", "employment"]


def test_page_of_a_place_without_figures_still_opens(world):
    page = neighbourhood_page("LV1")
    assert page.population is None and page.described == () and page.communes == ()
    assert not any(theme.rows for theme in page.themes)


def test_themes_without_figures_here_show_those_of_all_neighbourhoods(world):
    everyone = place("group", "ME-QPV", "Tous les quartiers", world.epci)
    health = indicator("health", "Caries", "health", "bad", 9)
    value(world.source, health, everyone, 2015, "45")
    value(world.source, health, world.epci, 2015, "35")
    page = neighbourhood_page("QP059074")
    theme = next(theme for theme in page.themes if theme.slug == "health")
    assert theme.rows == () and "+10" in theme.whole.rows[0].gap
    assert page.whole.code == "ME-QPV"
    assert neighbourhood_page("LV1").whole is None
    own = neighbourhood_page("ME-QPV")
    assert own.whole is None and own.key_rows[0][0] == "health"


@pytest.mark.parametrize("code", ["59350", "200093201", "QP000000", ""])
def test_other_codes_are_no_neighbourhood(world, code):
    assert neighbourhood_page(code) is None
    assert neighbourhood_records(code) is None


def test_records_hold_every_indicator_the_page_leaves_out_too(world):
    records = neighbourhood_records("QP059074")
    assert {record["indicateur"] for record in records} == {"poverty", "jobs", "women"}
    poverty = next(record for record in records if record["indicateur"] == "poverty")
    assert (poverty["valeur"], poverty["ecart"], poverty["theme"]) == (56.3, 35.3, "revenus")


def test_page_asks_a_constant_number_of_queries(world, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        neighbourhood_page("QP059074")
