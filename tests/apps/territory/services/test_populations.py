import pytest

from faire_ensemble.apps.territory.models import Territory, TerritoryKind
from faire_ensemble.apps.territory.services import ensure_national_group, set_populations

pytestmark = pytest.mark.django_db


def place(population=None, source=""):
    return Territory.objects.create(
        kind=TerritoryKind.PRIORITY,
        code="QP059087",
        name="La Bourgogne",
        population=population,
        population_source=source,
    )


@pytest.mark.parametrize(
    ("held", "changed"),
    [
        ((None, ""), 1),
        ((10, ""), 1),
        ((10, "INSEE, populations légales 2013"), 1),
        ((10, "INSEE, 2021"), 0),
        ((12, "INSEE, 2019"), 0),
        ((11, "INSEE, 2019"), 1),
    ],
)
def test_a_later_population_stays(held, changed):
    mine = place(*held)
    assert set_populations({mine.pk: 12}, year=2019, source="INSEE, 2019") == changed
    mine.refresh_from_db()
    assert mine.population == (12 if changed else held[0])


def test_nothing_to_set_writes_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert set_populations({}, year=2019, source="x") == 0


def test_a_national_group_is_made_once():
    assert ensure_national_group("QPV-FRANCE", "Ensemble") == ensure_national_group(
        "QPV-FRANCE", "Autre nom"
    )
    assert Territory.objects.get().name == "Ensemble"
