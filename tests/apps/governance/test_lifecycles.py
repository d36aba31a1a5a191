"""Hours that do not exist, clear days, quorums, and what may become of a decision."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faire_ensemble.apps.governance.lifecycle.decisions import DECISION, OPEN, is_late
from faire_ensemble.apps.governance.lifecycle.meetings import (
    MEETING,
    MeetingState,
    NoSuchHour,
    last_day_to_convene,
    moment_of,
    quorum_needed,
)
from faire_ensemble.kit.transitions import Impossible


def test_an_hour_that_clocks_skip_or_show_twice():
    with pytest.raises(NoSuchHour) as skipped:
        moment_of(date(2027, 3, 28), time(2, 30))
    assert not skipped.value.twice
    with pytest.raises(NoSuchHour) as twice:
        moment_of(date(2026, 10, 25), time(2, 30))
    assert twice.value.twice
    summer = moment_of(date(2027, 3, 28), time(3, 0))
    assert summer.astimezone(UTC) == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)


def test_clear_days_count_neither_the_letter_nor_the_meeting():
    assert last_day_to_convene(date(2026, 12, 20), 5) == date(2026, 12, 14)
    assert last_day_to_convene(date(2026, 12, 20), 1) == date(2026, 12, 18)
    assert last_day_to_convene(date(2026, 12, 20), 0) == date(2026, 12, 20)


@pytest.mark.parametrize(
    ("rule", "voices", "needed"),
    [("none", 9, 0), ("third", 9, 3), ("third", 10, 4), ("half", 9, 5), ("half", 10, 5),
     ("majority", 9, 5), ("majority", 10, 6), ("number", 9, 4)],
)  # fmt: skip
def test_quorums(rule, voices, needed):
    assert quorum_needed(rule, voices, 4) == needed


@given(st.integers(1, 500))
def test_a_quorum_can_always_be_reached(voices):
    for rule in ("third", "half", "majority"):
        assert 1 <= quorum_needed(rule, voices) <= voices


def test_a_meeting_opens_once_convened_and_never_changes_once_closed():
    with pytest.raises(Impossible):
        MEETING.after("open", MeetingState.PLANNED)
    assert MEETING.after("open", MeetingState.CONVENED) is MeetingState.HELD
    assert not [act for act in MEETING.acts if MEETING.may(act, MeetingState.CLOSED)]
    assert not [act for act in MEETING.acts if MEETING.may(act, MeetingState.CANCELLED)]


def test_a_decision_ends_and_only_what_is_done_may_be_taken_up_again():
    assert [act for act in DECISION.acts if DECISION.may(act, "done")] == ["reopen"]
    assert [act for act in DECISION.acts if DECISION.may(act, "dropped")] == []
    assert {act for act in DECISION.acts if DECISION.may(act, "taken")} == {
        "start", "finish", "drop", "supersede",
    }  # fmt: skip
    assert is_late("taken", date(2026, 1, 1), date(2026, 1, 2))
    assert not is_late("taken", date(2026, 1, 1), date(2026, 1, 1))
    assert not is_late("done", date(2026, 1, 1), date(2027, 1, 1))
    assert OPEN == {"taken", "under_way"}
