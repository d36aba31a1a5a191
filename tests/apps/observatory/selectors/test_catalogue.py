"""Finding an indicator by any of its names, and the catalogue by theme."""

import pytest

from faire_ensemble.apps.observatory.models import Theme
from faire_ensemble.apps.observatory.selectors import (
    UnknownIndicator,
    catalogue,
    find_indicator,
    years_of,
)


@pytest.mark.parametrize("name", ["TP60", "tp60", " Tp60 ", "taux-pauvrete", "REVN:TP60"])
def test_names_of_an_indicator(world, name: str) -> None:
    world.indicator("TP60", code="taux-pauvrete")
    assert find_indicator(name).code == "taux-pauvrete"


def test_an_official_code_shared_by_two_datasets_asks_which(world) -> None:
    world.indicator("A", code="demo-a", dataset="DEMO")
    world.indicator("A", code="ipro-a", dataset="IPRO")
    with pytest.raises(UnknownIndicator, match="demo-a ou ipro-a") as error:
        find_indicator("A")
    assert error.value.suggestions == ("demo-a", "ipro-a")
    assert find_indicator("ipro:a").code == "ipro-a"
    assert find_indicator("demo-a").code == "demo-a"


def test_our_own_code_wins_over_an_official_one(world) -> None:
    world.indicator("A", code="b")
    world.indicator("B", code="c")
    assert find_indicator("B").code == "b"


def test_close_names_are_suggested(world) -> None:
    world.indicator("TP60", code="revn-tp60", label="Taux de pauvreté")
    world.indicator("DISP_Q2", code="revn-disp-q2", label="Revenu disponible médian")
    with pytest.raises(UnknownIndicator, match="Noms proches : TP60"):
        find_indicator("TP6O")
    with pytest.raises(UnknownIndicator) as error:
        find_indicator("pauvreté")
    assert error.value.suggestions == ("TP60",)
    with pytest.raises(UnknownIndicator) as error:
        find_indicator("zzzzzz")
    assert error.value.suggestions == ()


def test_an_empty_catalogue_says_what_to_do(db) -> None:
    with pytest.raises(UnknownIndicator, match="catalogue est vide"):
        find_indicator("TP60")


def test_catalogue_by_theme(world, income, poverty, django_assert_num_queries) -> None:
    world.indicator("TX", theme=Theme.EMPLOYMENT, label="Sans valeur")
    with django_assert_num_queries(2):
        sections = catalogue()
    assert [section.theme for section in sections] == [Theme.INCOME, Theme.EMPLOYMENT]
    entries = sections[0].entries
    assert [each.indicator.official_code for each in entries] == ["DISP_Q2", "TP60"]
    assert entries[0].years == (2019, 2018)
    assert sections[1].entries[0].years == ()
    assert years_of(entries[0].indicator) == (2019, 2018)
