import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faire_ensemble.core.geography import lambert93
from faire_ensemble.core.geography.area import ECCENTRICITY, SEMI_MAJOR_M


def test_constants_follow_from_the_definition():
    """Parallels 44° and 49°, origin 46.5° N 3° E at (700 000, 6 600 000): IGN, RGF93."""

    def radius_of_parallel(latitude):
        sine = np.sin(np.radians(latitude))
        return SEMI_MAJOR_M * np.cos(np.radians(latitude)) / np.sqrt(1 - (ECCENTRICITY * sine) ** 2)

    def isometric(latitude):
        sine = np.sin(np.radians(latitude))
        return np.arctanh(sine) - ECCENTRICITY * np.arctanh(ECCENTRICITY * sine)

    n = np.log(radius_of_parallel(49) / radius_of_parallel(44)) / (isometric(44) - isometric(49))
    c = radius_of_parallel(44) / n * np.exp(n * isometric(44))
    assert n == pytest.approx(lambert93.EXPONENT, rel=1e-12)
    assert c == pytest.approx(lambert93.RADIUS_M, rel=1e-12)
    assert 6_600_000 + c * np.exp(-n * isometric(46.5)) == pytest.approx(lambert93.POLE_M, abs=1e-4)


@pytest.mark.parametrize(
    ("degrees", "metres"),
    [
        ((3.0, 46.5), (700_000.0, 6_600_000.0)),
        ((3.0573, 50.6366), (704_060.5475, 7_059_961.1680)),
        ((2.3488, 48.8534), (652_216.6260, 6_861_681.5000)),
        ((-4.4861, 48.3904), (146_632.9785, 6_836_262.3267)),
        ((9.4500, 42.7000), (1_228_546.0453, 6_199_420.6440)),
    ],
)
def test_points_also_computed_by_proj(degrees, metres):
    """Other values: PROJ 9, EPSG:2154, in metres."""
    assert lambert93.from_degrees(np.array([degrees]))[0] == pytest.approx(metres, abs=1e-3)
    assert lambert93.to_degrees(np.array([metres]))[0] == pytest.approx(degrees, abs=1e-8)


@settings(deadline=None)
@given(st.floats(-10, 16), st.floats(40, 53))
def test_there_and_back(longitude, latitude):
    back = lambert93.to_degrees(lambert93.from_degrees(np.array([[longitude, latitude]])))
    assert back[0] == pytest.approx([longitude, latitude], abs=1e-11)
