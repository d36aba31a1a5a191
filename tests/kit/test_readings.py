"""What is the same for everyone is made once, until an act, another language, or a minute."""

from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from faire_ensemble.kit import audit
from faire_ensemble.kit.pages import LIFETIME
from faire_ensemble.kit.readings import Reading

pytestmark = pytest.mark.django_db


class Bench:
    """A reading that counts how often it is made, at a time that the test chooses."""

    def __init__(self) -> None:
        self.made = 0
        self.now = 0.0
        self.read = Reading(self._make, clock=lambda: self.now)

    def _make(self) -> int:
        self.made += 1
        return self.made


@pytest.fixture
def bench(settings: Any) -> Bench:
    settings.FAIRE_KEEP_PAGES = True
    return Bench()


def test_it_is_made_once_with_one_query_after(bench: Bench, django_assert_num_queries: Any):
    assert bench.read() == 1
    with django_assert_num_queries(1):
        assert bench.read() == 1


def test_an_act_makes_it_anew(bench: Bench):
    bench.read()
    with transaction.atomic():
        audit.record(actor=None, verb="import", subject="x")
    assert bench.read() == 2


def test_each_language_has_its_own(bench: Bench):
    assert bench.read() == 1
    with translation.override("en"):
        assert bench.read() == 2
    assert bench.read() == 1


def test_it_is_forgotten_after_its_time(bench: Bench):
    bench.read()
    bench.now = LIFETIME
    assert bench.read() == 1
    bench.now = LIFETIME + 1
    assert bench.read() == 2


def test_nothing_is_kept_where_pages_are_not(bench: Bench, settings: Any):
    settings.FAIRE_KEEP_PAGES = False
    assert [bench.read(), bench.read()] == [1, 2]
