"""The cache that all workers share, in the database; it holds counters of sign-in attempts.

Django's database cache forgets what has expired only once it is full. Its keys here hold
addresses of visitors, so what has expired is erased at each write instead.
"""

from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.utils import timezone

from faire_ensemble.kit.models import CacheRow


class SharedCache(DatabaseCache):
    """Django's database cache, which keeps nothing past its time."""

    def _base_set(self, *args: Any, **kwargs: Any) -> Any:
        CacheRow.objects.filter(expires__lt=timezone.now()).delete()
        return super()._base_set(*args, **kwargs)  # type: ignore[misc]
