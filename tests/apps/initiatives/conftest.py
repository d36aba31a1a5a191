"""What tests of initiatives start from."""

from typing import Any

import pytest
from tests.apps.initiatives.words import Place


@pytest.fixture
def place(db: Any) -> Place:
    return Place()
