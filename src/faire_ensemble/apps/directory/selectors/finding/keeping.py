"""The catalogue that each process keeps, and how it follows what changes.

A first reading takes the arrays prepared in the database (`SearchSnapshot`), whichever process
made them; without any, it reads every entry. Later ones ask for the head's revision (one query of
one row). Entries changed since make a small catalogue beside the large one, whose outdated rows are
put aside. When it is no longer small, newer prepared arrays are taken, or everything is read again.
"""

from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faire_ensemble.apps.directory.models import SearchEntry, SearchHead, SearchSnapshot
from faire_ensemble.apps.directory.selectors.finding.catalogue import Catalogue
from faire_ensemble.apps.directory.selectors.finding.packing import FORM, unpack

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
    head = head_revision()
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


def head_revision() -> int:
    """The number of the last change."""
    return SearchHead.objects.filter(pk=1).values_list("revision", flat=True).first() or 0


def built(head: int) -> Kept:
    """Every record as of `head`, read one by one. An entry changed meanwhile has a later revision:
    it is left out, and found beside."""
    entries = SearchEntry.objects.filter(shown=True, revision__lte=head).order_by("service_id")
    rows: list[tuple[int, dict[str, Any]]] = list(
        entries.values_list("service_id", "content").iterator(chunk_size=2000)
    )
    return _whole(head, Catalogue.build(rows))


def _followed(kept: Kept | None, head: int) -> Kept:
    if kept is not None and kept.revision == head:
        return kept
    if kept is not None and head < kept.revision:
        kept = None
    followed = _beside(kept, head) if kept is not None else None
    if followed is None:
        prepared = _prepared(head, after=kept.built if kept is not None else -1)
        followed = _beside(prepared, head) if prepared is not None else None
    return followed or built(head)


def _prepared(head: int, *, after: int) -> Kept | None:
    """The arrays kept in the database, when this code made them and they are newer than `after`."""
    found = SearchSnapshot.objects.filter(form=FORM, revision__gt=after, revision__lte=head).first()
    return None if found is None else _whole(found.revision, unpack(bytes(found.content)))


def _whole(revision: int, base: Catalogue) -> Kept:
    return Kept(revision, revision, base, Catalogue.build([]), np.ones(len(base), dtype=bool))


def _beside(kept: Kept, head: int) -> Kept | None:
    """With what changed since it was built, unless that is too much."""
    if kept.revision == head:
        return kept
    changed = list(
        SearchEntry.objects.filter(revision__gt=kept.built).values_list(
            "service_id", "shown", "content"
        )[: SMALL + 1]
    )
    if len(changed) > SMALL:
        return None
    gone = np.array([key for key, _shown, _content in changed], dtype=np.int64)
    fresh = Catalogue.build((key, content) for key, shown, content in changed if shown)
    return Kept(kept.built, head, kept.base, fresh, ~np.isin(kept.base.index.keys, gone))
