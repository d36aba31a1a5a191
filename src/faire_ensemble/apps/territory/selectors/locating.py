"""Points -> communes and neighbourhoods, on a day, from an index kept on disk.

The index is in FAIRE_HOME/cache under a name made from the contours themselves: when one
changes, another index is built, and a damaged one is built again.
"""

import hashlib
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import shapely
from django.conf import settings
from django.utils import timezone
from numpy.typing import ArrayLike

from faire_ensemble.apps.territory.models import NEIGHBOURHOOD_KINDS, Territory, TerritoryKind
from faire_ensemble.apps.territory.selectors.perimeters import perimeters_on
from faire_ensemble.core.geography.locator import Locator, Matches

CELLS = 400_000
"""Cells of an index: a metropolis is small, and a small index loads at once."""

Found = tuple[tuple[Territory, ...], tuple[Territory, ...]]
"""Communes and neighbourhoods of a point, by code."""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Two indexes, and the territory behind each of their positions."""

    communes: tuple[Territory, ...]
    neighbourhoods: tuple[Territory, ...]
    commune_locator: Locator
    neighbourhood_locator: Locator

    def match(self, lons: ArrayLike, lats: ArrayLike) -> tuple[Matches, Matches]:
        """(point, commune) and (point, neighbourhood) positions, as arrays."""
        return (
            self.commune_locator.locate(lons, lats),
            self.neighbourhood_locator.locate(lons, lats),
        )


def gazetteer(on: date | None = None) -> Gazetteer:
    """What is needed to locate points on a day (today by default); two queries."""
    day = on or timezone.localdate()
    kinds = (TerritoryKind.COMMUNE, *NEIGHBOURHOOD_KINDS)
    places = list(Territory.objects.filter(kind__in=kinds).order_by("code"))
    perimeters = perimeters_on(places, day)
    known = [place for place in places if place.pk in perimeters]
    communes = tuple(place for place in known if place.kind == TerritoryKind.COMMUNE)
    quarters = tuple(place for place in known if place.kind != TerritoryKind.COMMUNE)
    indexes = [
        _locator(tuple(bytes(perimeters[place.pk].shape) for place in group))
        for group in (communes, quarters)
    ]
    return Gazetteer(communes, quarters, *indexes)


def locate(lon: float, lat: float, on: date | None = None) -> Found:
    """Communes and neighbourhoods of one point, borders included."""
    return locate_many([lon], [lat], on)[0]


def locate_many(
    lons: Sequence[float], lats: Sequence[float], on: date | None = None
) -> list[Found]:
    """The same for many points; for millions, ask `gazetteer().match` and keep the arrays."""
    where = gazetteer(on)
    communes, quarters = where.match(lons, lats)
    return list(
        zip(
            _by_point(communes, where.communes, len(lons)),
            _by_point(quarters, where.neighbourhoods, len(lons)),
            strict=True,
        )
    )


def _by_point(
    matches: Matches, places: tuple[Territory, ...], count: int
) -> list[tuple[Territory, ...]]:
    limits = np.searchsorted(matches.points, np.arange(count + 1))
    found = matches.polygons.tolist()
    return [
        tuple(places[position] for position in found[limits[i] : limits[i + 1]])
        for i in range(count)
    ]


def _locator(shapes: tuple[bytes, ...]) -> Locator:
    digest = hashlib.sha256()
    for shape in shapes:
        digest.update(len(shape).to_bytes(8, "big") + shape)
    return _kept_locator(digest.hexdigest(), shapes)


@lru_cache(maxsize=8)
def _kept_locator(name: str, shapes: tuple[bytes, ...]) -> Locator:
    path = Path(settings.FAIRE_HOME) / "cache" / f"locator-{name[:32]}.npz"
    try:
        with path.open("rb") as file, np.load(file) as kept:
            return Locator.from_arrays(kept)
    except (OSError, ValueError, BadZipFile, EOFError):
        built = Locator.build(list(shapely.from_wkb(list(shapes))), cells=CELLS)
    _keep(path, built)
    return built


def _keep(path: Path, locator: Locator) -> None:
    """Written aside then renamed, so that a reader never sees half a file; no matter if not."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            np.savez(file, allow_pickle=False, **locator.to_arrays())
        Path(aside).replace(path)
    except OSError:  # a read-only or full disk: the index is built again next time
        return
