"""Find a place, an organisation, an indicator, or what people take part in, by a few letters;
accents do not matter."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from faire_ensemble.apps.directory.selectors import organisation_page
from faire_ensemble.apps.observatory.selectors import all_indicators
from faire_ensemble.apps.participation.selectors import FoundParticipation, find_participation
from faire_ensemble.apps.territory.selectors import (
    communes_of,
    epcis,
    groups_of,
    neighbourhoods_of,
)

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Place:
    code: str
    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class Found:
    """At most `SHOWN` answers of each kind; `total` counts them all."""

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
        return Found((), (), (), (), find_participation("", SHOWN), 0)
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
    return Found(
        first,
        second,
        tuple(Place(str(o.id), o.name, o.kind) for o in organisations.lines[:SHOWN]),
        third,
        participation,
        sum(len(group) for group in found) + organisations.count + participation.total,
    )


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
