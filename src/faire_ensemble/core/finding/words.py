"""From a text to the words by which it is found."""

import re

from faire_ensemble.core.similarity import fold

# Words that say nothing about what is sought; « sans » or « non » would, and stay.
EMPTY = frozenset(
    "a ai au aux avec c ce ces cet cette chez d dans de des du elle en est et etre eux il ils j je "
    "l la le les leur leurs ma mes moi mon n ne nos notre nous on ou par pas plus pour pres qu que "
    "qui s sa se ses si son sur t ta te tes toi ton tu un une vos votre vous y "
    "the of and for to in i my how can need want get find where is are it at with help some near "
    "please".split()
)
LONGEST = 30
"""Longer words are cut: nobody types them, and they make typos slow to compare."""
MOST = 12
"""Words of a question that are read; those after are left out."""


def words_of(text: str) -> list[str]:
    """The words of a text, in order, folded, without the endings that French adds for many."""
    return [
        singular(word[:LONGEST])
        for word in fold(text.replace("’", "'")).split()
        if word not in EMPTY
    ]


def read_words(text: str) -> list[str]:
    """The different words of a question, at most `MOST`."""
    return list(dict.fromkeys(words_of(text)))[:MOST]


def spellings(text: str) -> dict[str, str]:
    """Each word of a text as it is read, and as it was first written."""
    found: dict[str, str] = {}
    for written in re.findall(r"[^\W_]+", text):
        for word in words_of(written):
            found.setdefault(word, written)
    return found


def singular(word: str) -> str:
    """« habitants » meets « habitant », « sociaux » meets « social », « bureaux », « bureau »."""
    if len(word) > 5 and word.endswith("eaux"):
        return word[:-1]
    if len(word) > 5 and word.endswith("aux"):
        return word[:-3] + "al"
    if len(word) > 4 and word[-1] in "sx" and word[-2] not in "sui":
        return word[:-1]
    return word
