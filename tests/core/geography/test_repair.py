import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import GeometryCollection, LineString, MultiPolygon, Point, Polygon, box

from faire_ensemble.core.geography.repair import repair

BOW_TIE = Polygon([(3, 50), (4, 51), (4, 50), (3, 51)])


def test_a_valid_polygon_is_left_alone():
    done = repair(box(3, 50, 4, 51))
    assert not done.changed
    assert done.explain() == ""
    assert done.geometry.equals_exact(box(3, 50, 4, 51), 0)


def test_a_crossing_is_repaired_and_named():
    done = repair(BOW_TIE)
    assert done.changed
    assert done.geometry.is_valid
    assert done.fault == "le contour se recoupe"
    assert done.where == (3.5, 50.5)
    assert "près de 3.50000, 50.50000" in done.explain()
    assert len(done.geometry.geoms) == 2


def test_a_ring_touching_itself_keeps_its_area():
    outline = [(0, 0), (4, 0), (4, 4), (2, 4), (3, 2), (1, 2), (2, 4), (0, 4)]
    done = repair(Polygon(outline))
    assert done.fault == "le contour se touche lui-même"
    assert done.geometry.area == pytest.approx(16 - 2)
    assert abs(done.area_change) < 1e-9
    assert "surface inchangée" in done.explain()


def test_overlapping_parts_are_counted_once():
    done = repair(MultiPolygon([box(0, 0, 2, 2), box(1, 1, 3, 3)]))
    assert done.geometry.area == pytest.approx(7)
    assert done.area_change < -0.1
    assert "surface réduite de" in done.explain()


def test_lines_left_over_go_away():
    spike = Polygon([(0, 0), (2, 0), (2, 2), (2, 5), (2, 2), (0, 2)])
    done = repair(spike)
    assert done.geometry.geom_type == "Polygon"
    assert done.geometry.area == pytest.approx(4)
    collection = GeometryCollection([LineString([(0, 0), (9, 9)]), box(0, 0, 1, 1)])
    assert repair(collection).geometry.equals(box(0, 0, 1, 1))


def test_the_third_dimension_is_dropped():
    done = repair(Polygon([(0, 0, 5), (1, 0, 5), (1, 1, 5)]))
    assert not done.geometry.has_z
    assert not done.changed


@pytest.mark.parametrize(
    ("geometry", "words"),
    [
        (None, "vide"),
        (Polygon(), "vide"),
        (Point(1, 1), "pas un polygone"),
        (LineString([(0, 0), (1, 1)]), "pas un polygone"),
        (Polygon([(0, 0), (1, 1), (2, 2)]), "aucune surface"),
        (shapely.from_wkt("POLYGON ((0 0, 0 inf, 2 2, 0 0))"), "pas un nombre"),
        (GeometryCollection([Point(0, 0)]), "aucune surface"),
    ],
)
def test_what_holds_no_ground_is_refused(geometry, words):
    with pytest.raises(ValueError, match=words):
        repair(geometry)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=3, max_size=12))
def test_whatever_the_outline_the_result_is_valid_or_refused(outline):
    try:
        done = repair(Polygon(outline))
    except ValueError:
        return
    assert shapely.is_valid(done.geometry)
    assert done.geometry.area > 0
    assert done.changed == (not Polygon(outline).is_valid)
