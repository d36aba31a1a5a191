"""Finding a place or an indicator by a few letters."""

import pytest

from faire_ensemble.apps.portal.selectors.search import fold, search


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
    assert [place.name for place in search(query).neighbourhoods] == found


def test_communes_and_indicators_too(world):
    assert [place.name for place in search("hem").communes] == ["Hem"]
    assert [place.code for place in search("pauvrete").indicators] == ["poverty"]


def test_a_name_that_begins_with_the_query_comes_first(world):
    names = [place.name for place in search("s").neighbourhoods]
    assert names == ["Secteur Sud", "Les Écoles", "Pont-de-Bois"]


@pytest.mark.parametrize("query", ["", "   ", "-'", "»"])
def test_nothing_asked_finds_nothing(world, query):
    assert search(query).total == 0


def test_fold_forgets_case_accents_and_marks():
    assert fold("  L'Épi-de-SOIL  ") == "l epi de soil"
