"""The lottery against every panel tried by hand: fairest chances, quotas, repeats."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.sortition.pools import every_panel, keeps_quotas, most_for, pool, problems

from faire_ensemble.core.sortition import (
    Infeasible,
    InvalidDraw,
    Leximin,
    Person,
    Problem,
    Quota,
    data_digest,
    leximin,
    odds,
    prepare,
)
from faire_ensemble.core.sortition.kinds import kinds_of
from faire_ensemble.core.sortition.levels import relaxed
from faire_ensemble.core.sortition.mixing import apportioned, mixed
from faire_ensemble.core.sortition.programs import Panels


def found(problem: Problem) -> Leximin | None:
    try:
        return leximin(problem)
    except Infeasible:
        return None


@settings(max_examples=40, deadline=None)
@given(problems())
def test_nobody_gains_but_at_the_cost_of_someone_with_no_more(problem: Problem) -> None:
    fairest = found(problem)
    if fairest is None:
        assert every_panel(problem) == []
        return
    chances = dict(fairest.by_person)
    assert fairest.attained
    assert sum(chances.values()) == problem.size
    assert all(most_for(problem, chances, name) == chances[name] for name in chances)


@settings(max_examples=40, deadline=None)
@given(problems(households=True))
def test_the_same_with_one_person_a_household(problem: Problem) -> None:
    fairest = found(problem)
    if fairest is None:
        assert every_panel(problem) == []
        return
    chances = dict(fairest.by_person)
    assert sum(chances.values()) == problem.size
    assert all(most_for(problem, chances, name) == chances[name] for name in chances)


@settings(max_examples=40, deadline=None)
@given(problems())
def test_column_generation_finds_the_same_chances(problem: Problem) -> None:
    kinds = kinds_of(problem)
    mix = mixed(kinds, Panels(kinds))
    fairest = found(problem)
    assert (mix is None) == (fairest is None)
    if mix is not None and fairest is not None:
        assert mix.chances == fairest.chances
        assert sum(times for _, times in apportioned(kinds, mix, 100)) == 100


@settings(max_examples=40, deadline=None)
@given(problems(households=True), st.sampled_from([1, 7, 100]))
def test_every_panel_keeps_every_quota(problem: Problem, number: int) -> None:
    try:
        lottery = prepare(problem, number)
    except Infeasible:
        return
    assert len(lottery.panels) == number
    assert all(keeps_quotas(problem, panel) for panel in lottery.panels)
    held = Counter(name for panel in lottery.panels for name in panel)
    assert {p.id: held[p.id] for p in problem.people} == dict(lottery.sittings)
    if not lottery.leximin.kinds.together and lottery.leximin.mix is None:
        assert lottery.deviation < Fraction(1, number)


@settings(max_examples=80, deadline=None)
@given(problems(households=True))
def test_households_looked_at_afterwards_change_no_chance(problem: Problem) -> None:
    """Without proof few sorts of households count among the kinds: the bound is the same."""
    kinds = kinds_of(problem)
    bound = relaxed(kinds)
    try:
        lottery = prepare(problem, 20, prove=False)
    except Infeasible:
        assert every_panel(problem) == []
        return
    assert bound is not None
    assert all(keeps_quotas(problem, panel) for panel in lottery.panels)
    if lottery.leximin.mix is None:
        whole = {name: c for ids, c in zip(kinds.members, bound, strict=True) for name in ids}
        assert lottery.leximin.by_person == whole


def test_neighbours_of_a_large_pool_never_sit_together() -> None:
    """Few kinds count households, chances stay within a panel of the fairest, each sits alone."""
    chance = Random(3)  # noqa: S311
    people = tuple(
        Person(
            f"P{n:03}",
            {
                "sex": chance.choice("fm"),
                "age": chance.choice("abc"),
                "street": chance.choice("xyz"),
            },
            f"h{n // 3}",
        )
        for n in range(600)
    )
    features = [("sex", "f"), ("sex", "m"), *(("age", a) for a in "abc")]
    features += [("street", a) for a in "xyz"]
    quotas = tuple(Quota(c, f, 30 // (2 if c == "sex" else 3), 15) for c, f in features)
    problem = Problem(people, quotas, 30)
    lottery = prepare(problem, 200)
    assert len(kinds_of(problem).counts) > 250 > 18 == len(lottery.leximin.kinds.counts)
    assert all(keeps_quotas(problem, panel) for panel in lottery.panels)
    assert lottery.deviation < Fraction(1, 200)


@settings(max_examples=40, deadline=None)
@given(problems(households=True), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(problem: Problem, chance: Random) -> None:
    people = list(problem.people)
    chance.shuffle(people)
    other = replace(problem, people=tuple(people))
    assert data_digest(other) == data_digest(problem)
    try:
        lottery = prepare(problem, 50)
    except Infeasible:
        return
    again = prepare(other, 50)
    assert (again.panels, again.digest) == (lottery.panels, lottery.digest)


def test_fractional_panels_promise_more_than_real_ones_can() -> None:
    """Three categories of two: halves of people would do, whole people do not."""
    people = pool("aab", "aba", "baa", "bbb")
    quotas = tuple(Quota(f"c{n}", letter, 1, 1) for n in range(3) for letter in "ab")
    assert every_panel(Problem(people, quotas, 2)) == []
    with pytest.raises(Infeasible) as refusal:
        leximin(Problem(people, quotas, 2))
    assert refusal.value.relaxation is not None
    assert refusal.value.relaxation.places == 2


def test_chances_are_not_equal_when_quotas_forbid_it() -> None:
    """One woman of ten people, two of four seats for women: she sits, the others share."""
    people = pool("f", "f", *"m" * 8)
    quotas = (Quota("c0", "f", 2, 2), Quota("c0", "m", 2, 2))
    lottery = prepare(Problem(people, quotas, 4), 100)
    assert set(lottery.leximin.chances) == {Fraction(1), Fraction(1, 4)}
    women, men = odds(lottery)
    assert (women.people, women.least, women.most) == (2, Fraction(1), Fraction(1))
    assert (men.people, men.least, men.mean, men.most) == (8, *[Fraction(1, 4)] * 3)


def test_a_seed_draws_one_panel_and_a_number_the_same() -> None:
    lottery = prepare(
        Problem(pool(*"ffffmmmm"), (Quota("c0", "f", 1, 1), Quota("c0", "m", 1, 1)), 2)
    )
    assert lottery.panel(lottery.drawn("2026")) == lottery.panels[lottery.drawn("2026")]
    assert lottery.drawn("2026") == lottery.drawn("2026")
    numbers = {lottery.drawn(str(seed)) for seed in range(200)}
    assert len(numbers) > 150 and max(numbers) < 1000
    assert lottery.digits == 3
    with pytest.raises(InvalidDraw, match="000 à 999"):
        lottery.panel(1000)


def test_one_seed_is_not_good_for_two_pools() -> None:
    quotas = (Quota("c0", "f", 0, 1), Quota("c0", "m", 0, 1))
    first = prepare(Problem(pool(*"ffffmmmm"), quotas, 1))
    second = prepare(Problem(pool(*"fffffmmm"), quotas, 1))
    assert first.digest != second.digest
    draws = [(first.drawn(str(n)), second.drawn(str(n))) for n in range(50)]
    assert any(one != other for one, other in draws)


def test_without_quotas_all_have_the_same_chance() -> None:
    lottery = prepare(Problem(pool(*"abcdefg"), (), 3), 7)
    assert set(lottery.leximin.chances) == {Fraction(3, 7)}
    assert set(lottery.sittings.values()) == {3}


@pytest.mark.parametrize("number", [0, 10_001])
def test_a_number_of_panels_has_limits(number: int) -> None:
    with pytest.raises(InvalidDraw, match="de 1 à 10000"):
        prepare(Problem(pool("a", "a"), (), 1), number)


def test_real_panels_are_unfairer_than_fractional_ones_when_they_must() -> None:
    """Two seats, one of each feature of three categories: only opposites sit together.

    Halves of people would give everybody at least one chance in three; whole people leave only
    « bab » with « aba », so that the three others have no chance and the two are always drawn.
    """
    problem = Problem(
        pool("bab", "bba", "abb", "aba", "aaa"),
        tuple(Quota(f"c{n}", letter, 1, 1) for n in range(3) for letter in "ab"),
        2,
    )
    bound = relaxed(kinds_of(problem))
    assert bound is not None and min(bound) == Fraction(1, 3)
    lottery = prepare(problem, 10)
    assert set(lottery.panels) == {("P00", "P03")} == set(every_panel(problem))
    assert lottery.leximin.mix is not None
    assert lottery.leximin.by_person["P01"] == 0 and lottery.deviation == 0


def test_without_proof_the_panels_are_as_near_to_the_bound() -> None:
    quotas = (
        Quota("c0", "f", 1, 2),
        Quota("c0", "m", 1, 3),
        Quota("c1", "a", 1, 2),
        Quota("c1", "b", 1, 3),
    )
    problem = Problem(pool("fa", "fb", "ma", "mb", "mb", "mb", "ma"), quotas, 3)
    lottery = prepare(problem, 100, prove=False)
    assert not lottery.leximin.attained
    assert lottery.leximin.chances == leximin(problem).chances
    assert lottery.deviation < Fraction(1, 100)
