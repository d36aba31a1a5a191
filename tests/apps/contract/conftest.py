"""What the tests of the contract share."""

import pytest
from tests.apps.contract.agreement import Agreement
from tests.year_of_a_call import Year


@pytest.fixture
def agreement(year: Year) -> Agreement:
    return Agreement(year)
