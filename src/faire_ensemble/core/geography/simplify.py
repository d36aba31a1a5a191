"""Lighter contours for maps: neighbours keep the border they share."""

from collections.abc import Sequence

import numpy as np
import shapely


def simplify_together(
    polygons: Sequence[shapely.Geometry], tolerance: float
) -> list[shapely.Geometry]:
    """The same polygons with fewer points, in the same order.

    ``tolerance`` is in the unit of the coordinates (area-based, Visvalingam-Whyatt: about the
    side of the details that go). Polygons that tile the ground are simplified as a coverage,
    so no gap opens between them; others (they overlap) one by one, never emptied.
    Raises ValueError for a negative or non-finite tolerance.
    """
    if not np.isfinite(tolerance) or tolerance < 0:
        raise ValueError("La tolérance de simplification doit être positive.")
    shapes = np.array(polygons, dtype=object)
    if len(shapes) == 0:
        return []
    if shapely.coverage_is_valid(shapes):
        return list(shapely.coverage_simplify(shapes, tolerance))
    return list(shapely.simplify(shapes, tolerance, preserve_topology=True))
