"""What a page of one's own says to everyone alike: each worker keeps it, as it keeps whole pages.

Somebody who is signed in gets no kept page (`kit.pages`), and the part that is the same for all
would be read again for each. It depends on what pages depend on, and lives no longer.
"""

import time
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from django.conf import settings

from faire_ensemble.kit.pages import LIFETIME, Key, version

Read = TypeVar("Read")


class Reading(Generic[Read]):
    """`make()` when something changed since it was last asked in this language: one query when
    nothing did. What it gives is shared between requests: read models, which nobody changes."""

    def __init__(self, make: Callable[[], Read], clock: Callable[[], float] = time.monotonic):
        self._make = make
        self._clock = clock
        self._kept: dict[str, tuple[Key, float, Read]] = {}
        self._lock = Lock()

    def __call__(self) -> Read:
        if not settings.FAIRE_KEEP_PAGES:
            return self._make()
        known = version()
        language = known[-1]
        with self._lock:
            kept = self._kept.get(language)
        if kept is not None and kept[0] == known and self._clock() - kept[1] <= LIFETIME:
            return kept[2]
        made = self._make()
        with self._lock:
            self._kept[language] = (known, self._clock(), made)
        return made

    def forget(self) -> None:
        """Drop what is kept (tests, whose databases have the same numbers)."""
        self._kept.clear()
