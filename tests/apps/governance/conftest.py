"""What the tests of the governance share."""

import pytest
from tests.apps.governance.a_draw import ADraw
from tests.apps.governance.room import Room
from tests.year_of_a_call import Year


@pytest.fixture
def room(year: Year) -> Room:
    return Room(year)


@pytest.fixture
def a_draw(room: Room) -> ADraw:
    return ADraw(room)
