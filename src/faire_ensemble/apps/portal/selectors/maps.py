"""Maps of the pages: drawn once for the same contours, in each language."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from faire_ensemble.apps.observatory.selectors import (
    GapTable,
    all_indicators,
    gaps_of_indicator,
    measured_for,
    words,
)
from faire_ensemble.apps.portal.selectors.neighbourhood import KINDS, Link
from faire_ensemble.apps.territory.selectors import (
    Territory,
    communes_of,
    day_for,
    epcis,
    metropolis_map,
    neighbourhood_map,
    neighbourhoods_of,
    shown_perimeters,
    territory_with_code,
)
from faire_ensemble.kit.maps import Layer, Map, Shape, draw_map
from faire_ensemble.kit.numbers import measure

CLASSES = 5
THUMBNAIL, FULL = 420, 760


@dataclass(frozen=True, slots=True)
class MapPage:
    """The metropolis, coloured by an indicator when one is asked and known."""

    epci: Link
    svg: Markup
    choices: tuple[Link, ...]
    chosen: Link | None
    source: str
    places: tuple[tuple[Link, str], ...]
    communes: tuple[Link, ...]


def map_page(link: Callable[[Territory], str], code: str = "") -> MapPage | None:
    """The map of the EPCI with most neighbourhoods; `code` is that of a key indicator.

    None when no EPCI is open.
    """
    epci = main_epci()
    if epci is None:
        return None
    rows = list(neighbourhoods_of(epci.pk).prefetch_related("communes").order_by("name", "code"))
    known = measured_for([row.pk for row in rows])
    indicators = [
        each for each in all_indicators(headline_only=True) if each.comparable and each.id in known
    ]
    chosen = next((each for each in indicators if each.code == code), None)
    table = gaps_of_indicator(chosen, epci) if chosen is not None else None
    steps, step_of = classes(table, {row.code: row.pk for row in rows})
    data = metropolis_map(
        epci,
        title=_("Les quartiers : %(name)s") % {"name": epci.name},
        link=link,
        steps=steps,
        step_of=step_of,
    )
    return MapPage(
        epci=Link(epci.code, epci.name),
        svg=_drawn(data, "carte", FULL, get_language() or "fr"),
        choices=tuple(Link(each.code, each.label) for each in indicators),
        chosen=Link(chosen.code, chosen.label) if chosen is not None else None,
        source=_source(table),
        places=tuple(
            (Link(row.code, row.name), ", ".join(each.name for each in row.communes.all()))
            for row in rows
        ),
        communes=tuple(Link(row.code, row.name) for row in communes_of(epci.pk).order_by("name")),
    )


def metropolis_svg() -> Markup | None:
    """The small map of the home page, without links."""
    epci = main_epci()
    if epci is None:
        return None
    return _drawn(metropolis_map(epci), "carte", THUMBNAIL, get_language() or "fr")


def neighbourhood_svg(code: str) -> Markup | None:
    """Where a neighbourhood is in its communes; None when the code is not known."""
    place = territory_with_code(code, *KINDS)
    if place is None:
        return None
    data = neighbourhood_map(place, day_for(place.generation))
    return _drawn(data, "carte", THUMBNAIL, get_language() or "fr")


def commune_svg(code: str) -> Markup | None:
    """A commune and its neighbourhoods; None when the code is not known."""
    commune = territory_with_code(code, "commune")
    if commune is None:
        return None
    places = list(commune.neighbourhoods.order_by("code"))
    perimeters = shown_perimeters([commune, *places])

    def shapes(group: list[Territory]) -> tuple[Shape, ...]:
        return tuple(
            Shape(perimeters[each.pk].geometry, each.name)
            for each in group
            if each.pk in perimeters
        )

    layers = [Layer(_("Commune"), shapes([commune]))]
    if places:
        layers.append(Layer(_("Quartiers"), shapes(places), look="accent"))
    return _drawn(Map(commune.name, tuple(layers)), "carte", THUMBNAIL, get_language() or "fr")


def main_epci() -> Territory | None:
    """The EPCI with most neighbourhoods."""
    opened = list(epcis().order_by("name"))
    if len(opened) < 2:
        return opened[0] if opened else None
    return max(opened, key=lambda each: neighbourhoods_of(each.pk).count())


def classes(table: GapTable | None, ids: dict[str, int]) -> tuple[tuple[str, ...], dict[int, int]]:
    """At most five classes of as many neighbourhoods each: their legends, then the class of each
    territory. Equal values are never separated."""
    if table is None:
        return (), {}
    known = sorted(
        (row.figure.value, row.place.code)
        for row in table.rows
        if row.figure is not None and row.figure.value is not None and row.place.code in ids
    )
    values = sorted({value for value, _code in known})
    count = min(CLASSES, len(values))
    bounds = [values[rank * len(values) // count] for rank in range(count)]
    step_of = {ids[code]: sum(value >= bound for bound in bounds) - 1 for value, code in known}
    unit = table.indicator.unit
    legends = []
    for rank in range(count):
        inside = [value for value, code in known if step_of[ids[code]] == rank]
        low, high = measure(inside[0], unit), measure(inside[-1], unit)
        legends.append(
            low if low == high else _("de %(low)s à %(high)s") % {"low": low, "high": high}
        )
    return tuple(legends), step_of


def _source(table: GapTable | None) -> str:
    if table is None:
        return ""
    figure = next((row.figure for row in table.rows if row.figure is not None), None)
    return words.source_words(figure) if figure is not None else ""


@lru_cache(maxsize=256)
def _drawn(data: Map, uid: str, width: int, language: str) -> Markup:
    """The same contours give the same drawing; `language` is part of what is the same."""
    return draw_map(data, uid, width)
