"""What is said before a budget is sent."""

from decimal import Decimal

import pytest

from faire_ensemble.core.budget import (
    Budget,
    FaultCode,
    OtherSubsidy,
    check_budget,
)

ASKED = {"1": Decimal(6800)}


def codes(budget: Budget) -> list[FaultCode]:
    return [fault.code for fault in check_budget(budget)]


def test_a_balanced_budget_has_no_fault() -> None:
    assert check_budget(Budget({"60": Decimal(6800)}, ASKED)) == ()


def test_an_empty_budget_has_one_fault() -> None:
    assert codes(Budget()) == [FaultCode.NOTHING_TYPED]


@pytest.mark.parametrize(
    ("charges", "code", "gap"),
    [
        ("8000", FaultCode.INCOME_SHORT, Decimal(1200)),
        ("6799.99", FaultCode.CHARGES_SHORT, Decimal("0.01")),
    ],
)
def test_what_is_missing_and_on_which_side(charges: str, code: FaultCode, gap: Decimal) -> None:
    (fault,) = check_budget(Budget({"60": Decimal(charges)}, ASKED))
    assert fault.code is code
    assert fault.params == {
        "charges": Decimal(charges),
        "income": Decimal(6800),
        "gap": gap,
    }


def test_86_must_be_87_on_its_own() -> None:
    budget = Budget({"60": Decimal(6800), "864": Decimal(100), "870": Decimal(90)}, ASKED)
    (fault,) = check_budget(budget)
    assert fault.code is FaultCode.IN_KIND_DIFFERS
    assert fault.params["gap"] == 10


def test_money_and_gifts_in_kind_do_not_make_up_for_each_other() -> None:
    budget = Budget({"60": Decimal(6900), "870": Decimal(100)}, ASKED)
    assert codes(budget) == [FaultCode.INCOME_SHORT, FaultCode.IN_KIND_DIFFERS]


def test_a_detail_that_contradicts_its_line() -> None:
    budget = Budget({"61": Decimal(7000), "613": Decimal(6800)}, ASKED)
    (fault,) = check_budget(budget)
    assert (fault.code, fault.key) == (FaultCode.DETAIL_DIFFERS, "budget.charges.61")
    assert (fault.params["typed"], fault.params["detail"]) == (7000, 6800)
    assert codes(Budget({"61": Decimal(6800), "613": Decimal(6800)}, ASKED)) == []


def test_another_subsidy_needs_the_name_of_its_funder() -> None:
    others = {"2": OtherSubsidy(Decimal(10)), "3": OtherSubsidy(Decimal(0))}
    (fault,) = check_budget(Budget({"60": Decimal(6810)}, ASKED, others))
    assert (fault.code, fault.key) == (
        FaultCode.FUNDER_WITHOUT_NAME,
        "budget.income.74.2.name",
    )


def test_a_request_that_asks_nothing() -> None:
    budget = Budget({"60": Decimal(5), "own": Decimal(5)}, {"1": Decimal(0)})
    assert codes(budget) == [FaultCode.NOTHING_ASKED]
