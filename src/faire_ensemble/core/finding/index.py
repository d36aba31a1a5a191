"""An inverted index in arrays: every answer to a question is scored, none is cut off.

A word of the question weighs its rarity among the documents (log of their number over those that
hold it); a word of a document weighs the field it is in. A document scores, for each word asked,
the best of what it holds of it; then the square of the share of the asked words it answers, so
that all of them beat many times one.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faire_ensemble.core.finding.vocabulary import Near, Vocabulary
from faire_ensemble.core.finding.words import words_of

SCALE = 16
"""Weights of fields are kept as sixteenths, in one byte."""
LEAST_SHARE = 0.5
"""Share of the asked words below which a document is no answer."""


@dataclass(frozen=True, slots=True)
class Document:
    """What is found: its key for the caller, and its texts by the weight of their field."""

    key: int
    fields: Sequence[tuple[float, str]]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a word of the question was read: the known words it stands for."""

    typed: str
    words: tuple[str, ...]
    typo: bool


@dataclass(frozen=True, slots=True)
class Matches:
    """Scores by row (0: no answer), and how each word was read."""

    scores: NDArray[np.float64]
    readings: tuple[Reading, ...]


class Index:
    """Documents by word. Rows follow the order in which documents were given."""

    def __init__(
        self,
        keys: NDArray[np.int64],
        vocabulary: Vocabulary,
        offsets: NDArray[np.int64],
        rows: NDArray[np.int32],
        weights: NDArray[np.uint8],
    ) -> None:
        self.keys, self.vocabulary = keys, vocabulary
        self.offsets, self.rows, self.weights = offsets, rows, weights

    @classmethod
    def build(cls, documents: Iterable[Document]) -> "Index":
        """Read every document once; the best field of a word counts."""
        keys: list[int] = []
        postings: dict[str, dict[int, int]] = {}
        spelt: dict[str, list[str]] = {}
        for row, document in enumerate(documents):
            keys.append(document.key)
            for weight, text in document.fields:
                kept = min(255, round(weight * SCALE))
                words = spelt.get(text)
                if words is None:
                    words = spelt[text] = words_of(text)
                for word in words:
                    held = postings.setdefault(word, {})
                    held[row] = max(kept, held.get(row, 0))
        return cls(np.array(keys, dtype=np.int64), *_packed(postings))

    def __len__(self) -> int:
        return len(self.keys)

    def rarities(self, asked: Sequence[str]) -> dict[str, float]:
        """How rare each asked word is here, all its readings together: a common word does not
        become rare for a typo's sake."""
        return {typed: self._rarity(self.vocabulary.near(typed)) for typed in asked}

    def search(
        self,
        asked: Sequence[str],
        rarities: Mapping[str, float] | None = None,
        least_share: float = LEAST_SHARE,
    ) -> Matches:
        """Score every document for the words asked; `rarities` are those of a larger index that
        this one completes. A document must answer `least_share` of the words."""
        total = np.zeros(len(self.keys))
        answered = np.zeros(len(self.keys))
        readings: list[Reading] = []
        for typed in asked:
            near = self.vocabulary.near(typed)
            readings.append(self._reading(typed, near))
            rarity = self._rarity(near) if rarities is None else rarities[typed]
            score = self._score(near, rarity)
            total += score
            answered += score > 0
        if not asked:
            return Matches(total, ())
        share = answered / len(asked)
        return Matches(np.where(share >= least_share, total * share**2, 0.0), tuple(readings))

    def _rarity(self, near: Sequence[Near]) -> float:
        spread = sum(int(self.offsets[n.word + 1] - self.offsets[n.word]) for n in near)
        return math.log(1 + len(self.keys) / max(1, spread))

    def _score(self, near: Sequence[Near], rarity: float) -> NDArray[np.float64]:
        """For one asked word: the best that each document holds of it."""
        best = np.zeros(len(self.keys))
        for each in sorted(near, key=lambda n: n.weight):
            span = slice(self.offsets[each.word], self.offsets[each.word + 1])
            rows = self.rows[span]
            gain = self.weights[span] * (rarity * each.weight / SCALE)
            best[rows] = np.maximum(best[rows], gain)
        return best

    def _reading(self, typed: str, near: Sequence[Near]) -> Reading:
        ordered = sorted(near, key=lambda n: (-n.weight, self.vocabulary.words[n.word]))
        words = tuple(self.vocabulary.words[each.word] for each in ordered)
        return Reading(typed, words, bool(near) and near[0].typo)


def _packed(
    postings: Mapping[str, Mapping[int, int]],
) -> tuple[Vocabulary, NDArray[np.int64], NDArray[np.int32], NDArray[np.uint8]]:
    vocabulary = Vocabulary(list(postings))
    counts = [len(postings[word]) for word in vocabulary.words]
    offsets = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=offsets[1:])
    size = int(offsets[-1])
    rows = np.fromiter(
        (row for word in vocabulary.words for row in postings[word]), dtype=np.int32, count=size
    )
    weights = np.fromiter(
        (each for word in vocabulary.words for each in postings[word].values()),
        dtype=np.uint8,
        count=size,
    )
    return vocabulary, offsets, rows, weights
