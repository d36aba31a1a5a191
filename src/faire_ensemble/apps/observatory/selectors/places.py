"""Which territories are compared: the neighbourhoods of an EPCI, the EPCI, the national set."""

from typing import Protocol

from django.utils.translation import gettext as _

from faire_ensemble.apps.observatory.selectors.comparison import Place
from faire_ensemble.apps.observatory.selectors.figures import FigureSet
from faire_ensemble.apps.territory.selectors import (
    epci_with_siren,
    epcis,
    groups_of,
    national_groups,
    neighbourhoods_of,
)


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


class UnknownEpci(LookupError):
    """No EPCI, or several, where one is needed; the message says what to do."""


def known_epcis() -> tuple[Place, ...]:
    """The EPCI that were opened, by name (one query)."""
    return tuple(sorted((place_of(row) for row in epcis()), key=lambda each: each.name))


def epci_of(siren: str = "") -> Place:
    """The EPCI with this SIREN, present or former; without one, the only EPCI opened.

    Raises UnknownEpci when there is none, or several to choose from.
    """
    if siren:
        found = epci_with_siren(siren)
        if found is None:
            raise UnknownEpci(
                _("Aucune intercommunalité ouverte n'a le SIREN %(siren)s : faire open %(siren)s.")
                % {"siren": siren}
            )
        return place_of(found)
    every = known_epcis()
    if len(every) == 1:
        return every[0]
    if not every:
        raise UnknownEpci(_("Aucune intercommunalité n'est ouverte : faire open SIREN."))
    names = ", ".join(f"{each.name} ({each.code})" for each in every)
    raise UnknownEpci(
        _("Plusieurs intercommunalités sont ouvertes, précisez le SIREN de l'une : %(names)s.")
        % {"names": names}
    )


def neighbourhood_places(epci: AnyTerritory) -> tuple[Place, ...]:
    """Every neighbourhood of an EPCI, of all kinds and geographies, and its sets of
    neighbourhoods ("Ensemble des quartiers prioritaires"), by code (one query).

    A set only ever shows where it has a row of its own: see `expected_places`.
    """
    rows = neighbourhoods_of(epci.id) | groups_of(epci.id)
    places = (place_of(row) for row in rows)
    return tuple(sorted(places, key=lambda each: each.code))


def national_places() -> tuple[Place, ...]:
    """National sets of neighbourhoods ("Ensemble des QPV"), by code (one query)."""
    return tuple(sorted((place_of(row) for row in national_groups()), key=lambda each: each.code))


def expected_places(
    places: tuple[Place, ...], figures: FigureSet, indicator: int, year: int | None
) -> tuple[Place, ...]:
    """Those with a row for this indicator and year, and those of the same geography.

    A neighbourhood of the 2014 map that a table forgets is shown as absent; one of the 2024 map
    is not, for no table could hold it then. Without any row, every neighbourhood is expected.
    """
    present = {
        place.id
        for place in places
        if year is not None and year in figures.get((indicator, place.id), {})
    }
    shapes = {(place.kind, place.generation) for place in places if place.id in present}
    if not shapes:
        return tuple(place for place in places if not place.is_set)
    return tuple(
        place
        for place in places
        if place.id in present
        or (place.generation is not None and (place.kind, place.generation) in shapes)
    )
