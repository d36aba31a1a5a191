"""What every test may use."""

import os
from pathlib import Path

import pytest

REQUIRE_ALL = os.environ.get("FAIRE_REQUIRE_ALL") == "1"


def missing(reason: str) -> None:
    """Skip for a missing part, or fail when the run demands every part (continuous integration)."""
    if REQUIRE_ALL:
        pytest.fail(f"{reason} (FAIRE_REQUIRE_ALL=1)")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of open data, beside the project or at FAIRE_SHARED_DATA; never copied here."""
    default = Path(__file__).resolve().parents[2] / "shared" / "data"
    folder = Path(os.environ.get("FAIRE_SHARED_DATA", default))
    if not folder.is_dir():
        missing(f"open data not found in {folder}: set FAIRE_SHARED_DATA")
    return folder
