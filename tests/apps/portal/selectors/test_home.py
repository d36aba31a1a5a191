"""What the home page says."""

from tests.apps.portal.conftest import place

from faire_ensemble.apps.portal.selectors.home import home


def test_home_counts_priority_neighbourhoods_of_the_latest_map(world):
    said = home()
    assert (said.count, said.residents, said.residents_of) == (2, 25_000, 2)
    place("priority", "QN05901M", "Nouveau", world.epci, generation=2024)
    said = home()
    assert (said.count, said.residents) == (1, None)


def test_spread_names_both_ends_and_the_metropolis(world):
    poverty = home().spreads[0]
    assert poverty.low_place.code == poverty.high_place.code == "QP059074"
    assert "21" in poverty.reference and "Insee" in poverty.source
    assert poverty.known == 1


def test_home_is_that_of_the_epci_with_most_neighbourhoods(world):
    place("epci", "200000000", "Autre agglomération")
    said = home()
    assert said.epci.name == "Métropole d'essai"
    assert [other.name for other in said.others] == ["Autre agglomération"]


def test_no_home_before_anything_is_open(db):
    assert home() is None
