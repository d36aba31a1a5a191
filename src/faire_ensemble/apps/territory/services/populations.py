"""Populations of territories, kept up with the latest table that gives them."""

import re
from collections.abc import Mapping

from faire_ensemble.apps.territory.models import Territory

YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


def set_populations(populations: Mapping[int, int], *, year: int, source: str) -> int:
    """Give these territories (by id) their population, unless they have a later one.

    The year of what is held is the last one that its source names. A source without a year is
    replaced. Gives how many changed; two queries at most.
    """
    changed = []
    for place in Territory.objects.filter(pk__in=list(populations)):
        held = max(map(int, YEAR.findall(place.population_source)), default=0)
        new = (populations[place.pk], source)
        if place.population is not None and held > year:
            continue
        if (place.population, place.population_source) != new:
            place.population, place.population_source = new
            changed.append(place)
    if changed:
        Territory.objects.bulk_update(changed, ["population", "population_source"])
    return len(changed)
