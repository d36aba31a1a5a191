"""The square cells over which polygons are indexed, and how fine they are.

The cell of a coordinate is ``floor((x - origin) * scale)``. Rounding keeps that function
monotone, so points and borders that go through the same function can only disagree by a few
units in the last place; :data:`SLACK` is a thousand times larger than that.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.signedinteger[Any]]

TILE_BITS = 5
TILE = 1 << TILE_BITS
"""Cells on the side of a tile, the block in which cells are stored."""

SLACK = 1e-6
"""How far, in cells, a border is considered to spill over its neighbours."""

_MOST_CELLS_ALONG = 1 << 26
_MOST_TILE_SLOTS = 1 << 24


@dataclass(frozen=True)
class Frame:
    """An origin, a scale (cells per unit of the coordinates) and a size in cells.

    The first tile of each axis is empty, and one more follows the last: what falls outside
    is sent there.
    """

    x0: float
    y0: float
    scale: float
    columns: int
    rows: int

    def across(self, x: Floats) -> Floats:
        """Abscissas counted in cells."""
        return (x - self.x0) * self.scale

    def along(self, y: Floats) -> Floats:
        """Ordinates counted in cells."""
        return (y - self.y0) * self.scale


def choose_frame(bounds: Floats, reach: float, area: float, cells: int) -> Frame:
    """The finest frame that spends about ``cells`` cells on the polygons.

    ``bounds``: one row (xmin, ymin, xmax, ymax) a polygon; ``reach``: the sum of |dx| + |dy|
    over all borders; ``area``: the sum of areas. A cell of side s costs ``area / s²`` inner
    cells and ``reach / s`` border cells, hence a second-degree equation.
    """
    side = (reach + sqrt(reach * reach + 4.0 * cells * area)) / (2.0 * cells)
    xmin, ymin = bounds[:, :2].min(axis=0)
    xmax, ymax = bounds[:, 2:].max(axis=0)
    largest = max(abs(float(v)) for v in (xmin, ymin, xmax, ymax))
    extent = max(float(xmax - xmin), float(ymax - ymin))
    side = max(side, extent / _MOST_CELLS_ALONG, largest * 1e-12, 1e-300)
    margin = TILE + 0.5
    while True:
        x0, y0 = float(xmin) - margin * side, float(ymin) - margin * side
        scale = 1.0 / side
        frame = Frame(
            x0,
            y0,
            scale,
            int((float(xmax) - x0) * scale) + 1,
            int((float(ymax) - y0) * scale) + 1,
        )
        if _tile_slots(frame, bounds) <= _MOST_TILE_SLOTS:
            return frame
        side *= 1.5


def _tile_slots(frame: Frame, bounds: Floats) -> int:
    """Size of the table of tiles once empty rows and columns of tiles are left out."""
    across = _occupied(frame.across(bounds[:, 0]), frame.across(bounds[:, 2]), frame.columns)
    along = _occupied(frame.along(bounds[:, 1]), frame.along(bounds[:, 3]), frame.rows)
    return (across + 1) * (along + 1)


def _occupied(first: Floats, last: Floats, size: int) -> int:
    change = np.zeros((size >> TILE_BITS) + 3, dtype=np.int64)
    np.add.at(change, (first - SLACK).astype(np.int64) >> TILE_BITS, 1)
    np.add.at(change, ((last + SLACK).astype(np.int64) >> TILE_BITS) + 1, -1)
    return int(np.count_nonzero(np.cumsum(change)))


def expand(starts: Integers, counts: Integers) -> tuple[Integers, Integers]:
    """Unroll runs: for run i, ``starts[i] + 0 … counts[i] - 1``, with i repeated alongside.

    In 32 bits when that is enough: most of the time goes into touching memory.
    """
    total = int(counts.sum())
    largest = int(starts.max(initial=0)) + int(counts.max(initial=0))
    small = max(total, largest) < 1 << 31
    kind: type[np.signedinteger[Any]] = np.int32 if small else np.int64
    owners: Integers = np.repeat(np.arange(len(counts), dtype=kind), counts)
    shifts = starts - (np.cumsum(counts) - counts)
    values: Integers = np.repeat(shifts.astype(kind), counts)
    values += np.arange(total, dtype=kind)
    return owners, values
