"""Schematic perimeters: the map of the demonstration without anybody's contours.

The official contours are loaded with `faire import qpv`; until then each neighbourhood is drawn
as a regular polygon of its true area around its true centre, and its source says so.
"""

from math import cos, pi, radians, sin, sqrt

import shapely

SIDES = 24
SOURCE = (
    "Périmètre schématique de la démonstration (centre et superficie vrais, contour dessiné) : "
    "chargez le fichier officiel avec « faire import qpv »"
)


def schematic(longitude: float, latitude: float, area_km2: float) -> shapely.Polygon:
    """A regular polygon of `area_km2` around a centre in degrees (WGS84).

    Degrees are turned into kilometres with the series of the WGS84 ellipsoid: the error on the
    area is below 0.1 % at these sizes.
    """
    phi = radians(latitude)
    km_by_degree_north = (111132.92 - 559.82 * cos(2 * phi) + 1.175 * cos(4 * phi)) / 1000
    km_by_degree_east = (111412.84 * cos(phi) - 93.5 * cos(3 * phi)) / 1000
    radius = sqrt(2 * area_km2 / (SIDES * sin(2 * pi / SIDES)))
    corners = [2 * pi * index / SIDES for index in range(SIDES)]
    return shapely.Polygon(
        [
            (
                longitude + radius * cos(angle) / km_by_degree_east,
                latitude + radius * sin(angle) / km_by_degree_north,
            )
            for angle in corners
        ]
    )
