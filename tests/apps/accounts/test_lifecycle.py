from datetime import date

import pytest

from faire_ensemble.apps.accounts.lifecycle import MandateState, state_of

START, END = date(2026, 3, 1), date(2026, 4, 1)


@pytest.mark.parametrize(
    ("on", "end", "state"),
    [
        (date(2026, 2, 28), END, MandateState.PLANNED),
        (START, END, MandateState.IN_FORCE),
        (date(2026, 3, 31), END, MandateState.IN_FORCE),
        (END, END, MandateState.ENDED),
        (date(2099, 1, 1), None, MandateState.IN_FORCE),
    ],
)
def test_the_state_follows_from_the_dates(on: date, end: date | None, state: MandateState) -> None:
    assert state_of(START, end, on) == state
