"""The page of a search: cards, the map beside them, what to try when there is nothing."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from faire_ensemble.apps.directory.models import KINDS
from faire_ensemble.apps.directory.selectors.finding import find
from faire_ensemble.apps.directory.selectors.records.cards import Card, cards_of
from faire_ensemble.apps.directory.selectors.records.pointing import Pointed, points_figure
from faire_ensemble.apps.directory.selectors.records.reading import (
    PARAMETER,
    Question,
    words_of_choice,
)
from faire_ensemble.core.finding import spellings
from faire_ensemble.kit.charts import Figure

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Try:
    """Another question that has answers: in words, its address, how many."""

    words: str
    query: str
    count: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`said`: how unclear words were read; `unknown`: words that no record holds."""

    cards: tuple[Card, ...]
    count: int
    page: int
    pages: int
    said: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    tries: tuple[Try, ...]
    map: Figure | None


def search_page(question: Question, page: int = 1, address: str = "") -> SearchPage:
    """Cards of one page, numbered as on the map: a constant number of queries."""
    found = find(question.asked)
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(max(page, 1), pages)
    hits = found.top((page - 1) * PER_PAGE, page * PER_PAGE)
    typed = spellings(question.asked.text)
    readings = [replace(each, typed=typed.get(each.typed, each.typed)) for each in found.readings]
    cards, rank = [], 0
    for card in cards_of(hits, readings):
        rank += card.lon is not None
        cards.append(replace(card, rank=rank if card.lon is not None else 0))
    return SearchPage(
        tuple(cards),
        len(found),
        page,
        pages,
        tuple((each.typed, _written(each.words[0], cards)) for each in readings if each.typo),
        tuple(each.typed for each in readings if not each.words),
        tuple(
            Try(words_of_choice(name), question.address(**{PARAMETER[name]: ""}), count)
            for name, count in found.without
            if name in PARAMETER
        ),
        map_of(cards, address),
    )


def _written(word: str, cards: list[Card]) -> str:
    """A word as people write it, accents included: as a card, a kind of help or a synonym does."""
    texts = [text for card in cards for text in (card.name, card.description, *card.kinds)]
    texts += [word.said for word in KINDS.values()]
    return spellings(" ".join(texts)).get(word, word).lower()


def map_of(cards: list[Card], address: str) -> Figure | None:
    """The cards that have a point, by their number."""
    points = [
        Pointed(str(card.rank), card.name, card.lon, card.lat, f"{address}#fiche-{card.id}")
        for card in cards
        if card.lon is not None and card.lat is not None
    ]
    return points_figure(
        points,
        title=_("Les réponses de cette page sur la carte"),
        description=_("Chaque numéro est celui de la liste, qui dit la même chose."),
        layer=_("Où aller"),
        source=_("adresses des fiches ; contours IGN"),
    )


def kinds_offered() -> list[tuple[str, str]]:
    """The kinds of help, in plain words."""
    return [(code, str(word.label)) for code, word in KINDS.items()]
