"""Areas in km² of shapes given in longitude and latitude.

Lambert's cylindrical equal-area projection on the GRS80 ellipsoid keeps areas exactly
(J. P. Snyder, *Map Projections: A Working Manual*, USGS 1395, 1987, eq. 3-12 and 10-4).
Only the edges between two vertices differ from geodesics, which is negligible for the short
edges of a municipal or neighbourhood contour.
"""

import numpy as np
import shapely
from numpy.typing import NDArray

SEMI_MAJOR_M = 6_378_137.0
FLATTENING = 1 / 298.257222101
ECCENTRICITY = (2 * FLATTENING - FLATTENING**2) ** 0.5


def area_km2(geometry: shapely.Geometry) -> float:
    """Area in km² of a (multi)polygon in degrees; 0 for points and lines."""
    return float(shapely.area(shapely.transform(geometry, _equal_area)))


def _equal_area(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Longitudes and latitudes in degrees to kilometres on the equal-area plane."""
    longitude, sine = np.radians(degrees[:, 0]), np.sin(np.radians(degrees[:, 1]))
    e = ECCENTRICITY
    q = (1 - e * e) * (sine / (1 - (e * sine) ** 2) + np.arctanh(e * sine) / e)
    radius = SEMI_MAJOR_M / 1000
    return np.column_stack([radius * longitude, radius * q / 2])
