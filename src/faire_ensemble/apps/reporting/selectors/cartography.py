"""The maps of the report: where the neighbourhoods are, and one key figure over them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from faire_ensemble.apps.reporting.selectors.material import IndicatorRows, MapFacts
from faire_ensemble.apps.reporting.selectors.words import source_of, sources
from faire_ensemble.apps.territory.selectors import (
    Territory,
    day_for,
    metropolis_map,
    perimeters_on,
)
from faire_ensemble.core.statistics import Rise
from faire_ensemble.kit.numbers import measure

CLASSES = 5
ENOUGH = 10
"""Fewer values than that are read in the table, a map would tell nothing."""


def situation_map(epci: Territory, places: Sequence[Territory], year: int) -> MapFacts | None:
    """Communes and neighbourhoods of the official map in force (four queries)."""
    day = map_day(places, year)
    perimeters = perimeters_on([*places, epci], day)
    if not any(place.pk in perimeters for place in places):
        return None
    given = sources(perimeters[each.pk].source for each in (*places, epci) if each.pk in perimeters)
    title = _("Les quartiers du contrat dans la métropole")
    return MapFacts(metropolis_map(epci, day, title=title), given)


def value_map(
    epci: Territory, places: Sequence[Territory], year: int, indicators: Sequence[IndicatorRows]
) -> MapFacts | None:
    """The first key figure whose rise means something and that has enough values, in classes of
    equal numbers of neighbourhoods (three queries)."""
    day = map_day(places, year)
    for each in indicators:
        if each.indicator.rise is Rise.NEUTRAL:
            continue
        values = {
            row.place.id: row.figure.value
            for row in each.rows
            if row.year == each.year and row.figure is not None and row.figure.value is not None
        }
        bounds = class_bounds(list(values.values()))
        if len(values) < ENOUGH or len(bounds) < 2:
            continue
        unit = each.indicator.unit
        drawn = metropolis_map(
            epci,
            day,
            title=f"{each.indicator.label}, {each.year}",
            steps=tuple(f"{measure(low, unit)} – {measure(high, unit)}" for low, high in bounds),
            step_of={place: class_of(value, bounds) for place, value in values.items()},
        )
        return MapFacts(drawn, source_of(each))
    return None


def map_day(places: Sequence[Territory], year: int) -> date:
    """The last day of the year on which the map of these neighbourhoods was in force."""
    generations = [place.generation for place in places if place.generation is not None]
    return min(date(year, 12, 31), day_for(max(generations, default=None)))


def class_bounds(values: list[Decimal]) -> list[tuple[Decimal, Decimal]]:
    """Lowest and highest value of at most five classes of about equal size.

    Equal values are never split between two classes.
    """
    ordered = sorted(values)
    bounds: list[tuple[Decimal, Decimal]] = []
    start = 0
    for rank in range(1, CLASSES + 1):
        end = len(ordered) * rank // CLASSES
        while 0 < end < len(ordered) and ordered[end] == ordered[end - 1]:
            end += 1
        if end > start:
            bounds.append((ordered[start], ordered[end - 1]))
            start = end
    return bounds


def class_of(value: Decimal, bounds: list[tuple[Decimal, Decimal]]) -> int:
    """The class of a value that was among those classed."""
    return next(rank for rank, (_low, high) in enumerate(bounds) if value <= high)
