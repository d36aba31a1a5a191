"""Records in arrays: what filters and ranks them all at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faire_ensemble.apps.directory.models import AUDIENCES, KINDS, LANGUAGES, Word
from faire_ensemble.apps.directory.models.hours import changes_from
from faire_ensemble.core.finding import Document, Index
from faire_ensemble.core.opening import DAY, Change
from faire_ensemble.core.similarity import fold

Bits = NDArray[np.uint64]
KM_PER_DEGREE = 111.32


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One row a record, in the order of the index. Codes are bits of a number."""

    index: Index
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    kinds: Bits
    audiences: Bits
    languages: Bits
    free: NDArray[np.bool_]
    communes: dict[str, NDArray[np.int32]]
    territories: dict[int, NDArray[np.int32]]
    spans: NDArray[np.int32]
    changed: tuple[tuple[int, tuple[Change, ...]], ...]
    order: NDArray[np.int32]

    @classmethod
    def build(cls, entries: Iterable[tuple[int, dict[str, Any]]]) -> "Catalogue":
        """From (key, content) pairs (see services/indexing)."""
        rows = list(entries)
        contents = [content for _key, content in rows]
        index = Index.build(Document(key, content["fields"]) for key, content in rows)
        names = np.array([fold(content["name"]) for content in contents], dtype=object)
        order = np.empty(len(rows), dtype=np.int32)
        order[np.argsort(names, kind="stable")] = np.arange(len(rows), dtype=np.int32)
        return cls(
            index,
            _floats(content["lon"] for content in contents),
            _floats(content["lat"] for content in contents),
            _bits(KINDS, (content["kinds"] for content in contents)),
            _bits(AUDIENCES, (content["audiences"] for content in contents)),
            _bits(LANGUAGES, (content["languages"] for content in contents)),
            np.array([content["free"] is True for content in contents], dtype=bool),
            _by_value(([content["commune"]] if content["commune"] else []) for content in contents),
            _by_value(content["territories"] for content in contents),
            _spans(contents),
            tuple(
                (row, changes_from(content["changes"]))
                for row, content in enumerate(contents)
                if content["changes"]
            ),
            order,
        )

    def __len__(self) -> int:
        return len(self.index)

    def open_at(self, moment: datetime) -> NDArray[np.bool_]:
        """Which are known to be open at a moment."""
        minute = moment.weekday() * DAY + moment.hour * 60 + moment.minute
        mask = np.zeros(len(self), dtype=bool)
        inside = (self.spans[:, 1] <= minute) & (minute < self.spans[:, 2])
        mask[self.spans[inside, 0]] = True
        for row, changes in self.changed:
            hours = _hours_of(changes, moment.date())
            if hours is not None:
                now = moment.hour * 60 + moment.minute
                mask[row] = any(start <= now < end for start, end in hours)
        return mask

    def kilometres(self, lon: float, lat: float) -> NDArray[np.float64]:
        """Distances in a straight line, not a number where there is no point."""
        squeeze = np.cos(np.radians(lat))
        away: NDArray[np.float64] = np.hypot((self.lon - lon) * squeeze, self.lat - lat)
        return KM_PER_DEGREE * away

    def rows(self, found: NDArray[np.int32] | None) -> NDArray[np.bool_]:
        """A mask of some rows."""
        mask = np.zeros(len(self), dtype=bool)
        if found is not None:
            mask[found] = True
        return mask


def bit_of(table: dict[str, Word], code: str) -> np.uint64:
    """The bit of a code; none for an unknown one."""
    codes = list(table)
    return np.uint64(1 << codes.index(code) if code in table else 0)


def _hours_of(changes: tuple[Change, ...], day: date) -> tuple[tuple[int, int], ...] | None:
    return next((each.hours for each in reversed(changes) if each.holds(day)), None)


def _floats(values: Iterable[float | None]) -> NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def _bits(table: dict[str, Word], lists: Iterable[list[str]]) -> Bits:
    bits = {code: 1 << rank for rank, code in enumerate(table)}
    return np.array([sum(bits.get(code, 0) for code in codes) for codes in lists], dtype=np.uint64)


def _by_value(lists: Iterable[list[Any]]) -> dict[Any, NDArray[np.int32]]:
    held: dict[Any, list[int]] = {}
    for row, values in enumerate(lists):
        for value in values:
            held.setdefault(value, []).append(row)
    return {value: np.array(found, dtype=np.int32) for value, found in held.items()}


def _spans(contents: list[dict[str, Any]]) -> NDArray[np.int32]:
    """(row, first minute of the week, last one excluded), however many a record has."""
    spans = [
        (row, day * DAY + start, day * DAY + end)
        for row, content in enumerate(contents)
        for day, hours in enumerate(content["hours"])
        for start, end in hours
    ]
    return np.array(spans, dtype=np.int32).reshape(-1, 3)
