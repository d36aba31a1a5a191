"""A process where people write."""

from typing import Any

import pytest
from tests.apps.participation.words import Room


@pytest.fixture
def room(db: Any) -> Room:
    return Room()
