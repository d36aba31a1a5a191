"""Answering a question: filter, score, rank; and what would answer when nothing does."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faire_ensemble.apps.directory.models import AUDIENCES, KINDS, LANGUAGES
from faire_ensemble.apps.directory.selectors.finding.asking import Asked
from faire_ensemble.apps.directory.selectors.finding.catalogue import Catalogue, bit_of
from faire_ensemble.apps.directory.selectors.finding.keeping import Kept, current
from faire_ensemble.core.finding import Reading, read_words

HALF_AT_KM = 2.0
"""At this distance an answer to words weighs half of one next door: twenty minutes on foot."""
FARTHEST_KM = 40.0
"""Beyond, a place is not near: it is no answer to « près de »."""
RELAXED = ("open_at", "free", "language", "audience", "territory", "commune_code", "kind", "where")


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found. `kilometres`: in a straight line, `None` without a point or an address."""

    service_id: int
    score: float
    kilometres: float | None


@dataclass(frozen=True, slots=True)
class Found:
    """Every answer, best first, in arrays; `without`: how many there would be without one of the
    choices, told only when there is none."""

    keys: NDArray[np.int64]
    scores: NDArray[np.float64]
    kilometres: NDArray[np.float64]
    readings: tuple[Reading, ...]
    without: tuple[tuple[str, int], ...]

    def __len__(self) -> int:
        return len(self.keys)

    def top(self, start: int = 0, stop: int | None = None) -> tuple[Hit, ...]:
        """Some of the answers, in their order."""
        part = slice(start, stop)
        rows = zip(
            self.keys[part].tolist(),
            self.scores[part].tolist(),
            self.kilometres[part].tolist(),
            strict=True,
        )
        return tuple(Hit(key, score, None if math.isnan(far) else far) for key, score, far in rows)

    @property
    def hits(self) -> tuple[Hit, ...]:
        return self.top()

    @property
    def typos(self) -> tuple[Reading, ...]:
        return tuple(each for each in self.readings if each.typo)

    @property
    def unknown(self) -> tuple[str, ...]:
        return tuple(each.typed for each in self.readings if not each.words)


def find(asked: Asked, kept: Kept | None = None) -> Found:
    """The answers to a question; one query (see `keeping`)."""
    kept = kept or current()
    found = _found(asked, kept)
    return found if len(found) else replace(found, without=tuple(_relaxed(asked, kept)))


def _found(asked: Asked, kept: Kept) -> Found:
    words = read_words(asked.text)
    rarities = kept.base.index.rarities(words)
    parts = []
    readings: dict[str, Reading] = {}
    for catalogue, holds in ((kept.fresh, None), (kept.base, kept.holds)):
        matches = catalogue.index.search(words, rarities)
        for reading in matches.readings:
            known = readings.get(reading.typed)
            if known is None or not known.words or (known.typo and reading.words):
                readings[reading.typed] = reading
        parts.append(_part(asked, catalogue, holds, matches.scores if words else None))
    keys, ranks, away, order = (np.concatenate(each) for each in zip(*parts, strict=True))
    best = np.lexsort((keys, order, -ranks))
    return Found(keys[best], ranks[best], away[best], tuple(readings.values()), ())


def _part(
    asked: Asked,
    catalogue: Catalogue,
    holds: NDArray[np.bool_] | None,
    scores: NDArray[np.float64] | None,
) -> tuple[NDArray[Any], ...]:
    """Keys, ranks, kilometres and alphabetical order of what answers in one catalogue."""
    mask = filtered(asked, catalogue)
    if holds is not None:
        mask &= holds
    away = np.full(len(catalogue), np.nan)
    if asked.where is not None:
        away = catalogue.kilometres(asked.where.lon, asked.where.lat)
        mask &= ~(away > (asked.within_km or FARTHEST_KM))
    rank = np.zeros(len(catalogue)) if scores is None else scores
    if scores is not None:
        mask &= scores > 0
    if asked.where is not None:
        # Without a point (telephone, home): as if a quarter of the way to the edge.
        shown = np.where(np.isnan(away), FARTHEST_KM / 4, away)
        near = 1 / (1 + shown / HALF_AT_KM)
        rank = rank * near if scores is not None else near
    rows = np.flatnonzero(mask)
    return catalogue.index.keys[rows], rank[rows], away[rows], catalogue.order[rows]


def filtered(asked: Asked, catalogue: Catalogue) -> NDArray[np.bool_]:
    """The rows that every choice allows. Help without a named audience is for everyone, help
    without a named language is given in French."""
    mask = np.ones(len(catalogue), dtype=bool)
    nobody = np.uint64(0)
    if asked.kind:
        mask &= (catalogue.kinds & bit_of(KINDS, asked.kind)) != nobody
    if asked.audience:
        named = (catalogue.audiences & bit_of(AUDIENCES, asked.audience)) != nobody
        mask &= named | (catalogue.audiences == nobody)
    if asked.language:
        spoken = (catalogue.languages & bit_of(LANGUAGES, asked.language)) != nobody
        mask &= spoken | (catalogue.languages == nobody) if asked.language == "fr" else spoken
    if asked.free:
        mask &= catalogue.free
    if asked.commune_code:
        mask &= catalogue.rows(catalogue.communes.get(asked.commune_code))
    if asked.territory is not None:
        mask &= catalogue.rows(catalogue.territories.get(asked.territory))
    if asked.open_at is not None:
        mask &= catalogue.open_at(asked.open_at)
    return mask


def _relaxed(asked: Asked, kept: Kept) -> Iterator[tuple[str, int]]:
    """Without each choice in turn, those that then give answers."""
    nothing = Asked()
    for name in RELAXED:
        if getattr(asked, name) == getattr(nothing, name):
            continue
        count = len(_found(replace(asked, **{name: getattr(nothing, name)}), kept))
        if count:
            yield name, count
