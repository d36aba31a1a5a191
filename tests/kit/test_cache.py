"""The shared cache keeps nothing past its time, and is one for all processes."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from faire_ensemble.kit.cache import SharedCache
from faire_ensemble.kit.models import CacheRow


@pytest.mark.django_db
def test_two_workers_count_together_and_expired_counters_are_erased() -> None:
    worker, other = caches["default"], SharedCache("kit_cache", {})
    worker.set("rl:ip:192.0.2.1", [1], 60)
    assert other.get("rl:ip:192.0.2.1") == [1]
    assert not other.add("rl:ip:192.0.2.1", [2], 60)
    CacheRow.objects.update(expires=timezone.now() - timedelta(seconds=5))
    other.set("rl:ip:192.0.2.2", [1], 60)
    assert [row.cache_key for row in CacheRow.objects.all()] == [":1:rl:ip:192.0.2.2"]
