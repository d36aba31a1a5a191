"""Which texts speak of the same thing: shared words, each weighed by how rare it is.

The score is the cosine of two texts seen as sets of stems: a stem weighs its rarity among the
texts compared (log of their number over those that hold it), twice as much when it is in the
title. 0: nothing shared; 1: the same words. A stem is a word without accent, cut at `STEM` letters:
« éclairage » and « éclairer » meet, which French needs more than it fears false friends.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

STEM = 6
SHORTEST = 3
TITLE_WEIGHT = 2.0
WORD = re.compile(r"[a-z0-9]+")
EMPTY = frozenset(
    "les des une aux que qui quoi dont mais donc car pas plus par pour sur sous dans avec sans "
    "est sont ete etre soit avoir ont ait aura sera faut faire fait peut doit cette ces son ses "
    "leur leurs nos notre votre vos mon mes ton tes tout tous toute toutes nous vous ils elles "
    "elle lui eux aussi tres bien comme quand alors ainsi entre chez vers cela celui celle ceux "
    "the and for with that this are was not you".split()
)


@dataclass(frozen=True, slots=True)
class Text:
    """Something written: `key` is what the caller knows it by."""

    key: int
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """A text close to the one asked, and how close (0 to 1)."""

    key: int
    score: float


def fold(text: str) -> str:
    """Small letters, no accent, ligatures opened, everything else a space."""
    opened = text.casefold().replace("œ", "oe").replace("æ", "ae")
    plain = unicodedata.normalize("NFKD", opened)
    kept = (char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    return " ".join("".join(kept).split())


def stems(folded: str) -> frozenset[str]:
    """The stems of a folded text, words that say nothing left out."""
    return frozenset(
        word[:STEM] for word in WORD.findall(folded) if len(word) >= SHORTEST and word not in EMPTY
    )


def nearest(
    asked: Text,
    others: Iterable[Text],
    *,
    least: float = 0.2,
    most: int = 5,
    among: int | None = None,
) -> list[Likeness]:
    """The texts closest to the one asked, best first; titles and bodies are already folded.

    `among`: how many texts there are in all, when `others` are only those that could be close;
    the words of the rest are then taken for rare. Ties keep the order of the keys, so that the
    answer does not depend on the order read.
    """
    wanted = _weights(asked)
    if not wanted:
        return []
    known = [(other.key, _weights(other)) for other in others]
    spread = Counter(stem for _key, held in known for stem in held)
    total = max(among or 0, len(known)) + 1
    rarity = {stem: math.log(1 + total / (1 + count)) for stem, count in spread.items()}
    alone = math.log(1 + total)
    length = _length(wanted, rarity, alone)
    found = [
        Likeness(key, _shared(wanted, held, rarity) / (length * _length(held, rarity, alone)))
        for key, held in known
        if not wanted.keys().isdisjoint(held)
    ]
    close = [each for each in found if each.score >= least]
    return sorted(close, key=lambda each: (-each.score, each.key))[:most]


def _weights(text: Text) -> dict[str, float]:
    held = dict.fromkeys(stems(text.body), 1.0)
    held.update(dict.fromkeys(stems(text.title), TITLE_WEIGHT))
    return held


def _shared(
    wanted: Mapping[str, float], held: Mapping[str, float], rarity: Mapping[str, float]
) -> float:
    both = wanted.keys() & held.keys()
    return sum(wanted[stem] * held[stem] * rarity[stem] ** 2 for stem in sorted(both))


def _length(held: Mapping[str, float], rarity: Mapping[str, float], alone: float) -> float:
    return math.sqrt(
        sum((weight * rarity.get(stem, alone)) ** 2 for stem, weight in sorted(held.items()))
    )
