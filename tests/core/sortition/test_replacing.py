"""Seats left empty are drawn again so that the whole panel still keeps its quotas."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.sortition.pools import keeps_quotas, pool, problems

from faire_ensemble.core.sortition import (
    Infeasible,
    InvalidDraw,
    Problem,
    Quota,
    prepare,
    replacement,
    stand_ins,
)

HALVES = (Quota("c0", "f", 2, 2), Quota("c0", "m", 2, 2))
PROBLEM = Problem(pool(*"ffffffmmmmmm", households="xx          "), HALVES, 4)
PANEL = ("P00", "P02", "P06", "P07")


def test_replacements_keep_the_quotas_of_the_whole() -> None:
    again = replacement(PROBLEM, PANEL, ["P02", "P07"])
    assert again.size == 2
    assert [(q.low, q.high) for q in again.quotas] == [(1, 1), (1, 1)]
    names = {person.id for person in again.people}
    assert names.isdisjoint(PANEL)
    assert "P01" not in names, "of the household of P00, who stays"
    for chosen in prepare(again, 50).panels:
        assert keeps_quotas(PROBLEM, ["P00", "P06", *chosen])


@settings(max_examples=40, deadline=None)
@given(problems(households=True), st.data())
def test_a_panel_made_whole_keeps_its_quotas(problem: Problem, data: st.DataObject) -> None:
    try:
        panel = prepare(problem, 1).panels[0]
        leaving = data.draw(st.sets(st.sampled_from(panel), min_size=1))
        again = prepare(replacement(problem, panel, leaving), 3)
    except (Infeasible, InvalidDraw):
        return
    kept = [name for name in panel if name not in leaving]
    for chosen in again.panels:
        assert keeps_quotas(problem, [*kept, *chosen])


def test_who_could_take_one_seat_is_in_the_order_of_a_lot() -> None:
    names = stand_ins(PROBLEM, PANEL, "P02", "2026")
    assert set(names) == {"P03", "P04", "P05"}, "women of another household than P00"
    assert names == stand_ins(PROBLEM, PANEL, "P02", "2026")
    orders = {stand_ins(PROBLEM, PANEL, "P02", str(seed)) for seed in range(40)}
    assert len(orders) > 1
    assert set(stand_ins(PROBLEM, PANEL, "P02", "2026", ["P03"])) == {"P04", "P05"}


def test_bad_replacements_are_refused_with_a_sentence() -> None:
    with pytest.raises(InvalidDraw, match="Personne ne quitte"):
        replacement(PROBLEM, PANEL, [])
    with pytest.raises(InvalidDraw, match="« P11 » n'est pas dans le panel"):
        replacement(PROBLEM, PANEL, ["P11"])
    small = Problem(pool(*"ffmm"), HALVES, 4)
    with pytest.raises(
        InvalidDraw, match="Il faut 1 remplaçants et la réserve ne compte plus que 0"
    ):
        replacement(small, ("P00", "P01", "P02", "P03"), ["P00"])
