"""The catalogue that each process keeps, and how it follows what changes.

A first reading loads every entry. Later ones ask for the head's revision (one query of one row)
and read only the entries changed since: those make a small catalogue beside the large one, whose
outdated rows are put aside. When it is no longer small, everything is read again.
"""

from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faire_ensemble.apps.directory.models import SearchEntry, SearchHead
from faire_ensemble.apps.directory.selectors.finding.catalogue import Catalogue

SMALL = 300
"""Changed records that are kept beside; more, and the whole is built again."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The large catalogue as of `built`, the small one as of `revision`, and which rows of the
    large one still hold."""

    built: int
    revision: int
    base: Catalogue
    fresh: Catalogue
    holds: NDArray[np.bool_]

    @property
    def count(self) -> int:
        return int(self.holds.sum()) + len(self.fresh)


_kept: dict[str, Kept] = {}
_lock = Lock()


def current() -> Kept:
    """The records as they are now: one query when nothing changed, two when little did."""
    head = SearchHead.objects.filter(pk=1).values_list("revision", flat=True).first() or 0
    kept = _kept.get("one")
    if kept is not None and kept.revision == head:
        return kept
    with _lock:
        kept = _followed(_kept.get("one"), head)
        _kept["one"] = kept
    return kept


def forget() -> None:
    """Drop what is kept (tests, and a database put back from a copy)."""
    _kept.clear()


def _followed(kept: Kept | None, head: int) -> Kept:
    if kept is not None and kept.revision == head:
        return kept
    if kept is None or head < kept.revision:
        return _loaded(head)
    changed = list(
        SearchEntry.objects.filter(revision__gt=kept.built).values_list(
            "service_id", "shown", "content"
        )[: SMALL + 1]
    )
    if len(changed) > SMALL:
        return _loaded(head)
    gone = np.array([key for key, _shown, _content in changed], dtype=np.int64)
    fresh = Catalogue.build((key, content) for key, shown, content in changed if shown)
    return Kept(kept.built, head, kept.base, fresh, ~np.isin(kept.base.index.keys, gone))


def _loaded(head: int) -> Kept:
    entries = SearchEntry.objects.filter(shown=True, revision__lte=head).order_by("service_id")
    rows: list[tuple[int, dict[str, Any]]] = list(
        entries.values_list("service_id", "content").iterator(chunk_size=2000)
    )
    base = Catalogue.build(rows)
    return Kept(head, head, base, Catalogue.build([]), np.ones(len(base), dtype=bool))
