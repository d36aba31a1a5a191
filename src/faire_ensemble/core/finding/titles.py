"""A few hundred titles read whole: those that hold every word asked, and what a slip meant.

For the search of a site, where an index would cost more than reading.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from faire_ensemble.core.finding.vocabulary import Vocabulary
from faire_ensemble.core.finding.words import EMPTY, LONGEST, MOST, singular, words_of
from faire_ensemble.core.similarity import fold

WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Titled:
    """Something with a title. `key` leads to it, `detail` says what and where it is in words;
    `more` is read and not shown."""

    key: tuple[str | int, ...]
    title: str
    detail: str
    more: str = ""


def asked_words(question: str) -> list[str]:
    """The words of a question, folded, without the mark of the plural, and without those that say
    nothing unless it has no other."""
    words = fold(question).split()
    told = [word for word in words if word not in EMPTY] or words
    return list(dict.fromkeys(map(_bare, told)))[:MOST]


def holding(entries: Iterable[Titled], words: list[str]) -> list[Titled]:
    """Those that hold every word, in one number or the other, anywhere in a word; titles that
    begin with the first word come first, then the order given."""
    if not words:
        return []
    held = [
        entry for entry in entries if _holds(f"{entry.title} {entry.detail} {entry.more}", words)
    ]
    return sorted(held, key=lambda entry: not fold(entry.title).startswith(words[0]))


def corrected(words: list[str], texts: Iterable[str]) -> list[str] | None:
    """The words as the texts write them, for a question that nothing answers.

    A word that a text holds stays; another becomes the nearest one, the most frequent of equals.
    `None` when a word is near no other, or when every one is known.
    """
    seen: Counter[str] = Counter()
    written: dict[str, str] = {}
    for text in texts:
        spelt = dict(_spelt(word) for word in WORD.findall(text.casefold()))
        seen.update(spelt.keys())
        for folded, word in spelt.items():
            written.setdefault(folded, word)
    vocabulary = Vocabulary([word for word in seen if len(word) <= LONGEST])
    read = []
    for word in words:
        if any(word in known for known in seen):
            read.append(word)
            continue
        near = vocabulary.near(word[:LONGEST])
        if not near:
            return None
        best = min(near, key=lambda each: (-each.weight, -seen[vocabulary.words[each.word]]))
        known = vocabulary.words[best.word]
        read.append(written[known])
    return read if read != words else None


def _bare(word: str) -> str:
    """« jardins » is found wherever « jardin » is; « travaux » stays, « travail » has its own."""
    one = singular(word)
    return one if word.startswith(one) else word


def _spelt(written: str) -> tuple[str, str]:
    """A word as it is searched, and as it is written in the singular."""
    folded = fold(written)
    bare = _bare(folded)
    return bare, written[: len(written) - (len(folded) - len(bare))]


def _holds(text: str, words: list[str]) -> bool:
    folded = fold(text)
    missing = [word for word in words if word not in folded]
    if not missing:
        return True
    bare = " ".join(words_of(text))
    return all(singular(word) in bare for word in missing)
