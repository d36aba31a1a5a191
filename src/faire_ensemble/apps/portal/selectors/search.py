"""Find an address, a place, an organisation, an indicator, or what people take part in, by a few
letters; accents do not matter."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from faire_ensemble.apps.directory.selectors import organisation_page
from faire_ensemble.apps.directory.selectors.records.cards import distance_words
from faire_ensemble.apps.observatory.selectors import all_indicators
from faire_ensemble.apps.participation.selectors import FoundParticipation, find_participation
from faire_ensemble.apps.territory.selectors import (
    FoundAddress,
    Standing,
    communes_of,
    epcis,
    find_addresses,
    groups_of,
    looks_like_address,
    neighbourhoods_of,
    standings_of,
)

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Place:
    code: str
    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class FoundStanding:
    """An address, and the priority neighbourhood that holds it or is nearest."""

    address: FoundAddress
    standing: Standing

    @property
    def away(self) -> str:
        """« à 350 m », « à 1,2 km »: from the address to the nearest neighbourhood."""
        return distance_words(self.standing.metres / 1000)


@dataclass(frozen=True, slots=True)
class Found:
    """At most `SHOWN` answers of each kind; `total` counts them all. `unknown_address`: the text
    is one, that no published address is like."""

    addresses: tuple[FoundStanding, ...]
    unknown_address: bool
    neighbourhoods: tuple[Place, ...]
    communes: tuple[Place, ...]
    organisations: tuple[Place, ...]
    indicators: tuple[Place, ...]
    participation: FoundParticipation
    total: int


def search(query: str) -> Found:
    """Answers whose name or code holds every word of the query (a constant number of queries
    for each open EPCI)."""
    wanted = fold(query).split()
    if not wanted:
        return Found((), False, (), (), (), (), find_participation("", SHOWN), 0)
    neighbourhoods: list[Place] = []
    communes: list[Place] = []
    for epci in epcis():
        rows = neighbourhoods_of(epci.pk) | groups_of(epci.pk)
        rows = rows.prefetch_related("communes").order_by("name", "code")
        neighbourhoods += [
            Place(row.code, row.name, ", ".join(each.name for each in row.communes.all()))
            for row in rows
        ]
        communes += [
            Place(row.code, row.name, epci.name) for row in communes_of(epci.pk).order_by("name")
        ]
    indicators = [Place(each.code, each.label, str(each.theme.label)) for each in all_indicators()]
    found = [_matching(group, wanted) for group in (neighbourhoods, communes, indicators)]
    first, second, third = (tuple(group[:SHOWN]) for group in found)
    organisations = organisation_page(query, " ".join(wanted))
    participation = find_participation(query, SHOWN)
    addresses = _addresses(query)
    return Found(
        addresses or (),
        addresses == (),
        first,
        second,
        tuple(Place(str(o.id), o.name, o.kind) for o in organisations.lines[:SHOWN]),
        third,
        participation,
        sum(map(len, (*found, addresses or ()))) + organisations.count + participation.total,
    )


def _addresses(query: str) -> tuple[FoundStanding, ...] | None:
    """Published addresses that the text means, where each stands; `None` for another text."""
    if not looks_like_address(query):
        return None
    found = find_addresses(query)
    standings = standings_of([(each.lon, each.lat) for each in found]) if found else []
    return tuple(FoundStanding(*pair) for pair in zip(found, standings, strict=True))


def _matching(places: Iterable[Place], wanted: list[str]) -> list[Place]:
    """Those that hold every word; a name that begins with the query comes first."""
    start = " ".join(wanted)
    held = [
        place
        for place in places
        if all(word in fold(f"{place.name} {place.code} {place.detail}") for word in wanted)
    ]
    return sorted(held, key=lambda place: not fold(place.name).startswith(start))


def fold(text: str) -> str:
    """Lower case, no accent, punctuation as spaces: "Pont-de-Bois" is found by "pont de bois"."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    kept = (
        letter if letter.isalnum() else " " for letter in bare if not unicodedata.combining(letter)
    )
    return " ".join("".join(kept).split())
