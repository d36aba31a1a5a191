"""Public pages are the same for everyone: each worker keeps those it made, until something changes.

Every act is recorded in the audit trail inside its own transaction, so the number of the trail's
last entry is the version of the data: a kept page is given again only while that number, the day,
the language and the address are the same. One small query replaces building the page. What is
written outside the services (a shell, a restored backup) is seen after `LIFETIME` at the latest.

Only anonymous reading is kept: a visitor who has a session or a pending message never gets a kept
page, and never leaves one.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language

from faire_ensemble.kit.models import AuditHead

LIFETIME = 60.0  # seconds
CAPACITY = 64 * 1024 * 1024  # bytes, in each worker
LARGEST = 1024 * 1024  # bytes
PERSONAL_COOKIES = ("messages", settings.SESSION_COOKIE_NAME)

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it was sent, and when it was made (monotonic seconds)."""

    made_at: float
    content: bytes
    headers: dict[str, str]


class Shelf:
    """The pages kept by one worker, least recently read dropped first; safe between threads."""

    def __init__(self, capacity: int = CAPACITY, clock: Callable[[], float] = time.monotonic):
        self._pages: OrderedDict[Key, Kept] = OrderedDict()
        self._size = 0
        self._capacity = capacity
        self._clock = clock
        self._lock = Lock()

    def take(self, key: Key) -> Kept | None:
        """The page, unless it was never kept, was dropped or is too old."""
        with self._lock:
            kept = self._pages.get(key)
            if kept is None:
                return None
            if self._clock() - kept.made_at > LIFETIME:
                self._drop(key)
                return None
            self._pages.move_to_end(key)
            return kept

    def put(self, key: Key, content: bytes, headers: dict[str, str]) -> None:
        """Keep a page, making room when needed."""
        with self._lock:
            self._drop(key)
            self._pages[key] = Kept(self._clock(), content, headers)
            self._size += len(content)
            while self._size > self._capacity:
                self._drop(next(iter(self._pages)))

    def _drop(self, key: Key) -> None:
        dropped = self._pages.pop(key, None)
        self._size -= len(dropped.content) if dropped else 0


class KeepPublicPages:
    """Middleware; stands after the one that chooses the language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response
        self.shelf = Shelf()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        key: Key | None = getattr(request, "shelf_key", None)
        if key is not None and isinstance(response, HttpResponse) and _keepable(response):
            self.shelf.put(key, response.content, dict(response.headers))
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not settings.FAIRE_KEEP_PAGES or not _shared(request, view):
            return None
        key = _key(request)
        kept = self.shelf.take(key)
        if kept is None:
            request.shelf_key = key  # type: ignore[attr-defined]
            return None
        return HttpResponse(kept.content, headers=kept.headers)


def _shared(request: HttpRequest, view: Callable[..., Any]) -> bool:
    """Whether the answer is the same for everyone: a public page, read without a session."""
    return (
        request.method == "GET"
        and getattr(view, "access", "") == "public"
        and not any(name in request.COOKIES for name in PERSONAL_COOKIES)
        and "HTTP_IF_NONE_MATCH" not in request.META
    )


def version() -> Key:
    """What everything public depends on: the last act, the day, the language. One query."""
    sequence = AuditHead.objects.values_list("sequence", flat=True).get(pk=1)
    return (str(sequence), timezone.localdate().isoformat(), get_language() or "")


def _key(request: HttpRequest) -> Key:
    """Everything a public page depends on; the version is read before the page is built."""
    return (
        *version(),
        request.get_host(),
        "gzip" if "gzip" in request.headers.get("Accept-Encoding", "") else "",
        request.get_full_path(),
    )


def _keepable(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.cookies
        and len(response.content) <= LARGEST
        and "no-store" not in response.headers.get("Cache-Control", "")
    )
