import pytest

from faire_ensemble.apps.observatory.models import Direction, Indicator, Theme, Unit
from faire_ensemble.apps.observatory.services.catalogue import (
    columns_of,
    dataset_of,
    ensure_indicators,
    ensure_vintages,
    indicator_entries,
    source_entries,
)

DATASETS = ("DEMO", "IPRO", "REVN", "FILOSOFI")


def test_every_entry_is_valid_and_whole():
    entries = indicator_entries()
    assert len(entries) > 150
    for entry in entries.values():
        assert columns_of(entry.dataset)[entry.official_code].indicator == entry.code
        assert entry.theme in Theme.values, entry.code
        assert entry.unit in Unit.values and entry.direction in Direction.values, entry.code
        assert entry.label and entry.method, entry.code
        assert len(entry.label) <= 200 and len(entry.code) <= 80
        Indicator(**{name: getattr(entry, name) for name in entry.__slots__}).full_clean(
            validate_unique=False, validate_constraints=False
        )


def test_a_doubtful_label_says_so_in_the_method_too():
    for entry in indicator_entries().values():
        if "vérifier" in entry.label:
            assert "à vérifier" in entry.method, entry.code


def test_ranks_of_key_figures_are_distinct_in_each_theme():
    ranks = [(e.theme, e.headline) for e in indicator_entries().values() if e.headline]
    assert len(ranks) == len(set(ranks))
    assert {theme for theme, _rank in ranks} == {
        "population",
        "income",
        "employment",
        "health",
        "housing",
        "education",
    }


@pytest.mark.parametrize("dataset", DATASETS)
def test_columns_feed_known_indicators_from_known_sources(dataset):
    for column in columns_of(dataset).values():
        assert column.indicator in indicator_entries(), column
        assert column.source in source_entries(), column
        assert not column.reserve or column.reserve.startswith("NOTE_"), column


def test_a_shared_letter_does_not_make_a_dataset():
    assert dataset_of(["CODGEO", "LIBGEO", "A"], DATASETS) is None
    assert dataset_of(["CODGEO", "A", "PERCOU", "AM"], DATASETS) == "DEMO"


@pytest.mark.django_db
def test_the_catalogue_is_written_again_only_where_it_differs(django_assert_num_queries):
    ids = ensure_indicators(["revn-tp60", "demo-tx-f"])
    Indicator.objects.filter(code="demo-tx-f").update(label="autre", headline=None)
    assert ensure_indicators(["revn-tp60", "demo-tx-f"]) == ids
    assert Indicator.objects.get(code="demo-tx-f").headline == 2
    with django_assert_num_queries(1):
        ensure_indicators(["revn-tp60", "demo-tx-f"])


@pytest.mark.django_db
def test_vintages_are_made_once(django_assert_num_queries):
    first = ensure_vintages(["insee-revn", "insee-ipro"], 2019)
    with django_assert_num_queries(2):
        assert ensure_vintages(["insee-revn", "insee-ipro"], 2019) == first
    assert ensure_vintages(["insee-revn"], 2020)["insee-revn"] not in first.values()
