"""Answering a question: filter, score, rank; and what would answer when nothing does."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

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
    """Every answer, best first; `without`: how many there would be without one of the choices,
    told only when there is none."""

    hits: tuple[Hit, ...]
    readings: tuple[Reading, ...]
    without: tuple[tuple[str, int], ...]

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
    if found.hits:
        return found
    return replace(found, without=tuple(_relaxed(asked, kept)))


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
    hits = sorted((hit for part in parts for hit in part), key=lambda each: each[0])
    return Found(tuple(hit for _key, hit in hits), tuple(readings.values()), ())


def _part(
    asked: Asked,
    catalogue: Catalogue,
    holds: NDArray[np.bool_] | None,
    scores: NDArray[np.float64] | None,
) -> list[tuple[tuple[float, float, int], Hit]]:
    """The hits of one catalogue, each with what it is sorted by."""
    mask = filtered(asked, catalogue)
    if holds is not None:
        mask &= holds
    away = None
    if asked.where is not None:
        away = catalogue.kilometres(asked.where.lon, asked.where.lat)
        mask &= ~(away > (asked.within_km or FARTHEST_KM))
    rank = np.zeros(len(catalogue)) if scores is None else scores
    if scores is not None:
        mask &= scores > 0
    if away is not None:
        # Without a point (telephone, home): as if at the edge of what is near.
        shown = np.where(np.isnan(away), FARTHEST_KM / 4, away)
        near = 1 / (1 + shown / HALF_AT_KM)
        rank = rank * near if scores is not None else near
    rows = np.flatnonzero(mask)
    rows = rows[np.lexsort((catalogue.order[rows], -rank[rows]))]
    keys = catalogue.index.keys
    return [
        (
            (-float(rank[row]), float(catalogue.order[row]), int(keys[row])),
            Hit(
                int(keys[row]),
                float(rank[row]),
                None if away is None or np.isnan(away[row]) else float(away[row]),
            ),
        )
        for row in rows.tolist()
    ]


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
        count = len(_found(replace(asked, **{name: getattr(nothing, name)}), kept).hits)
        if count:
            yield name, count
