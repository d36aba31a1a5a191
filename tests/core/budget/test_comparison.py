"""Two budgets line by line: nothing that differs is left out, nothing is invented."""

from decimal import Decimal

from hypothesis import given
from tests.core.budget.test_budget import amounts, budgets, festival

from faire_ensemble.core.budget import (
    CHART,
    Budget,
    Change,
    OtherSubsidy,
    RowKind,
    compare,
)


def rows(before: Budget, after: Budget) -> dict[str, Change]:
    return {f"{row.kind}:{row.key}": row for row in compare(before, after)}


def test_planned_and_corrected() -> None:
    before = festival()
    after = Budget(
        {**before.amounts, "606": Decimal(2500), "616": Decimal(100)},
        {"metropole": Decimal(3000), "region": Decimal(600)},
        {"7": OtherSubsidy(Decimal(1000), "fondation"), "8": OtherSubsidy(Decimal(5))},
    )
    table = rows(before, after)
    purchases = table["line:606"]
    assert (purchases.before, purchases.after, purchases.difference) == (2000, 2500, 500)
    assert purchases.relative == Decimal("0.25")
    assert purchases.rate == Decimal("1.25")
    assert table["line:616"].relative is None and table["line:616"].changed
    assert not table["line:613"].changed
    assert table["request:etat"].difference == -2000
    assert table["request:region"].difference == 600
    assert not table["other:fondation"].changed
    assert table["other:8"].difference == 5
    assert table["total:charges"].difference == 600
    assert "line:65" not in table


def test_subsidies_stand_under_their_account() -> None:
    keys = [f"{row.kind}:{row.key}" for row in compare(festival(), festival())]
    at = keys.index("line:74")
    assert keys[at : at + 5] == [
        "line:74",
        "request:metropole",
        "request:etat",
        "other:fondation",
        "line:75",
    ]


def test_two_amounts_of_one_funder_are_one_row() -> None:
    twice = Budget(
        others={"1": OtherSubsidy(Decimal(5), "CAF"), "2": OtherSubsidy(Decimal(7), "Caf")}
    )
    once = Budget(others={"9": OtherSubsidy(Decimal(12), "CAF")})
    assert not rows(once, twice)["other:caf"].changed


@given(budgets)
def test_nothing_changes_from_a_budget_to_itself(budget: Budget) -> None:
    assert not any(row.changed for row in compare(budget, budget))


@given(budgets, budgets)
def test_differences_of_lines_make_the_difference_of_totals(before: Budget, after: Budget) -> None:
    table = rows(before, after)
    tops = {line.code for line in CHART if not line.parent}
    for side in ("charges", "income"):
        codes = [line.code for line in CHART if line.side == side and line.code in tops]
        lines = [table[f"line:{code}"] for code in codes if f"line:{code}" in table]
        totals = table[f"total:{side}"].difference + table[f"total:{side}_in_kind"].difference
        assert sum(row.difference for row in lines) == totals
    for row in compare(after, before):
        assert table[f"{row.kind}:{row.key}"].difference == -row.difference


def test_an_empty_budget_has_only_totals() -> None:
    assert {row.kind for row in compare(Budget(), Budget())} == {RowKind.TOTAL}
    assert rows(Budget(), Budget(amounts(n60=1)))["line:60"].relative is None
