"""Finding records by a few words, forgiving accents and typos (docs/methods/recherche.md).

    index = Index.build(documents)
    for found in index.search(read_words("cours de francais")): ...

Nothing here knows a database: the caller gives documents, and filters by rows.
"""

from faire_ensemble.core.finding.index import Document, Index, Matches, Reading
from faire_ensemble.core.finding.titles import Titled, asked_words, corrected, holding
from faire_ensemble.core.finding.vocabulary import Near, Table, Vocabulary, distance
from faire_ensemble.core.finding.words import read_words, spellings, words_of

__all__ = [
    "Document",
    "Index",
    "Matches",
    "Near",
    "Reading",
    "Table",
    "Titled",
    "Vocabulary",
    "asked_words",
    "corrected",
    "distance",
    "holding",
    "read_words",
    "spellings",
    "words_of",
]
