"""Titles read whole: those that hold every word asked, and what a slip meant.

For the search of a site: words are looked for inside words, which an index of words does not
answer, and ten thousand titles already folded are read in milliseconds.
"""

import operator
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from faire_ensemble.core.finding.vocabulary import Near, Vocabulary
from faire_ensemble.core.finding.words import EMPTY, LONGEST, MOST, singular, words_of
from faire_ensemble.core.similarity import fold

WORD = re.compile(r"[^\W_]+")


class Titled(NamedTuple):
    """Something with a title. `key` leads to it, `detail` says what and where it is in words;
    `more` is read and not shown. A tuple: thousands are made and compared at once."""

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


@dataclass(frozen=True, slots=True)
class _Read:
    """An entry folded: all that it says, as it is then in the singular, and its title."""

    entry: Titled
    text: str
    title: str


class Titles:
    """Different entries, ready to be searched.

    Folding a text costs a hundred times more than looking for a word in it, so it is done once:
    what `before` already read of an entry that has not changed is taken over.
    """

    def __init__(self, entries: Iterable[Titled], before: "Titles | None" = None):
        known: dict[Titled, _Read] = before._read if before is not None else {}
        self._read: dict[Titled, _Read] = {
            entry: known.get(entry) or _read(entry) for entry in entries
        }

    @classmethod
    def following(cls, entries: Iterable[Titled], before: "Titles | None") -> "Titles":
        """The same, and `before` itself when nothing changed: what it counted stays counted."""
        found = cls(entries, before)
        if before is None or len(found) != len(before):
            return found
        same = all(map(operator.is_, found._read.values(), before._read.values()))
        return before if same else found

    def __iter__(self) -> Iterator[Titled]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)

    def holding(self, words: list[str]) -> list[Titled]:
        """Those that hold every word, in one number or the other, anywhere in a word; titles that
        begin with the first word come first, then the order given."""
        if not words:
            return []
        held = list(self._read.values())
        for word in words:
            one = singular(word)
            if one == word:
                held = [each for each in held if word in each.text]
            else:
                held = [each for each in held if word in each.text or one in each.text]
        held.sort(key=lambda each: not each.title.startswith(words[0]))
        return [each.entry for each in held]

    @cached_property
    def shown_words(self) -> "Words":
        """Those of what is shown of the entries."""
        return Words(f"{each.title} {each.detail}" for each in self)


class Words:
    """In how many texts each word is, and how it is written."""

    def __init__(self, texts: Iterable[str] = ()):
        self.seen: Counter[str] = Counter()
        self.written: dict[str, str] = {}
        for text in texts:
            spelt = dict(map(_spelt, WORD.findall(text.casefold())))
            self.seen.update(spelt.keys())
            for folded, word in spelt.items():
                self.written.setdefault(folded, word)


class Spelling:
    """The words of some texts, to read what a question that nothing answers meant."""

    def __init__(self, parts: Iterable[Words]):
        self._seen: Counter[str] = Counter()
        self._written: dict[str, str] = {}
        for part in parts:
            self._seen.update(part.seen)
            self._written = part.written | self._written
        self._vocabulary = Vocabulary([word for word in self._seen if len(word) <= LONGEST])

    def corrected(self, words: list[str]) -> list[str] | None:
        """The words as the texts write them.

        A word that a text holds stays; another becomes the nearest one, the most frequent of
        equals. `None` when a word is near no other, or when every one is known.
        """
        read = []
        for word in words:
            if any(word in known for known in self._seen):
                read.append(word)
                continue
            near = self._vocabulary.near(word[:LONGEST])
            if not near:
                return None
            best = min(near, key=lambda each: (-each.weight, -self._seen[self._word(each)]))
            read.append(self._written[self._word(best)])
        return read if read != words else None

    def _word(self, near: Near) -> str:
        return self._vocabulary.words[near.word]


def _read(entry: Titled) -> _Read:
    text = f"{entry.title} {entry.detail} {entry.more}"
    return _Read(entry, f"{fold(text)} | {' '.join(words_of(text))}", fold(entry.title))


def _bare(word: str) -> str:
    """« jardins » is found wherever « jardin » is; « travaux » stays, « travail » has its own."""
    one = singular(word)
    return one if word.startswith(one) else word


@lru_cache(maxsize=1 << 16)
def _spelt(written: str) -> tuple[str, str]:
    """A word as it is searched, and as it is written in the singular."""
    folded = fold(written)
    bare = _bare(folded)
    return bare, written[: len(written) - (len(folded) - len(bare))]
