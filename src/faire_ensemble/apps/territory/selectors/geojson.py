"""Contours as GeoJSON (RFC 7946), for maps and for reuse."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import shapely

from faire_ensemble.apps.territory.models import Perimeter, Territory
from faire_ensemble.apps.territory.selectors.perimeters import perimeters_on, shown_perimeters

DECIMALS = 6
"""A tenth of a metre."""


def feature_collection(
    places: list[Territory], day: date | None, link: Callable[[Territory], str]
) -> dict[str, Any]:
    """The places that have a contour on that day, or to show when no day is asked.

    Each with its code, name, communes, dates and address.
    `places` come with their communes prefetched; one query more.
    """
    perimeters = perimeters_on(places, day) if day else shown_perimeters(places)
    return {
        "type": "FeatureCollection",
        "features": [
            _feature(place, perimeters[place.pk], link(place))
            for place in places
            if place.pk in perimeters
        ],
    }


def _feature(place: Territory, perimeter: Perimeter, address: str) -> dict[str, Any]:
    rounded = shapely.transform(
        perimeter.geometry, lambda points: np.round(points, DECIMALS), include_z=False
    )
    return {
        "type": "Feature",
        "id": place.code,
        "properties": {
            "code": place.code,
            "name": place.name,
            "kind": place.kind,
            "generation": place.generation,
            "population": place.population,
            "communes": [commune.code for commune in place.communes.all()],
            "valid_from": perimeter.valid_from,
            "valid_to": perimeter.valid_to,
            "area_km2": round(perimeter.area_km2, 4),
            "source": perimeter.source,
            "url": address,
        },
        "geometry": json.loads(shapely.to_geojson(rounded)),
    }
