"""Which territories are compared: the neighbourhoods of an EPCI, the EPCI, the national set."""

from typing import Protocol

from faire_ensemble.apps.observatory.selectors.comparison import Place
from faire_ensemble.apps.observatory.selectors.figures import FigureSet
from faire_ensemble.apps.territory.selectors import national_groups, neighbourhoods_of


class AnyTerritory(Protocol):
    """What is read of a territory: its own model satisfies it, and so does `Place`."""

    @property
    def id(self) -> int: ...
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def epci_id(self) -> int | None: ...
    @property
    def generation(self) -> int | None: ...


def place_of(territory: AnyTerritory) -> Place:
    """The read model of a territory; no query."""
    return Place(
        id=territory.id,
        code=territory.code,
        name=territory.name,
        kind=territory.kind,
        epci_id=territory.epci_id,
        generation=territory.generation,
    )


def neighbourhood_places(epci: AnyTerritory) -> tuple[Place, ...]:
    """Every neighbourhood of an EPCI, of all kinds and geographies, by code (one query)."""
    places = (place_of(row) for row in neighbourhoods_of(epci.id))
    return tuple(sorted(places, key=lambda each: each.code))


def national_places() -> tuple[Place, ...]:
    """National sets of neighbourhoods ("Ensemble des QPV"), by code (one query)."""
    return tuple(sorted((place_of(row) for row in national_groups()), key=lambda each: each.code))


def expected_places(
    places: tuple[Place, ...], figures: FigureSet, indicator: int, year: int | None
) -> tuple[Place, ...]:
    """Those with a row for this indicator and year, and those of the same geography.

    A neighbourhood of the 2014 map that a table forgets is shown as absent; one of the 2024 map
    is not, for no table could hold it then. Without any row at all, every place is expected.
    """
    present = {
        place.id
        for place in places
        if year is not None and year in figures.get((indicator, place.id), {})
    }
    shapes = {(place.kind, place.generation) for place in places if place.id in present}
    if not shapes:
        return places
    return tuple(
        place
        for place in places
        if place.id in present
        or (place.generation is not None and (place.kind, place.generation) in shapes)
    )
