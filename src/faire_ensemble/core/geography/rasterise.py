"""Which cells a border crosses, and which lie wholly inside a polygon."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from faire_ensemble.core.geography.frame import SLACK, Floats, Frame, Integers, expand

Polygons = NDArray[np.object_]


@dataclass(frozen=True)
class Edges:
    """Segments of all rings of all polygons: ends (x1, y1)-(x2, y2) and polygon of each.

    Polygon after polygon, the inside of the polygon on the left of each segment.
    """

    x1: Floats
    y1: Floats
    x2: Floats
    y2: Floats
    polygon: Integers

    @property
    def reach(self) -> float:
        """Sum of |dx| + |dy|."""
        return float(np.abs(self.x2 - self.x1).sum() + np.abs(self.y2 - self.y1).sum())


@dataclass(frozen=True)
class Runs:
    """Cells side by side in a row, from column ``first`` to ``last``, and whose they are.

    ``owner`` is a polygon, or for borders an edge, edges + i standing for the ends of edge i.
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
    ahead = points[first + 1]
    behind = points[first]
    return Edges(behind[:, 0], behind[:, 1], ahead[:, 0], ahead[:, 1], polygon)


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
    )


def border_cells(edges: Edges) -> Runs:
    """Cells that a segment touches or nearly touches (:data:`SLACK`), and those of its ends.

    Ends reach twice as far, so that a cell where no end is noted holds no vertex, near its
    sides included: a segment alone there goes right through.
    """
    names = np.arange(len(edges.polygon))
    ends = [
        _touched(Edges(x, y, x, y, edges.polygon), names + len(names), 2 * SLACK)
        for x, y in ((edges.x1, edges.y1), (edges.x2, edges.y2))
    ]
    every = [_touched(edges, names, SLACK), *ends]
    return Runs(
        np.concatenate([runs.owner for runs in every]),
        np.concatenate([runs.row for runs in every]),
        np.concatenate([runs.first for runs in every]),
        np.concatenate([runs.last for runs in every]),
    )


def _touched(edges: Edges, names: Integers, slack: float) -> Runs:
    """Each segment is cut by the rows it meets, each cut gives a run of columns."""
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
