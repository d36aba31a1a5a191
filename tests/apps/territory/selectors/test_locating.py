import csv
from datetime import date

import numpy as np
import pytest
from django.conf import settings

from faire_ensemble.apps.territory.models import Perimeter
from faire_ensemble.apps.territory.selectors import gazetteer, locate, locate_many
from faire_ensemble.apps.territory.selectors.locating import _kept_locator
from faire_ensemble.apps.territory.services import open_epci

pytestmark = pytest.mark.django_db
DAY = date(2019, 1, 1)


def codes(found):
    return [[place.code for place in group] for group in found]


def test_a_point_inside_on_a_border_and_outside(neighbourhood):
    assert codes(locate(3.05, 50.05, DAY)) == [["59001"], []]
    assert codes(locate(3.1, 50.05, DAY)) == [["59001", "59002"], ["QP059901"]]
    assert codes(locate(3.08, 50.05, DAY)) == [["59001"], ["QP059901"]]
    assert codes(locate(4, 50.05, DAY)) == [[], []]


def test_the_geography_is_that_of_the_day(neighbourhood):
    assert codes(locate(3.1, 50.05, date(2014, 12, 31)))[1] == []
    assert codes(locate(3.1, 50.05, date(2023, 12, 31)))[1] == ["QP059901"]
    assert codes(locate(3.1, 50.05, date(2024, 1, 1)))[1] == []


def test_many_points_cost_two_queries(neighbourhood, django_assert_num_queries):
    with django_assert_num_queries(2):
        found = locate_many([3.05, np.nan, 3.11], [50.05, 50.05, 50.05], DAY)
    assert [codes(each) for each in found] == [
        [["59001"], []],
        [[], []],
        [["59002"], ["QP059901"]],
    ]


def test_the_index_is_kept_rebuilt_when_damaged_and_new_when_a_contour_changes(neighbourhood):
    folder = settings.FAIRE_HOME / "cache"
    for old in folder.glob("locator-*"):
        old.unlink()
    _kept_locator.cache_clear()
    locate(3.1, 50.05, DAY)
    kept = set(folder.glob("locator-*.npz"))
    assert len(kept) == 2
    for path in kept:
        path.write_bytes(path.read_bytes()[:500])
    _kept_locator.cache_clear()
    assert codes(locate(3.1, 50.05, DAY))[1] == ["QP059901"]
    Perimeter.objects.filter(territory=neighbourhood).delete()
    assert codes(locate(3.1, 50.05, DAY))[1] == []
    assert len(set(folder.glob("locator-*.npz"))) == 3


def test_nothing_open(db):
    assert locate(3, 50) == ((), ())
    assert gazetteer().communes == ()


def test_public_service_houses_fall_in_their_commune(shared_data):
    """The commune of each house by its coordinates is the one that the file gives."""
    epci = open_epci("200093201")
    members = set(epci.members.values_list("code", flat=True))
    path = next((shared_data / "france_services").glob("*.csv"))
    with path.open(encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row["latitude"] and row["longitude"]]
    found = locate_many(
        [float(row["longitude"]) for row in rows], [float(row["latitude"]) for row in rows]
    )
    located = {
        row["id_fs"]: (row["insee_com"], [place.code for place in communes])
        for row, (communes, _quarters) in zip(rows, found, strict=True)
        if communes or row["insee_com"] in members
    }
    assert len(located) == 12
    assert all(got == [said] for said, got in located.values())
