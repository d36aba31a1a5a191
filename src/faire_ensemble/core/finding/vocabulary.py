"""The words of all documents, and those of them that a typed word may mean."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CANDIDATES = 48
"""Words compared letter by letter, those that share the most trigrams first."""
EXACT, BEGINS, ONE_OFF, TWO_OFF = 1.0, 0.75, 0.6, 0.4
SHORTEST_BEGINNING = 3
MOST_BEGINNINGS = 40
REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Table:
    """Trigram -> slot -> ranks of the words that hold it (compressed rows)."""

    slots: dict[str, int]
    offsets: NDArray[np.int64]
    owners: NDArray[np.int32]

    def held(self, gram: str) -> NDArray[np.int32] | None:
        """The words that hold a trigram."""
        slot = self.slots.get(gram)
        return None if slot is None else self.owners[self.offsets[slot] : self.offsets[slot + 1]]


@dataclass(frozen=True, slots=True)
class Near:
    """A known word that a typed one may mean: how surely (0 to 1], and whether it is a typo."""

    word: int
    weight: float
    typo: bool


class Vocabulary:
    """Words in order, with an inverted table of their trigrams."""

    def __init__(self, words: Sequence[str], table: "Table | None" = None) -> None:
        """`table`: that of these very words, in order, when it was kept."""
        self.words = sorted(set(words)) if table is None else list(words)
        self.table = table or _table(self.words)
        self._met: dict[str, list[Near]] = {}

    def __len__(self) -> int:
        return len(self.words)

    def rank(self, word: str) -> int | None:
        """The place of a word, when it is known."""
        at = bisect_left(self.words, word)
        return at if at < len(self.words) and self.words[at] == word else None

    def near(self, typed: str) -> list[Near]:
        """Known words for a typed one: itself, those it begins, those one or two slips away.

        Slips are looked for only when nothing is spelt or begins like it: somebody who writes a
        known word means it. What was asked lately is remembered.
        """
        met = self._met.get(typed)
        if met is None:
            if len(self._met) >= REMEMBERED:
                self._met.clear()
            met = self._met[typed] = self._near(typed)
        return met

    def _near(self, typed: str) -> list[Near]:
        exact = self.rank(typed)
        found = [] if exact is None else [Near(exact, EXACT, typo=False)]
        if len(typed) >= SHORTEST_BEGINNING:
            found += [
                Near(at, BEGINS * len(typed) / len(self.words[at]) + 0.2, typo=False)
                for at in self._beginning(typed)
                if at != exact
            ]
        return found or self._slips(typed)

    def _beginning(self, typed: str) -> range:
        first = bisect_left(self.words, typed)
        last = bisect_left(self.words, typed + "\U0010ffff")
        return range(first, min(last, first + MOST_BEGINNINGS))

    def _slips(self, typed: str) -> list[Near]:
        most = allowed(typed)
        if not most or not self.words:
            return []
        held = [owners for gram in grams(typed) if (owners := self.table.held(gram)) is not None]
        if not held:
            return []
        ranks, shared = np.unique(np.concatenate(held), return_counts=True)
        best = ranks[np.argsort(-shared, kind="stable")[:CANDIDATES]]
        found = []
        for at in best.tolist():
            away = distance(typed, self.words[at], most)
            if away <= most:
                found.append(Near(at, ONE_OFF if away == 1 else TWO_OFF, typo=True))
        nearest = max((each.weight for each in found), default=0.0)
        return [each for each in found if each.weight == nearest]


def allowed(word: str) -> int:
    """Slips that are forgiven: none below four letters, one below seven, then two."""
    return 0 if len(word) < 4 or word.isdigit() else 1 if len(word) < 7 else 2


def grams(word: str) -> list[str]:
    """The trigrams of a word, its beginning and end marked; each once."""
    marked = f"  {word} "
    return list(dict.fromkeys(marked[i : i + 3] for i in range(len(marked) - 2)))


def distance(one: str, other: str, most: int) -> int:
    """Letters to change, add, drop or swap (optimal string alignment), or `most` + 1 at least."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, target in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != target))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == target:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most and min(last) > most:
            return most + 1
        before, last = last, row
    return last[-1]


def _table(words: Sequence[str]) -> Table:
    slots: dict[str, int] = {}
    held: list[list[int]] = []
    for rank, word in enumerate(words):
        for gram in grams(word):
            slot = slots.setdefault(gram, len(held))
            if slot == len(held):
                held.append([])
            held[slot].append(rank)
    offsets = np.zeros(len(held) + 1, dtype=np.int64)
    np.cumsum([len(each) for each in held], out=offsets[1:])
    flat = [rank for each in held for rank in each]
    return Table(slots, offsets, np.array(flat, dtype=np.int32))
