"""Finding records by a few words, forgiving accents and typos (docs/methods/recherche.md).

    index = Index.build(documents)
    for found in index.search(read_words("cours de francais")): ...

Nothing here knows a database: the caller gives documents, and filters by rows.
"""

from faire_ensemble.core.finding.index import Document, Index, Matches, Reading
from faire_ensemble.core.finding.titles import Spelling, Titled, Titles, Words, asked_words
from faire_ensemble.core.finding.vocabulary import Near, Table, Vocabulary, distance
from faire_ensemble.core.finding.words import read_words, spellings, words_of

__all__ = [
    "Document",
    "Index",
    "Matches",
    "Near",
    "Reading",
    "Spelling",
    "Table",
    "Titled",
    "Titles",
    "Vocabulary",
    "Words",
    "asked_words",
    "distance",
    "read_words",
    "spellings",
    "words_of",
]
