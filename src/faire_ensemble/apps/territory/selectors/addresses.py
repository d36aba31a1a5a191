"""From an address as typed to the published ones, and what an address is to the neighbourhoods.

Three queries, whatever is loaded: the communes; the streets of the communes or postcode that the
text names (without any, the streets of that very name everywhere); the numbers of the best.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import numpy as np
import shapely
from django.db.models import Q

from faire_ensemble.apps.territory.models import Address, Territory, TerritoryKind
from faire_ensemble.apps.territory.selectors.perimeters import shown_perimeters
from faire_ensemble.core.addresses import (
    TYPES,
    SpokenAddress,
    likeness,
    names_street,
    read_address,
    words_of_street,
)
from faire_ensemble.core.geography.lambert93 import from_degrees

MOST = 5
LEAST, CLOSE = 0.5, 0.1
"""The least likeness of an answer, and how far below the best another one still is shown."""
LONGEST = 200

Street = tuple[int, str, str]
"""Commune, postcode and key."""


@dataclass(frozen=True, slots=True)
class FoundAddress:
    """A place to go by its address. `exact`: the number asked is published; otherwise the point is
    that of the nearest number, or of the middle of the street."""

    label: str
    lon: float
    lat: float
    commune: Territory
    postcode: str
    exact: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """An address among priority neighbourhoods: those that hold it, or the nearest and how far
    (metres in a straight line to its edge)."""

    inside: tuple[Territory, ...]
    nearest: Territory | None
    metres: int


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to understand the text: the words of a street, and where it must be."""

    words: tuple[str, ...]
    communes: frozenset[int]
    postcode: str

    def scope(self) -> Q:
        if self.communes:
            return Q(commune__in=self.communes)
        if self.postcode:
            return Q(postcode=self.postcode)
        return Q(street_key=" ".join(self.words))

    def score(self, street: Street) -> float:
        """Likeness to a street of the scope; a tenth less where the postcode is another."""
        commune, postcode, key = street
        if self.communes and commune not in self.communes:
            return 0.0
        if not self.communes and self.postcode and postcode != self.postcode:
            return 0.0
        other = bool(self.communes and self.postcode and postcode != self.postcode)
        return likeness(self.words, key.split()) - 0.1 * other


def looks_like_address(text: str) -> bool:
    """Whether a text names a street or begins with a number: « Lille » does not."""
    spoken = read_address(text)
    words = words_of_street(spoken.street)
    return names_street(words) and (spoken.number is not None or any(w in TYPES for w in words))


def find_addresses(text: str) -> list[FoundAddress]:
    """The published addresses that a text means, the likeliest first; `MOST` at most."""
    spoken = read_address(text[:LONGEST])
    if not names_street(words_of_street(spoken.street)):
        return []
    communes = list(Territory.objects.filter(kind=TerritoryKind.COMMUNE))
    readings = _readings(spoken, communes)
    asked = reduce(or_, (reading.scope() for reading in readings))
    streets: Iterable[Street] = (
        Address.objects.filter(asked)
        .order_by()
        .values_list("commune_id", "postcode", "street_key")
        .distinct()
    )
    best = _best(readings, streets)
    return _numbered(spoken, best, {each.pk: each for each in communes}) if best else []


def _readings(spoken: SpokenAddress, communes: Sequence[Territory]) -> list[_Reading]:
    """With the town after a postcode or at the end of the text, then as a street alone."""
    words = words_of_street(spoken.street)
    names = {each.pk: words_of_street(each.name) for each in communes}
    town = words_of_street(spoken.town)
    named = frozenset(pk for pk, name in names.items() if town and name == town)
    if named or spoken.postcode:
        return [_Reading(words, named, spoken.postcode)]
    if words[-1:] == ("a",):
        words = words[:-1]
    readings = [_Reading(words, frozenset(), "")]
    ending = [pk for pk, name in names.items() if words[-len(name) :] == name]
    if ending:
        length = max(len(names[pk]) for pk in ending)
        street = words[:-length]
        street = street[:-1] if street[-1:] == ("a",) else street
        if names_street(street):
            held = frozenset(pk for pk in ending if len(names[pk]) == length)
            readings.insert(0, _Reading(street, held, ""))
    return readings


