"""The solver against every choice tried by hand, and what it promises of bounds and repeats."""

from decimal import Decimal

from hypothesis import given, settings
from tests.core.allocation.instances import (
    amounts_open_to,
    benefit_of,
    best_by_hand,
    keeps_rules,
    problems,
)

from faire_ensemble.core.allocation import (
    Infeasible,
    Mode,
    Problem,
    Result,
    price_bound,
    result_to_json,
    solve,
)

EXACT = Decimal(0)


def solved(problem: Problem, **options: object) -> Result | None:
    try:
        return solve(problem, **options)  # type: ignore[arg-type]
    except Infeasible:
        return None


@settings(max_examples=300, deadline=None)
@given(problem=problems())
def test_same_optimum_as_trying_every_choice(problem: Problem):
    best = best_by_hand(problem)
    result = solved(problem, gap=EXACT)
    if best is None:
        assert result is None
        return
    assert result is not None
    amounts = {row.id: result.programme.amount(row.id) for row in problem.requests}
    assert all(amounts[row.id] in set(amounts_open_to(row)) for row in problem.requests)
    assert keeps_rules(problem, amounts)
    assert benefit_of(problem, amounts) == result.benefit == best
    assert result.bound >= best
    assert price_bound(problem, result.prices) >= best


@settings(max_examples=60, deadline=None)
@given(problem=problems())
def test_fast_mode_keeps_the_rules_and_states_a_true_gap(problem: Problem):
    best = best_by_hand(problem)
    result = solved(problem, mode=Mode.FAST)
    if best is None or result is None:
        assert best is None and result is None
        return
    amounts = {row.id: result.programme.amount(row.id) for row in problem.requests}
    assert keeps_rules(problem, amounts)
    assert result.benefit <= best <= result.bound
    assert result.bound - result.benefit <= result.gap * result.bound + Decimal("0.000002")


@settings(max_examples=30, deadline=None)
@given(problem=problems())
def test_same_problem_same_answer_to_the_last_character(problem: Problem):
    first, second = solved(problem), solved(problem)
    if first is None or second is None:
        assert first is second
    else:
        assert result_to_json(problem, first) == result_to_json(problem, second)
