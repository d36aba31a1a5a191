"""Which cells a border crosses, and which lie wholly inside a polygon."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from faire_ensemble.core.geography.frame import SLACK, Floats, Frame, Integers, expand

Polygons = NDArray[np.object_]
_ERROR, _TINY = 1e-15, 1e-300


@dataclass(frozen=True)
class Edges:
    """Segments of all rings of all polygons: ends (x1, y1)-(x2, y2) and polygon of each.

    Polygon after polygon, ring after ring, the inside of the polygon on the left of each
    segment. ``previous`` is the segment before in the ring; ``turn`` at the start of the
    segment is 1 to the left (a convex corner), -1 to the right, 0 when too slight to be sure.
    """

    x1: Floats
    y1: Floats
    x2: Floats
    y2: Floats
    polygon: Integers
    previous: Integers
    turn: NDArray[np.int8]

    @property
    def reach(self) -> float:
        """Sum of |dx| + |dy|."""
        return float(np.abs(self.x2 - self.x1).sum() + np.abs(self.y2 - self.y1).sum())


@dataclass(frozen=True)
class Runs:
    """Cells side by side in a row, from column ``first`` to ``last``, and whose they are.

    ``owner`` is a polygon, or for borders an edge, edges + i standing for the start of edge i.
    """

    owner: Integers
    row: Integers
    first: Integers
    last: Integers


def edges_of(polygons: Polygons) -> Edges:
    """Every segment of every ring, holes included."""
    parts, part_polygon = shapely.get_parts(shapely.orient_polygons(polygons), return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    points, point_ring = shapely.get_coordinates(rings, return_index=True)
    first = np.flatnonzero(point_ring[1:] == point_ring[:-1])
    polygon = part_polygon[ring_part[point_ring[first]]].astype(np.int64)
    x1, y1 = points[first, 0], points[first, 1]
    x2, y2 = points[first + 1, 0], points[first + 1, 1]
    ring = point_ring[first]
    starts = np.flatnonzero(np.diff(ring, prepend=-1))
    previous = np.arange(-1, len(first) - 1)
    previous[starts] = np.append(starts[1:], len(first))[: len(starts)] - 1
    turn = side_of(x1[previous], y1[previous], x1, y1, x2, y2)
    return Edges(x1, y1, x2, y2, polygon, previous, turn)


def side_of(
    x1: Floats, y1: Floats, x2: Floats, y2: Floats, x: Floats, y: Floats
) -> NDArray[np.int8]:
    """1 when (x, y) is on the left of (x1, y1)-(x2, y2), -1 on the right, 0 if unsure.

    Sure by the error bound of J. R. Shewchuk (*Adaptive precision floating-point arithmetic*,
    1997), made larger.
    """
    left = (x2 - x1) * (y - y1)
    right = (y2 - y1) * (x - x1)
    side = left - right
    doubt = _ERROR * (np.abs(left) + np.abs(right)) + _TINY
    return (side > doubt).astype(np.int8) - (side < -doubt).astype(np.int8)


def in_cells(edges: Edges, frame: Frame) -> Edges:
    """The same segments counted in cells, each going upwards."""
    x1, x2 = frame.across(edges.x1), frame.across(edges.x2)
    y1, y2 = frame.along(edges.y1), frame.along(edges.y2)
    down = y1 > y2
    return Edges(
        np.where(down, x2, x1),
        np.where(down, y2, y1),
        np.where(down, x1, x2),
        np.where(down, y1, y2),
        edges.polygon,
        edges.previous,
        edges.turn,
    )


def border_cells(edges: Edges, frame: Frame) -> Runs:
    """Cells that a segment touches or nearly touches (:data:`SLACK`), and those of its start.

    Starts reach twice as far, so that a cell where none is noted holds no vertex, near its
    sides included: a segment alone there goes right through.
    """
    names = np.arange(len(edges.polygon))
    x, y = frame.across(edges.x1), frame.along(edges.y1)
    starts = Edges(x, y, x, y, edges.polygon, edges.previous, edges.turn)
    both = (
        _touched(in_cells(edges, frame), names, SLACK),
        _touched(starts, names + len(names), 2 * SLACK),
    )
    return Runs(
        np.concatenate([runs.owner for runs in both]),
        np.concatenate([runs.row for runs in both]),
        np.concatenate([runs.first for runs in both]),
        np.concatenate([runs.last for runs in both]),
    )


def corner_cells(edges: Edges, frame: Frame) -> Runs:
    """The very cell of the start of each edge."""
    column = np.floor(frame.across(edges.x1)).astype(np.int64)
    row = np.floor(frame.along(edges.y1)).astype(np.int64)
    return Runs(np.arange(len(edges.polygon)), row, column, column)


def _touched(edges: Edges, names: Integers, slack: float) -> Runs:
    """Each segment (counted in cells, going upwards) is cut by the rows it meets."""
    low = np.floor(edges.y1 - slack).astype(np.int64)
    high = np.floor(edges.y2 + slack).astype(np.int64)
    edge, row = expand(low, high - low + 1)
    x1, y1, x2, y2 = (side[edge] for side in (edges.x1, edges.y1, edges.x2, edges.y2))
    rise = y2 - y1
    flat = rise <= 0.0
    rise[flat] = 1.0
    enter = np.clip((row - slack - y1) / rise, 0.0, 1.0)
    leave = np.clip((row + 1 + slack - y1) / rise, 0.0, 1.0)
    enter[flat], leave[flat] = 0.0, 1.0
    start = x1 + (x2 - x1) * enter
    end = x1 + (x2 - x1) * leave
    first = np.floor(np.minimum(start, end) - slack).astype(np.int64)
    last = np.floor(np.maximum(start, end) + slack).astype(np.int64)
    return Runs(names[edge], row, first, last)


def inner_cells(edges: Edges, rows: int) -> Runs:
    """Cells between two crossings of the middle of their row, borders still among them.

    Crossings of a valid polygon come in pairs (even-odd rule). A cell that no border touches
    is at least half a cell away from any crossing of its row, so rounding cannot matter.
    """
    low = np.ceil(edges.y1 - 0.5).astype(np.int64)
    high = np.ceil(edges.y2 - 0.5).astype(np.int64)
    edge, row = expand(low, high - low)
    y1, x1 = edges.y1[edge], edges.x1[edge]
    slope: NDArray[Any] = (edges.x2[edge] - x1) / (edges.y2[edge] - y1)
    x = x1 + slope * (row + 0.5 - y1)
    line = edges.polygon[edge] * rows + row  # 64 bits
    order = np.lexsort((x, line))
    x, line = x[order], line[order]
    first = np.floor(x[0::2]).astype(np.int64) + 1
    last = np.floor(x[1::2]).astype(np.int64) - 1
    some = first <= last
    polygon, row = np.divmod(line[0::2][some], rows)
    return Runs(polygon, row, first[some], last[some])