def _best(readings: Sequence[_Reading], streets: Iterable[Street]) -> list[Street]:
    """The streets most like what was said, where several are nearly as like."""
    scored = []
    for street in streets:
        score = max(reading.score(street) for reading in readings)
        if score >= LEAST:
            scored.append((-score, street))
    scored.sort(key=lambda pair: (pair[0], pair[1][2], pair[1][1], pair[1][0]))
    return [street for score, street in scored if score <= scored[0][0] + CLOSE][:MOST]


def _numbered(
    spoken: SpokenAddress, streets: Sequence[Street], communes: dict[int, Territory]
) -> list[FoundAddress]:
    """The number asked in each street; where it is not published, the nearest one, later."""
    wanted = reduce(
        or_,
        (Q(commune=commune, postcode=post, street_key=key) for commune, post, key in streets),
    )
    held: dict[Street, list[Address]] = {street: [] for street in streets}
    for each in Address.objects.filter(wanted).order_by("number", "repetition", "key"):
        held[each.commune_id, each.postcode, each.street_key].append(each)
    found = []
    for rows in held.values():
        if not rows:
            continue  # taken away between the two queries
        chosen, exact = _chosen(rows, spoken)
        chosen.commune = communes[chosen.commune_id]
        if not exact:
            chosen.number, chosen.repetition = None, ""
        found.append(
            FoundAddress(
                chosen.label, chosen.lon, chosen.lat, chosen.commune, chosen.postcode, exact
            )
        )
    if any(each.exact for each in found):
        found = [each for each in found if each.exact]
    return found


def _chosen(rows: list[Address], spoken: SpokenAddress) -> tuple[Address, bool]:
    if spoken.number is None:
        x, y = (float(np.median([getattr(row, name) for row in rows])) for name in ("lon", "lat"))
        return min(rows, key=lambda row: (row.lon - x) ** 2 + (row.lat - y) ** 2), False
    same = [row for row in rows if row.number == spoken.number]
    if same:
        alike = [row for row in same if row.repetition == spoken.repetition]
        return (alike or same)[0], bool(alike)
    number = spoken.number

    def away(row: Address) -> tuple[bool, int, int]:
        """Numbers first, those of the same side of the street before the others at equal gap."""
        gap = abs((row.number or 0) - number)
        return row.number is None, gap, (row.number or 0) % 2 ^ number % 2

    return min(rows, key=away), False


def standings_of(points: Sequence[tuple[float, float]]) -> list[Standing]:
    """What points (lon, lat) are to the priority neighbourhoods shown today; two queries.

    Borders are inside. Metres are those of Lambert-93, right to a thousandth in mainland France.
    """
    places = {each.pk: each for each in Territory.objects.filter(kind=TerritoryKind.PRIORITY)}
    contours = shown_perimeters(places.values())
    known = sorted((places[pk] for pk in contours), key=lambda place: place.code)
    shapes = [contours[place.pk].geometry for place in known]
    metric = shapely.transform(shapes, from_degrees)
    return [_standing(shapely.Point(*point), known, shapes, metric) for point in points]


def _standing(
    point: shapely.Point,
    places: Sequence[Territory],
    shapes: Sequence[shapely.Geometry],
    metric: Sequence[shapely.Geometry],
) -> Standing:
    inside = tuple(
        place for place, shape in zip(places, shapes, strict=True) if shape.intersects(point)
    )
    if inside or not places:
        return Standing(inside, None, 0)
    away = shapely.distance(metric, shapely.transform(point, from_degrees))
    nearest = int(np.argmin(away))
    return Standing((), places[nearest], round(float(away[nearest])))
