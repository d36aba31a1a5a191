from datetime import date

import pytest

from faire_ensemble.apps.territory.selectors import (
    day_for,
    metropolis_map,
    neighbourhood_map,
    neighbourhood_with_slug,
    perimeter_of,
    slug_of,
)
from faire_ensemble.kit.maps import draw_map

pytestmark = pytest.mark.django_db


def test_a_slug_leads_back_even_when_the_name_changed(neighbourhood):
    assert slug_of(neighbourhood) == "qp059901-les-rives"
    assert neighbourhood_with_slug("qp059901-ancien-nom") == neighbourhood
    assert neighbourhood_with_slug("qp059901") == neighbourhood
    assert neighbourhood_with_slug("59001") is None


def test_the_perimeter_of_a_day(neighbourhood):
    assert perimeter_of(neighbourhood, date(2019, 6, 1)) is not None
    assert perimeter_of(neighbourhood, date(2024, 1, 1)) is None
    assert day_for(2014) == date(2023, 12, 31)


def test_maps_cost_a_fixed_number_of_queries(epci, neighbourhood, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        data = metropolis_map(epci, date(2019, 1, 1), link=lambda place: f"/{place.code}")
    assert [len(layer.shapes) for layer in data.layers] == [2, 1]
    assert 'href="/QP059901"' in draw_map(data, "carte")
    with django_assert_max_num_queries(3):
        near = neighbourhood_map(neighbourhood, date(2019, 1, 1))
    assert [layer.label for layer in near.layers] == ["Communes", "Quartier"]
    later = metropolis_map(epci, date(2024, 6, 1))
    assert [layer.label for layer in later.layers] == ["Communes"]
