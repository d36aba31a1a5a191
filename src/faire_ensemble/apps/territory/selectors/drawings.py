"""Maps of the metropolis and of a neighbourhood, ready for `kit.maps`."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from faire_ensemble.apps.territory.models import Perimeter, Territory
from faire_ensemble.apps.territory.selectors.perimeters import (
    day_for,
    perimeters_on,
    shown_perimeters,
)
from faire_ensemble.apps.territory.selectors.territories import communes_of, neighbourhoods_of
from faire_ensemble.kit.maps import Layer, Map, Shape

Link = Callable[[Territory], str]


def _no_link(place: Territory) -> str:
    return ""


def metropolis_map(
    epci: Territory,
    day: date | None = None,
    *,
    title: str = "",
    link: Link = _no_link,
    steps: tuple[str, ...] = (),
    step_of: dict[int, int] | None = None,
) -> Map:
    """Communes under the neighbourhoods in force that day, those to show when no day is asked.

    Four queries at most.

    `link` gives the address of a place (empty: no link). With `steps` (legends of classes) and
    `step_of` (class by territory id), neighbourhoods are coloured by class.
    """
    communes = list(communes_of(epci.pk).order_by("name"))
    places = list(neighbourhoods_of(epci.pk).prefetch_related("communes").order_by("code"))
    both = [*communes, *places]
    perimeters = perimeters_on(both, day) if day else shown_perimeters(both)
    classes = step_of or {}
    quarters = tuple(
        Shape(
            perimeters[place.pk].geometry,
            place.name,
            link(place),
            ", ".join(commune.name for commune in place.communes.all()),
            classes.get(place.pk),
        )
        for place in places
        if place.pk in perimeters
    )
    layers = [Layer(_("Communes"), _shapes(communes, perimeters, link), names=True)]
    if quarters:
        layers.append(Layer(_("Quartiers"), quarters, look="accent"))
    return Map(title or epci.name, tuple(layers), steps if quarters else ())


def neighbourhood_map(place: Territory, day: date | None = None, *, link: Link = _no_link) -> Map:
    """A neighbourhood in its communes, on a day when its geography applies; two queries."""
    communes = list(place.communes.order_by("name"))
    perimeters = perimeters_on([*communes, place], day or day_for(place.generation))
    layers = [Layer(_("Communes"), _shapes(communes, perimeters, link), names=True)]
    if place.pk in perimeters:
        shape = Shape(perimeters[place.pk].geometry, place.name)
        layers.append(Layer(_("Quartier"), (shape,), look="accent"))
    return Map(place.name, tuple(layers))


def _shapes(
    communes: list[Territory], perimeters: dict[int, Perimeter], link: Link
) -> tuple[Shape, ...]:
    return tuple(
        Shape(perimeters[commune.pk].geometry, commune.name, link(commune))
        for commune in communes
        if commune.pk in perimeters
    )
