"""Several lists counted by one query, on either database."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from faire_ensemble.apps.accounts.models import Mandate, User
from faire_ensemble.kit.sums import Sum, sums

pytestmark = pytest.mark.django_db


@pytest.fixture
def today() -> Any:
    """Four mandates: two councils that end yesterday and today, one in ten days, one officer."""
    day = timezone.localdate()
    person = User.objects.create_user("ana@exemple.org")
    for rank, (role, ends) in enumerate(
        [("council", -1), ("council", 0), ("elected", 10), ("officer", None)]
    ):
        Mandate.objects.create(
            person=person, role=role, organisation=f"O{rank}", valid_from=day - timedelta(days=99),
            valid_to=None if ends is None else day + timedelta(days=ends),
        )  # fmt: skip
    return day


def rows(*roles: str) -> Any:
    return Mandate.objects.filter(role__in=roles)


def test_every_list_is_counted_in_one_query(today: Any, django_assert_num_queries: Any):
    with django_assert_num_queries(1):
        found = sums(
            {
                "councils": (rows("council"), "valid_to"),
                "nobody": (rows("holder"), "valid_to"),
                "undated": (rows("officer"), "valid_to"),
                "impossible": (rows(), "valid_to"),
                "all": (Mandate.objects.order_by("-valid_to"), ""),
            }
        )
    # What ends today is not late yet.
    assert found["councils"] == Sum(2, 1, today - timedelta(days=1))
    assert found["nobody"] == found["impossible"] == Sum()
    assert found["undated"] == Sum(1, 0, None) and found["all"] == Sum(4, 0, None)


def test_a_list_alone_and_the_day_after_one_without_a_day(today: Any):
    assert sums({"one": (rows("elected"), "valid_to")})["one"].first == today + timedelta(days=10)
    found = sums({"plain": (rows("officer"), ""), "dated": (rows("elected"), "valid_to")})
    assert found["plain"].first is None
    assert found["dated"].first == today + timedelta(days=10)


def test_nothing_is_asked_without_list_nor_of_what_is_empty(django_assert_num_queries: Any):
    with django_assert_num_queries(0):
        assert sums({}) == {}
        assert sums({"impossible": (rows(), "valid_to")}) == {"impossible": Sum()}


def test_sums_add_up(today: Any):
    late, none = Sum(2, 1, today), Sum(1, 0, None)
    assert late + none == none + late == Sum(3, 1, today)
    assert (late + Sum(1, 0, today - timedelta(days=3))).first == today - timedelta(days=3)
    assert late.partly_late and not Sum(2, 2, today).partly_late and not none.partly_late
