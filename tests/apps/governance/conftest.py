"""What the tests of the governance share."""

import pytest
from tests.apps.governance.room import Room
from tests.year_of_a_call import Year


@pytest.fixture
def room(year: Year) -> Room:
    return Room(year)
