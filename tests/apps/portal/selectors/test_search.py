"""Finding a place or an indicator by a few letters."""

import pytest

from faire_ensemble.apps.portal.selectors.search import search


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("pont de bois", ["Pont-de-Bois"]),
        ("PONT", ["Pont-de-Bois"]),
        ("ecoles", ["Les Écoles"]),
        ("qp059074", ["Secteur Sud"]),
        ("hem", ["Secteur Sud"]),
        ("lille secteur", ["Secteur Sud"]),
        ("rien de tel", []),
    ],
)
def test_neighbourhoods_by_name_code_or_commune(world, query, found):
    assert [place.title for place in search(query).of("neighbourhoods")] == found


def test_communes_and_indicators_too(world):
    assert [place.title for place in search("hem").of("communes")] == ["Hem"]
    assert [place.key for place in search("pauvrete").of("indicators")] == [("poverty",)]


def test_a_name_that_begins_with_the_query_comes_first(world):
    names = [place.title for place in search("s").of("neighbourhoods")]
    assert names == ["Secteur Sud", "Les Écoles", "Pont-de-Bois"]


@pytest.mark.parametrize("query", ["", "   ", "-'", "»"])
def test_nothing_asked_finds_nothing(world, query):
    assert search(query).total == 0
