"""The checker finds what is broken, nothing else, and says by how much."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.allocation.instances import amounts_open_to, keeps_rules, problems

from faire_ensemble.core.allocation import (
    Application,
    Broken,
    Draw,
    Envelope,
    HolderCap,
    MinimumShare,
    Problem,
    Programme,
    Request,
    Scope,
    check,
)

PROBLEM = Problem(
    applications=(
        Application("D1", "H1", Decimal(60), "O1", ("Q1",), minimum_total=Decimal(2000)),
        Application("D2", "H2", Decimal(50), "O2"),
    ),
    requests=(
        Request("R1", "D1", "F1", Decimal(3200), minimum=Decimal(1000)),
        Request("R2", "D1", "F2", Decimal(2000)),
        Request("R3", "D2", "F1", Decimal(4000), committed=Decimal(1250)),
        Request("R4", "D2", "F2", Decimal(1000), excluded="hors délai"),
    ),
    envelopes=(
        Envelope("E1", "F1", Decimal(5000)),
        Envelope("E1b", "F1", Decimal(3000), parent="E1"),
        Envelope("E2", "F2", Decimal(1500), objectives=("O1",), label="Culture"),
    ),
    minimum_shares=(MinimumShare("P1", Scope.NEIGHBOURHOOD, "Q1", share=Decimal("0.4")),),
    holder_caps=(HolderCap("H2", Decimal(3000)),),
)
GOOD = {"R1": 1500, "R2": 500, "R3": 1250}


def broken(**changes: int | str) -> dict[Broken, tuple[str, Decimal]]:
    amounts = {name: Decimal(amount) for name, amount in (GOOD | changes).items()}
    return {row.kind: (row.id, row.amount) for row in check(PROBLEM, Programme(amounts))}


def test_a_good_programme_breaks_nothing():
    assert broken() == {}


@pytest.mark.parametrize(
    ("changes", "kind", "row", "amount"),
    [
        ({"R9": 500}, Broken.UNKNOWN, "R9", 0),
        ({"R1": "1500.001"}, Broken.AMOUNT, "R1", 0),
        ({"R1": -500}, Broken.AMOUNT, "R1", 0),
        ({"R4": 500}, Broken.EXCLUDED, "R4", 500),
        ({"R1": 3500}, Broken.TOO_MUCH, "R1", 300),
        ({"R1": 500, "R2": 1500}, Broken.TOO_LITTLE, "R1", 500),
        ({"R1": 1600}, Broken.STEP, "R1", 100),
        ({"R3": 1000}, Broken.COMMITMENT, "R3", 250),
        ({"R2": 0}, Broken.APPLICATION, "D1", 500),
        ({"R3": 4000}, Broken.HOLDER, "H2", 1000),
        ({"R1": 3000, "R3": 3000}, Broken.ENVELOPE, "E1", 1000),
        ({"R2": 2000}, Broken.ENVELOPE, "E2", 500),
        ({"R3": 4000, "R1": 1000, "R2": 1000}, Broken.SHARE, "P1", 400),
    ],
)
def test_each_rule(changes, kind, row, amount):
    assert broken(**changes)[kind] == (row, Decimal(amount))


def test_the_exact_top_and_the_commitment_may_lie_off_the_steps():
    assert broken(R1=3200) == {}
    assert Broken.STEP in broken(R3=1300)


def test_words_name_the_envelope_and_the_amount():
    amounts = {name: Decimal(amount) for name, amount in (GOOD | {"R2": 2000}).items()}
    (violation,) = check(PROBLEM, Programme(amounts))
    assert violation.words == "Enveloppe « Culture » : il y manque 500\N{NO-BREAK SPACE}€."


def test_draws_must_pay_each_amount_from_the_right_envelopes():
    programme = Programme({name: Decimal(amount) for name, amount in GOOD.items()})
    right = (Draw("R1", "E1b", 150_000), Draw("R2", "E2", 50_000), Draw("R3", "E1", 125_000))
    assert check(PROBLEM, programme, right) == ()
    short = (*right[:2], Draw("R3", "E1", 100_000))
    assert [row.id for row in check(PROBLEM, programme, short)] == ["R3"]
    wrong = (right[0], Draw("R2", "E1", 50_000), right[2])
    assert {row.kind for row in check(PROBLEM, programme, wrong)} == {Broken.DRAWS}
    poor = replace(PROBLEM, envelopes=(*PROBLEM.envelopes, Envelope("E0", "F1", Decimal(0))))
    drawn = (Draw("R1", "E0", 150_000), *right[1:])
    assert [row.id for row in check(poor, programme, drawn)] == ["E0"]


@settings(max_examples=200, deadline=None)
@given(problem=problems(), data=st.data())
def test_agrees_with_the_rules_written_twice(problem: Problem, data: st.DataObject):
    amounts = {
        row.id: data.draw(st.sampled_from([*amounts_open_to(row)] or [Decimal(0)]))
        for row in problem.requests
    }
    assert (check(problem, Programme(amounts)) == ()) == keeps_rules(problem, amounts)
