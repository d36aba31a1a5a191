"""The locator answers exactly as GEOS asked polygon by polygon."""

import io

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon, box

from faire_ensemble.core.geography.locator import Locator

SQUARE = box(0, 0, 4, 4)
RING = Polygon(SQUARE.exterior, holes=[box(1, 1, 3, 3).exterior])


def brute_force(polygons, x, y):
    points = shapely.points(np.asarray(x, float), np.asarray(y, float))
    return sorted(
        (int(i), j) for j, p in enumerate(polygons) for i in np.flatnonzero(p.intersects(points))
    )


def pairs(matches):
    return list(zip(matches.points.tolist(), matches.polygons.tolist(), strict=True))


@pytest.mark.parametrize("cells", [1, 50, 5_000, 300_000])
def test_borders_vertices_and_holes(cells):
    locator = Locator.build([RING], cells=cells)
    inside = [(0.5, 0.5), (0, 0), (4, 4), (2, 0), (0, 2.7), (1, 1), (2, 1), (3, 2.2)]
    outside = [(2, 2), (1.0001, 1.0001), (4.0001, 2), (-0.0001, 2), (2, np.nextafter(4, 5))]
    assert all(locator.locate_one(*point) == (0,) for point in inside)
    assert all(locator.locate_one(*point) == () for point in outside)


def test_points_far_away_or_not_finite_are_nowhere():
    locator = Locator.build([SQUARE])
    odd = [np.nan, np.inf, -np.inf, 1e300, -1e300, 1e18, -1e18, 4.0 + 1e-9, -1e-9]
    x = np.array(odd + [2.0] * len(odd))
    y = np.array([2.0] * len(odd) + odd)
    assert len(locator.locate(x, y)) == 0


def test_points_on_every_side_of_the_frame():
    polygons = [box(0, 0, 1, 1), box(40, 40, 41, 41)]
    locator = Locator.build(polygons, cells=20_000)
    side = np.linspace(-5, 46, 400)
    x, y = (axis.ravel() for axis in np.meshgrid(side, side))
    assert pairs(locator.locate(x, y)) == brute_force(polygons, x, y)


def test_overlapping_polygons_give_several_matches_in_order():
    polygons = [SQUARE, box(2, 2, 6, 6), box(3, 3, 3.5, 3.5), SQUARE]
    locator = Locator.build(polygons)
    found = locator.locate([5, 1, 3.2, 2], [5, 1, 3.2, 2])
    assert pairs(found) == [
        (0, 1), (1, 0), (1, 3), (2, 0), (2, 1), (2, 2), (2, 3), (3, 0), (3, 1), (3, 3)
    ]  # fmt: skip


def test_neighbours_share_their_border():
    locator = Locator.build([box(0, 0, 1, 1), box(1, 0, 2, 1)])
    assert locator.locate_one(1, 0.5) == (0, 1)


def test_multipolygons_count_once():
    locator = Locator.build([MultiPolygon([box(0, 0, 1, 1), box(5, 5, 6, 6)])])
    assert pairs(locator.locate([0.5, 5.5, 3], [0.5, 5.5, 3])) == [(0, 0), (1, 0)]


def test_polygons_at_both_ends_of_the_world_and_of_the_scale():
    tiny = box(55.0, -21.0, 55.0 + 1e-7, -21.0 + 1e-7)
    locator = Locator.build([box(-150, -20, -149, -19), tiny], cells=1_000)
    assert locator.locate_one(-149.5, -19.5) == (0,)
    assert locator.locate_one(55.0 + 5e-8, -21.0 + 5e-8) == (1,)
    assert locator.locate_one(55.0 + 2e-7, -21.0) == ()


def test_many_scattered_polygons_do_not_exhaust_memory():
    at = np.arange(3_000) * 0.05
    polygons = [box(a, a, a + 1e-6, a + 1e-6) for a in at]
    locator = Locator.build(polygons)
    assert sum(array.nbytes for array in locator.to_arrays().values()) < 120_000_000
    assert pairs(locator.locate(at, at)) == [(i, i) for i in range(len(at))]


def test_no_polygon_and_no_point():
    assert len(Locator.build([]).locate([1.0], [2.0])) == 0
    assert len(Locator.build([Polygon()]).locate([1.0], [2.0])) == 0
    assert len(Locator.build([SQUARE]).locate([], [])) == 0
    assert Locator.build([Polygon(), SQUARE]).locate_one(1, 1) == (1,)


@pytest.mark.parametrize(
    ("polygons", "words"),
    [
        ([Point(0, 0)], "n'est pas un polygone"),
        ([None], "n'est pas un polygone"),
        ([SQUARE, Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])], "n° 1 n'est pas valide"),
    ],
)
def test_what_is_not_a_valid_polygon_is_refused(polygons, words):
    with pytest.raises(ValueError, match=words):
        Locator.build(polygons)


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        ([1.0], [1.0, 2.0], "1 abscisses pour 2"),
        ([[1.0]], [[1.0]], "liste simple"),
        (["ici"], [1.0], "pas des nombres"),
        (1.0, 1.0, "liste simple"),
    ],
)
def test_what_is_not_a_list_of_points_is_refused(x, y, words):
    with pytest.raises(ValueError, match=words):
        Locator.build([SQUARE]).locate(x, y)


