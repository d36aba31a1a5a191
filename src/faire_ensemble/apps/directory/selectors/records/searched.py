"""The page of a search: cards, the map beside them, what to try when there is nothing."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from shapely import Point
from shapely.affinity import scale

from faire_ensemble.apps.directory.models import KINDS
from faire_ensemble.apps.directory.selectors.finding import find
from faire_ensemble.apps.directory.selectors.records.cards import Card, cards_of
from faire_ensemble.apps.directory.selectors.records.reading import (
    PARAMETER,
    Question,
    words_of_choice,
)
from faire_ensemble.apps.territory.selectors import communes_of, epcis, shown_perimeters
from faire_ensemble.core.finding import spellings
from faire_ensemble.kit.charts import Figure
from faire_ensemble.kit.maps import Layer, Map, Shape, map_figure

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
    texts += [word.synonyms for word in KINDS.values()]
    return spellings(" ".join(texts)).get(word, word).lower()


def map_of(cards: list[Card], address: str) -> Figure | None:
    """Numbered points over the communes that hold them; nothing without a point."""
    placed = [card for card in cards if card.lon is not None and card.lat is not None]
    if not placed:
        return None
    ground = _ground(placed)
    lons, lats = [card.lon or 0 for card in placed], [card.lat or 0 for card in placed]
    wide = max(max(lons) - min(lons), max(lats) - min(lats), 0.01)
    if ground:
        bounds = [shape.geometry.bounds for shape in ground]
        west, east = min(b[0] for b in bounds), max(b[2] for b in bounds)
        south, north = min(b[1] for b in bounds), max(b[3] for b in bounds)
        wide = max(wide, east - west, north - south)
    points = tuple(
        Shape(
            _dot(card.lon or 0, card.lat or 0, wide / 45),
            str(card.rank),
            href=f"{address}#fiche-{card.id}",
            note=card.name,
        )
        for card in reversed(placed)
    )
    layers = (Layer(_("Communes"), ground), Layer(_("Où aller"), points, look="accent", names=True))
    drawn = Map(
        _("Les réponses de cette page sur la carte"),
        layers if ground else layers[1:],
        description=_("Chaque numéro est celui de la liste, qui dit la même chose."),
    )
    return map_figure(drawn, uid="carte-aide", source=_("adresses des fiches ; contours IGN"))


def kinds_offered() -> list[tuple[str, str]]:
    """The kinds of help, in plain words."""
    return [(code, str(word.label)) for code, word in KINDS.items()]


def _ground(cards: list[Card]) -> tuple[Shape, ...]:
    """The contours of the open communes that hold a point."""
    rows = [each for epci in epcis() for each in communes_of(epci.pk)]
    contours = shown_perimeters(rows) if rows else {}
    shapes = []
    for row in rows:
        held = contours.get(row.pk)
        if held is None:
            continue
        inside = any(
            held.west <= (card.lon or 0) <= held.east
            and held.south <= (card.lat or 0) <= held.north
            for card in cards
        )
        if inside:
            shapes.append(Shape(held.geometry, row.name))
    return tuple(shapes)


def _dot(lon: float, lat: float, size: float) -> Point:
    """A disc of that radius in degrees of latitude, round once drawn around 46-51° north."""
    return scale(Point(lon, lat).buffer(size, quad_segs=6), xfact=1.55, yfact=1.0)
