"""What is open, and when, is computed in one place."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faire_ensemble.apps.participation.lifecycle import (
    Act,
    PhaseKind,
    ProcessState,
    Span,
    standing,
)

T0 = datetime(2026, 3, 1, 8, tzinfo=UTC)
DAY = timedelta(days=1)
WRITING = Span(PhaseKind.PROPOSE, T0, T0 + 10 * DAY)
VOTING = Span(PhaseKind.VOTE, T0 + 20 * DAY, T0 + 30 * DAY)


@pytest.mark.parametrize(
    ("day", "acts"),
    [
        (-1, set()),
        (0, {Act.CONTRIBUTE, Act.SUPPORT, Act.COMMENT}),
        (9, {Act.CONTRIBUTE, Act.SUPPORT, Act.COMMENT}),
        (10, set()),
        (20, {Act.VOTE}),
        (30, set()),
    ],
)
def test_a_phase_opens_on_its_first_instant_and_ends_before_its_last(day: int, acts: set[Act]):
    now = T0 + day * DAY
    assert standing(ProcessState.PUBLISHED, [WRITING, VOTING], now).acts == acts


@pytest.mark.parametrize("state", [ProcessState.DRAFT, ProcessState.CLOSED])
def test_nothing_is_open_in_a_process_that_is_not_published(state: ProcessState):
    found = standing(state, [WRITING], T0)
    assert found.acts == frozenset() and found.current == () and found.until is None


def test_phases_that_overlap_add_their_rights_and_the_first_end_is_told():
    endless = Span(PhaseKind.DELIVER, T0)
    showing = Span(PhaseKind.SHOW, T0, T0 + 2 * DAY)
    found = standing(ProcessState.PUBLISHED, [WRITING, endless, showing], T0 + DAY)
    assert found.acts == {Act.CONTRIBUTE, Act.SUPPORT, Act.COMMENT}
    assert found.current == (0, 1, 2) and found.until == T0 + 2 * DAY


@given(
    starts=st.lists(st.integers(-50, 50), max_size=6),
    lengths=st.lists(st.one_of(st.none(), st.integers(1, 60)), min_size=6, max_size=6),
    now=st.integers(-60, 120),
)
def test_a_phase_is_over_open_or_to_come_and_never_two(
    starts: list[int], lengths: list[int | None], now: int
):
    spans = [
        Span(PhaseKind.DISCUSS, T0 + start * DAY, T0 + (start + length) * DAY if length else None)
        for start, length in zip(starts, lengths, strict=False)
    ]
    found = standing(ProcessState.PUBLISHED, spans, T0 + now * DAY)
    assert sorted([*found.over, *found.current, *found.coming]) == list(range(len(spans)))
    assert bool(found.acts) == bool(found.current)
