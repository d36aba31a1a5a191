"""From the fields of a draft to a budget: nothing typed is lost, nothing wrong is counted."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from faire_ensemble.core.budget import (
    CHART,
    FaultCode,
    FunderKind,
    budget_keys,
    other_field,
    read_budget,
    request_field,
)

keys = st.one_of(
    st.sampled_from([line.field for line in CHART]),
    st.sampled_from(["request.4.asked", "budget.income.74.1", "budget.income.74.1.kind"]),
    st.text(max_size=12).map("budget.".__add__),
    st.text(max_size=12).map("budget.income.".__add__),
    st.text(max_size=12),
)


def test_a_draft_is_read() -> None:
    reading = read_budget(
        {
            "title": "Fête de quartier",
            "budget.note": "Le traiteur est un prix ferme.",
            "budget.charges.606": "1 200,50",
            "budget.charges.613": "",
            "budget.income.70": "200",
            "budget.income.own": "0,50",
            request_field("12"): "700 €",
            other_field("1"): "300",
            "budget.income.74.1.name": "  Caisse  d'allocations ",
            "budget.income.74.1.kind": "social",
            "request.12.why": "cinq",
        }
    )
    budget = reading.budget
    assert reading.faults == ()
    assert (budget.charges, budget.income) == (Decimal("1200.50"), Decimal("1200.50"))
    assert budget.requests == {"12": 700}
    assert budget.others["1"].name == "Caisse d'allocations"
    assert budget.others["1"].kind is FunderKind.SOCIAL


def test_an_amount_in_words_is_a_fault_on_its_line_and_the_rest_counts() -> None:
    reading = read_budget({"budget.charges.60": "cinq mille euros", "budget.charges.62": "10"})
    (fault,) = reading.faults
    assert (fault.code, fault.key) == (FaultCode.NOT_AN_AMOUNT, "budget.charges.60")
    assert fault.params == {"text": "cinq mille euros", "suggestion": 5000}
    assert reading.budget.charges == 10


def test_an_amount_on_no_line_is_a_fault() -> None:
    typed = {
        "budget.charges.999": "5",
        "budget.income.60": "5",
        "budget.income.74": "5",
        "budget.charges": "5",
        "budget.charges.74.1": "5",
        "budget.income.x": "",
    }
    reading = read_budget(typed)
    assert {fault.code for fault in reading.faults} == {FaultCode.UNKNOWN_LINE}
    assert {fault.key for fault in reading.faults} == {key for key in typed if typed[key]}
    assert reading.budget.empty


def test_an_unknown_kind_of_funder_is_public() -> None:
    reading = read_budget({other_field("1"): "5", "budget.income.74.1.kind": "banque"})
    assert reading.budget.others["1"].kind is FunderKind.PUBLIC


@given(st.dictionaries(keys, st.text(max_size=12) | st.integers(0, 10**6).map(str), max_size=8))
def test_any_draft_is_read_and_every_amount_is_counted_or_named(typed: dict[str, str]) -> None:
    reading = read_budget(typed)
    budget = reading.budget
    read = len(budget.amounts) + len(budget.requests) + len(budget.others)
    words = {key for key in typed if key.startswith("budget.income.74.") and key.endswith(".kind")}
    asked = [key for key in budget_keys(typed) if typed[key].strip() and key not in words]
    assert read + len(reading.faults) == len(asked)
