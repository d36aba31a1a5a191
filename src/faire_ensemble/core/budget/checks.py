"""What must still be put right before a budget can be sent."""

from faire_ensemble.core.budget.budget import ZERO, Budget
from faire_ensemble.core.budget.chart import CHART
from faire_ensemble.core.budget.drafts import other_field
from faire_ensemble.core.budget.faults import Fault, FaultCode, Param


def check_budget(budget: Budget) -> tuple[Fault, ...]:
    """Every fault of a budget as a whole, in the order of the form; empty when it can be sent.

    An empty budget has one fault, not one for each thing that is missing.
    """
    if budget.empty:
        return (Fault(FaultCode.NOTHING_TYPED),)
    return (*_details(budget), *_funders(budget), *_balance(budget), *_in_kind(budget))


def _details(budget: Budget) -> list[Fault]:
    """A line typed both in one amount and in detail, with two different totals."""
    faults = []
    for line in CHART:
        typed, detail = budget.amounts.get(line.code), budget.detail(line.code)
        if typed is not None and detail is not None and typed != detail:
            params: dict[str, Param] = {"line": line.code, "typed": typed, "detail": detail}
            faults.append(Fault(FaultCode.DETAIL_DIFFERS, line.field, params))
    return faults


def _funders(budget: Budget) -> list[Fault]:
    faults = [
        Fault(FaultCode.FUNDER_WITHOUT_NAME, f"{other_field(slot)}.name", {"gap": other.amount})
        for slot, other in budget.others.items()
        if other.amount and not other.name
    ]
    return faults if budget.asked > ZERO else [*faults, Fault(FaultCode.NOTHING_ASKED)]


def _balance(budget: Budget) -> list[Fault]:
    if budget.gap == 0:
        return []
    short = FaultCode.INCOME_SHORT if budget.gap < 0 else FaultCode.CHARGES_SHORT
    params = {"charges": budget.charges, "income": budget.income, "gap": abs(budget.gap)}
    return [Fault(short, params=params)]


def _in_kind(budget: Budget) -> list[Fault]:
    if budget.gap_in_kind == 0:
        return []
    params = {
        "charges": budget.charges_in_kind,
        "income": budget.income_in_kind,
        "gap": abs(budget.gap_in_kind),
    }
    return [Fault(FaultCode.IN_KIND_DIFFERS, params=params)]
