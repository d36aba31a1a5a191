import numpy as np
import pytest
from shapely import MultiPolygon, Point, Polygon, box

from faire_ensemble.core.geography.area import ECCENTRICITY, SEMI_MAJOR_M, area_km2


def test_the_whole_ellipsoid():
    """GRS80: 510 065 621.7 km² (Moritz, Geodetic Reference System 1980)."""
    assert area_km2(box(-180, -90, 180, 90)) == pytest.approx(510_065_621.7, abs=0.1)


@pytest.mark.parametrize("south", [-60, 0, 43, 50.5])
def test_a_square_of_degrees_by_quadrature(south):
    """The area element is M·N·cos φ with M, N the radii of curvature."""
    nodes, weights = np.polynomial.legendre.leggauss(20)
    latitudes = np.radians(south + (nodes + 1) / 2)
    bulge = 1 - (ECCENTRICITY * np.sin(latitudes)) ** 2
    element = SEMI_MAJOR_M**2 * (1 - ECCENTRICITY**2) * np.cos(latitudes) / bulge**2
    expected = float((weights * element).sum()) / 2 * np.radians(1) ** 2 / 1e6
    assert area_km2(box(3, south, 4, south + 1)) == pytest.approx(expected, rel=1e-12)


def test_holes_and_parts():
    ring = Polygon(box(0, 0, 2, 2).exterior, holes=[box(1, 1, 2, 2).exterior])
    whole, hole = area_km2(box(0, 0, 2, 2)), area_km2(box(1, 1, 2, 2))
    assert area_km2(ring) == pytest.approx(whole - hole)
    assert area_km2(MultiPolygon([box(0, 0, 1, 1), box(5, 0, 6, 1)])) == pytest.approx(
        2 * area_km2(box(0, 0, 1, 1))
    )


def test_no_ground():
    assert area_km2(Point(3, 50)) == 0
    assert area_km2(Polygon()) == 0