def test_a_kept_index_answers_the_same():
    polygons = [SQUARE, RING, box(2, 2, 6, 6), Polygon()]
    locator = Locator.build(polygons, cells=2_000)
    file = io.BytesIO()
    np.savez(file, **locator.to_arrays())
    file.seek(0)
    with np.load(file) as kept:
        again = Locator.from_arrays(kept)
    grid = np.arange(-1, 7, 0.25)
    x, y = (axis.ravel() for axis in np.meshgrid(grid, grid))
    assert len(again) == 4
    assert pairs(again.locate(x, y)) == pairs(locator.locate(x, y)) == brute_force(polygons, x, y)


def test_an_index_of_another_version_or_incomplete_is_refused():
    arrays = Locator.build([SQUARE]).to_arrays()
    with pytest.raises(ValueError, match="autre version"):
        Locator.from_arrays({**arrays, "format": np.array([999])})
    del arrays["cells"]
    with pytest.raises(ValueError, match="incomplet"):
        Locator.from_arrays(arrays)


corner = st.integers(0, 8)


@st.composite
def shapes(draw):
    """Triangles, boxes, rings and unions of them on a small lattice, made valid."""
    kind = draw(st.sampled_from(["box", "hull", "ring", "two"]))
    a, b = draw(corner), draw(corner)
    first = box(a, b, a + draw(st.integers(1, 4)), b + draw(st.integers(1, 4)))
    if kind == "box":
        return first
    if kind == "ring":
        return first.difference(first.buffer(-0.4, join_style="mitre"))
    spots = draw(st.lists(st.tuples(corner, corner), min_size=3, max_size=8))
    hull = shapely.MultiPoint(spots).convex_hull
    hull = hull if hull.geom_type == "Polygon" else first
    return hull if kind == "hull" else first.symmetric_difference(hull)


def on_borders(polygons):
    """Vertices, middles of edges and the floats just beside them."""
    for polygon in polygons:
        for line in shapely.get_parts(shapely.boundary(polygon)):
            vertices = shapely.get_coordinates(line)
            for x, y in np.vstack([vertices, (vertices[1:] + vertices[:-1]) / 2]):
                yield x, y
                yield np.nextafter(x, 99), y
                yield x, np.nextafter(y, -99)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(shapes(), min_size=1, max_size=6),
    st.lists(st.tuples(st.floats(-1, 13), st.floats(-1, 13)), max_size=60),
    st.sampled_from([3, 100, 4_000, 60_000]),
    st.floats(0.001, 1000),
    st.floats(-1000, 1000),
)
def test_same_answers_as_brute_force(polygons, points, cells, stretch, shift):
    def move(at):
        return at * stretch + shift

    moved = [shapely.transform(polygon, move) for polygon in polygons]
    moved = [polygon for polygon in moved if not polygon.is_empty and polygon.is_valid]
    lattice = [(a / 2, b / 2) for a in range(26) for b in range(26)]
    at = np.array(points + lattice) * stretch + shift
    at = np.vstack([at, *([list(on_borders(moved))] if moved else [])])
    locator = Locator.build(moved, cells=cells)
    found = pairs(locator.locate(at[:, 0], at[:, 1]))
    assert found == brute_force(moved, at[:, 0], at[:, 1])


@pytest.mark.parametrize("shape", ["star", "comb", "zigzag"])
def test_corners_convex_and_reflex(shape):
    """Cells with one vertex are settled without GEOS: every turn, points all around it."""
    turns = np.linspace(0, 2 * np.pi, 41)[:-1]
    outline = {
        "star": [((2 + i % 2) * np.cos(a), (2 + i % 2) * np.sin(a)) for i, a in enumerate(turns)],
        "comb": [(i, 5 if i % 2 else 1) for i in range(20)] + [(19, 0), (0, 0)],
        "zigzag": [(i, i % 3) for i in range(12)] + [(i, 4 + i % 2) for i in range(11, -1, -1)],
    }[shape]
    polygon = Polygon(outline)
    assert polygon.is_valid
    draw = np.random.default_rng(3)
    near = np.repeat(np.array(outline), 400, axis=0)
    near = near + draw.normal(0, 1, near.shape) * 10.0 ** draw.uniform(-16, 0, (len(near), 1))
    locator = Locator.build([polygon], cells=30_000)
    assert pairs(locator.locate(near[:, 0], near[:, 1])) == brute_force(
        [polygon], near[:, 0], near[:, 1]
    )
