"""Sums over chosen rows that stay fast when processors are shared.

NumPy hands long dot products to a library that starts threads; on a busy machine these wait for
each other and take a hundred times longer. Products are therefore cut below its threshold.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]
SINGLE = 8000  # cells that a product may have before the library starts threads (about 9 000)


def total(values: Floats, chosen: Truths) -> float:
    """The sum of chosen values."""
    if len(values) <= SINGLE:
        return float(values @ chosen)
    return float(np.add.reduce(values * chosen))


def totals(values: Floats, cells: NDArray[np.float64] | Truths) -> Floats:
    """The sum of each column, rows weighted by `values`."""
    if cells.size <= SINGLE:
        return np.asarray(values @ cells, dtype=np.float64)
    step = max(1, SINGLE // cells.shape[1])
    parts = [
        values[start : start + step] @ cells[start : start + step]
        for start in range(0, len(values), step)
    ]
    return np.asarray(np.add.reduce(parts), dtype=np.float64)
