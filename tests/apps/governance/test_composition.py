"""What a body lacks, from its rules and who sits there."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faire_ensemble.apps.governance.lifecycle.composition import (
    CollegeRule,
    Lack,
    Rhythm,
    Sitting,
    composition,
)
from faire_ensemble.apps.governance.lifecycle.councils import (
    LabelState,
    Step,
    StepRefused,
    check_step,
    label_state,
    next_steps,
)
from faire_ensemble.apps.governance.lifecycle.terms import TermState, overlaps, state_of

# The bureau of a conseil de quartier in Tourcoing (source of 30 January 2019).
TOURCOING = [
    CollegeRule(1, "Coprésidence", 2, 2),
    CollegeRule(2, "Habitants", 10, 10),
    CollegeRule(3, "Acteurs économiques", 5, 5),
    CollegeRule(4, "Associations", 5, 5),
    CollegeRule(5, "Élus", 5, 5),
    CollegeRule(6, "Conseil communal de la jeunesse", 2, 2),
]


def lacks(rules, sitting):
    return [
        (s.name, s.lack, s.count) for each in composition(rules, sitting) for s in each.shortfalls
    ]


def test_a_bureau_of_tourcoing_complete_then_short_of_two_residents():
    full = [Sitting(rule.key) for rule in TOURCOING for _ in range(rule.minimum)]
    assert len(full) == 29 and lacks(TOURCOING, full) == []
    short = full[:2] + full[4:]
    assert lacks(TOURCOING, short) == [("Habitants", Lack.MISSING, 2)]
    assert lacks(TOURCOING, [*full, Sitting(6)]) == [
        ("Conseil communal de la jeunesse", Lack.TOO_MANY, 1)
    ]


def test_parity_counts_those_whose_sex_is_known():
    rule = CollegeRule(1, "Habitants", 0, None, parity=True)
    three = [Sitting(1, "f"), Sitting(1, "f"), Sitting(1, "m")]
    assert lacks([rule], three) == []
    assert lacks([rule], [*three, Sitting(1, "f")]) == [("Habitants", Lack.PARITY, 2)]
    assert lacks([rule], [Sitting(1), Sitting(1)]) == []


@given(st.integers(0, 12), st.integers(0, 12), st.one_of(st.none(), st.integers(0, 12)))
def test_filling_what_is_missing_completes_a_college(count, minimum, room):
    maximum = None if room is None else minimum + room
    rule = CollegeRule(1, "Habitants", minimum, maximum)
    people = [Sitting(1)] * count
    found = composition([rule], people)[0]
    for lack in found.shortfalls:
        people = (
            people + [Sitting(1)] * lack.count
            if lack.lack is Lack.MISSING
            else people[lack.count :]
        )
    assert composition([rule], people)[0].complete


def test_an_assembly_that_must_meet_three_times():
    assert Rhythm(2026, held=1, planned=1, required=3).lacking == 1
    assert Rhythm(2026, held=4, planned=0, required=3).lacking == 0


def test_a_term_excludes_its_last_date():
    start, end = date(2026, 1, 1), date(2026, 7, 1)
    assert state_of(start, end, date(2025, 12, 31)) is TermState.PLANNED
    assert state_of(start, end, date(2026, 6, 30)) is TermState.IN_FORCE
    assert state_of(start, end, end) is TermState.ENDED
    assert not overlaps(start, end, end, None)
    assert overlaps(start, None, end, None) and overlaps(start, end, date(2026, 6, 30), None)


def test_the_prefect_recognises_only_after_the_mayor_and_the_president():
    day = date(2026, 3, 1)
    known = {Step.COMPOSED: day, Step.MAYOR: day}
    with pytest.raises(StepRefused) as refused:
        check_step(Step.RECOGNISED, known, day)
    assert refused.value.missing == (Step.EPCI,)
    known[Step.EPCI] = date(2026, 4, 1)
    with pytest.raises(StepRefused):
        check_step(Step.RECOGNISED, known, day)
    check_step(Step.RECOGNISED, known, date(2026, 4, 1))
    assert Step.RECOGNISED in next_steps(known) and Step.RENEWED not in next_steps(known)


def test_a_label_follows_from_its_steps():
    assert label_state([]) is LabelState.NOT_STARTED
    assert label_state([Step.COMPOSED, Step.MAYOR]) is LabelState.UNDER_WAY
    assert label_state([Step.COMPOSED, Step.RECOGNISED]) is LabelState.LABELLED
    assert label_state([Step.RECOGNISED, Step.WITHDRAWN]) is LabelState.WITHDRAWN
    assert label_state([Step.RECOGNISED, Step.WITHDRAWN, Step.RENEWED]) is LabelState.LABELLED
