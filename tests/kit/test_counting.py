"""Counters of a day by visitor: each their own, nothing kept that tells who."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from faire_ensemble.kit import counting

pytestmark = pytest.mark.django_db  # the cache is a table


def test_each_visitor_each_purpose_each_day_has_its_own_count(monkeypatch: pytest.MonkeyPatch):
    count = counting.count_today
    assert [count("mails:1", "192.0.2.1") for _time in range(3)] == [1, 2, 3]
    assert count("mails:1", "192.0.2.2") == count("mails:2", "192.0.2.1") == 1
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(counting.timezone, "localdate", lambda: tomorrow)
    assert count("mails:1", "192.0.2.1") == 1


def test_the_address_is_not_kept(monkeypatch: pytest.MonkeyPatch):
    keys: list[str] = []

    def note(key: str, value: Any, seconds: int) -> None:
        keys.append(key)

    monkeypatch.setattr(counting.cache, "set", note)
    counting.count_today("mails:1", "192.0.2.1")
    assert len(keys) == 1 and "192.0.2.1" not in keys[0] and keys[0].startswith("mails:1:")
