"""From Lambert-93 (EPSG:2154, the legal projection of mainland France) to degrees, and back.

Lambert conformal conic with two standard parallels, formulas and constants of IGN,
*Projection cartographique conique conforme de Lambert* (NTG 71, 1995) for RGF93. RGF93 and
WGS 84 agree within decimetres and are taken as the same.
"""

import numpy as np
from numpy.typing import NDArray

from faire_ensemble.core.geography.area import ECCENTRICITY

Floats = NDArray[np.float64]

EXPONENT = 0.7256077650532670
RADIUS_M = 11_754_255.426096
EAST_M = 700_000.0
POLE_M = 12_655_612.049876
CENTRAL_MERIDIAN = 3.0


def to_degrees(metres: Floats) -> Floats:
    """Columns (E, N) in metres to columns (longitude, latitude) in degrees."""
    east, south = metres[:, 0] - EAST_M, POLE_M - metres[:, 1]
    longitude = CENTRAL_MERIDIAN + np.degrees(np.arctan2(east, south)) / EXPONENT
    isometric = -np.log(np.hypot(east, south) / RADIUS_M) / EXPONENT
    sine = np.tanh(isometric)
    for _ in range(8):  # converges by a factor of 150 a turn
        sine = np.tanh(isometric + ECCENTRICITY * np.arctanh(ECCENTRICITY * sine))
    return np.column_stack([longitude, np.degrees(np.arcsin(sine))])


def from_degrees(degrees: Floats) -> Floats:
    """Columns (longitude, latitude) in degrees to columns (E, N) in metres."""
    sine = np.sin(np.radians(degrees[:, 1]))
    isometric = np.arctanh(sine) - ECCENTRICITY * np.arctanh(ECCENTRICITY * sine)
    radius = RADIUS_M * np.exp(-EXPONENT * isometric)
    angle = np.radians(degrees[:, 0] - CENTRAL_MERIDIAN) * EXPONENT
    return np.column_stack([EAST_M + radius * np.sin(angle), POLE_M - radius * np.cos(angle)])
