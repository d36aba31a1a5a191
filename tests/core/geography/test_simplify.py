import numpy as np
import pytest
import shapely
from shapely import LineString, Polygon, box

from faire_ensemble.core.geography.simplify import simplify_together


def neighbours():
    """Two rectangles on both sides of a wavy border of 200 points."""
    y = np.linspace(0, 10, 200)
    border = np.column_stack([5 + 0.05 * np.sin(7 * y), y])
    left = Polygon([*border, (0, 10), (0, 0)])
    right = Polygon([*border, (10, 10), (10, 0)])
    return [left, right]


def test_neighbours_keep_their_common_border():
    left, right = simplify_together(neighbours(), 0.5)
    assert shapely.get_num_coordinates(left) < 60
    assert left.intersection(right).area == 0
    assert left.union(right).area == pytest.approx(100)
    assert isinstance(left.intersection(right), LineString | shapely.MultiLineString)


def test_overlapping_polygons_are_simplified_one_by_one():
    circle = shapely.Point(0, 0).buffer(1, quad_segs=64)
    first, second = simplify_together([circle, box(0, 0, 2, 2)], 0.05)
    assert shapely.get_num_coordinates(first) < shapely.get_num_coordinates(circle) / 3
    assert first.is_valid
    assert not second.is_empty


def test_nothing_and_nonsense():
    assert simplify_together([], 1.0) == []
    with pytest.raises(ValueError, match="positive"):
        simplify_together([box(0, 0, 1, 1)], -1.0)
    with pytest.raises(ValueError, match="positive"):
        simplify_together([box(0, 0, 1, 1)], float("nan"))
