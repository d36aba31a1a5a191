"""On the official contours of 2014, read from the open data beside the project."""

import numpy as np
import pyogrio
import pytest
import shapely

from faire_ensemble.core.geography.locator import Locator
from faire_ensemble.core.geography.rasterise import edges_of
from faire_ensemble.core.geography.repair import repair


@pytest.fixture(scope="module")
def contours(shared_data):
    file = shared_data / "qpv_2014" / "QP_METROPOLEOUTREMER_WGS84_EPSG4326.shp"
    _, _, shapes, columns = pyogrio.raw.read(file, columns=["CODE_QP"], encoding="cp1252")
    return columns[0], shapely.from_wkb(shapes)


def test_thirty_four_contours_are_repaired_and_named(contours):
    codes, shapes = contours
    repairs = {code: repair(shape) for code, shape in zip(codes, shapes, strict=True)}
    named = {code: done for code, done in repairs.items() if done.changed}
    assert len(named) == 34
    assert "QP059067" in named
    assert "surface inchangée" in named["QP059067"].explain()
    assert [code for code, done in named.items() if abs(done.area_change) > 0.001] == ["QP084012"]


def test_every_vertex_and_middle_of_edge_as_geos_says(contours):
    polygons = np.array([repair(shape).geometry for shape in contours[1]])
    edges = edges_of(polygons)
    draw = np.random.default_rng(1)
    shift = draw.normal(0, 1e-12, len(edges.x1))
    x = np.concatenate([edges.x1, (edges.x1 + edges.x2) / 2, edges.x1 + shift])
    y = np.concatenate([edges.y1, (edges.y1 + edges.y2) / 2, edges.y1])
    found = Locator.build(polygons).locate(x, y)
    tree = shapely.STRtree(polygons)
    points, owners = tree.query(shapely.points(x, y), predicate="intersects")
    order = np.lexsort((owners, points))
    assert np.array_equal(found.points, points[order])
    assert np.array_equal(found.polygons, owners[order])
