"""Totals, balance and shares: what the form must compute for whoever fills it in."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faire_ensemble.core.budget import (
    CHART,
    LINES,
    Budget,
    FunderKind,
    OtherSubsidy,
    Part,
    Side,
    top_lines,
)

euros = st.decimals(0, 10**9, places=2)
typed_codes = [line.code for line in CHART if line.typed]
budgets = st.builds(
    Budget,
    st.dictionaries(st.sampled_from(typed_codes), euros, max_size=12),
    st.dictionaries(st.sampled_from(["1", "2", "3"]), euros),
    st.dictionaries(st.sampled_from(["a", "b"]), st.builds(OtherSubsidy, euros)),
)


def amounts(**by_code: int) -> dict[str, Decimal]:
    return {code.removeprefix("n"): Decimal(value) for code, value in by_code.items()}


def festival() -> Budget:
    """A neighbourhood feast: 8 000 of charges, 1 500 of volunteers' time."""
    return Budget(
        amounts(
            n606=2000, n613=1500, n622=2500, n623=300, n625=200, n64=1000, indirect_fixed=500,
            n864=1500, n70=800, n756=700, own=500, n870=1500,
        ),
        {"metropole": Decimal(3000), "etat": Decimal(2000)},
        {"1": OtherSubsidy(Decimal(1000), "Fondation", FunderKind.PRIVATE)},
    )  # fmt: skip


def test_a_festival() -> None:
    budget = festival()
    assert (budget.charges, budget.income) == (8000, 8000)
    assert budget.charges_in_kind == budget.income_in_kind == 1500
    assert budget.balanced
    assert budget.line("62") == 3000
    assert budget.line("64") == 1000
    assert budget.line("indirect") == budget.total(Side.CHARGES, Part.INDIRECT) == 500
    assert (budget.asked, budget.subsidies, budget.public_subsidies) == (5000, 6000, 5000)
    assert budget.line("74") == 6000
    assert budget.self_financing == 2000
    assert budget.share_of("metropole") == Decimal("0.375")
    assert budget.share_of("unknown") == 0
    assert (budget.subsidy_share, budget.self_financing_share) == (
        Decimal("0.75"),
        Decimal("0.25"),
    )


def test_a_line_in_one_amount_or_in_detail_never_counted_twice() -> None:
    assert Budget(amounts(n61=100)).charges == 100
    assert Budget(amounts(n613=60, n616=40)).charges == 100
    assert Budget(amounts(n61=100, n613=60, n616=40)).charges == 100
    assert Budget(amounts(n61=999, n613=60)).line("61") == 60


def test_no_income_no_share() -> None:
    budget = Budget(amounts(n60=100))
    assert budget.subsidy_share is None
    assert budget.share_of("metropole") is None


@given(budgets)
def test_totals_add_up(budget: Budget) -> None:
    for side in Side:
        parts = [budget.total(side, part) for part in Part]
        assert sum(parts) == sum(budget.line(line.code) for line in top_lines(side))
        assert budget.total(side) == parts[0] + parts[1]
    assert budget.gap == budget.income - budget.charges
    if budget.balanced:
        assert budget.total(Side.CHARGES, *Part) == budget.total(Side.INCOME, *Part)


@given(budgets)
def test_shares_of_income_are_whole(budget: Budget) -> None:
    if budget.subsidy_share is not None and budget.self_financing_share is not None:
        assert abs(budget.subsidy_share + budget.self_financing_share - 1) < Decimal("1e-20")
        assert 0 <= budget.subsidy_share <= 1


@given(budgets)
def test_in_kind_never_moves_the_money(budget: Budget) -> None:
    money = {code: value for code, value in budget.amounts.items() if code[:2] not in ("86", "87")}
    bare = Budget(money, budget.requests, budget.others)
    assert (bare.charges, bare.income) == (budget.charges, budget.income)
    assert bare.charges_in_kind == bare.income_in_kind == 0


@pytest.mark.parametrize("code", ["74", "999", "", "request"])
def test_a_line_that_cannot_be_typed_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="pas une ligne"):
        Budget({code: Decimal(1)})


def test_a_negative_amount_is_refused() -> None:
    for wrong in (
        lambda: Budget({"60": Decimal(-1)}),
        lambda: Budget(requests={"1": Decimal(-1)}),
        lambda: Budget(others={"1": OtherSubsidy(Decimal(-1))}),
    ):
        with pytest.raises(ValueError, match="négatif"):
            wrong()


def test_a_budget_does_not_follow_the_mapping_it_was_made_from() -> None:
    typed = amounts(n60=10)
    budget = Budget(typed)
    typed["60"] = Decimal(99)
    assert budget.charges == 10
    with pytest.raises(TypeError):
        budget.amounts["60"] = Decimal(1)  # type: ignore[index]


def test_lines_of_the_chart_start_at_zero() -> None:
    assert Budget().empty
    assert {Budget().line(code) for code in LINES} == {0}
