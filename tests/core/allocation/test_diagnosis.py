"""Rules that cannot be kept together: said, with the least by which they are missed."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from tests.core.allocation.instances import best_by_hand, problems

from faire_ensemble.core.allocation import (
    Application,
    Broken,
    Envelope,
    HolderCap,
    Infeasible,
    MinimumShare,
    Problem,
    Request,
    Scope,
    diagnose,
    remarks,
    solve,
)

BASE = Problem(
    applications=(
        Application("D1", "H1", Decimal(60), "O1", ("Q1",)),
        Application("D2", "H2", Decimal(50), "O2", ("Q2",)),
    ),
    requests=(
        Request("R1", "D1", "F1", Decimal(4000), minimum=Decimal(1000)),
        Request("R2", "D2", "F1", Decimal(6000), committed=Decimal(6000)),
    ),
    envelopes=(Envelope("E1", "F1", Decimal(8000)),),
)


def found(**changes: object) -> list[tuple[Broken, str, Decimal]]:
    problem = replace(BASE, **changes)
    with pytest.raises(Infeasible) as caught:
        solve(problem)
    diagnosis = caught.value.diagnosis
    assert diagnosis.smallest
    assert str(caught.value).startswith("Les règles ne peuvent pas être tenues ensemble.")
    assert all(row.words in str(caught.value) for row in diagnosis.violations)
    return [(row.kind, row.id, row.amount) for row in diagnosis.violations]


def test_commitments_above_the_envelope():
    poor = (Envelope("E1", "F1", Decimal(4500)),)
    assert found(envelopes=poor) == [(Broken.ENVELOPE, "E1", Decimal(1500))]


def test_a_commitment_above_the_holder_cap():
    caps = (HolderCap("H2", Decimal(5000)),)
    assert found(holder_caps=caps) == [(Broken.HOLDER, "H2", Decimal(1000))]


def test_a_commitment_no_envelope_can_pay():
    closed = (Envelope("E1", "F1", Decimal(8000), objectives=("O1",)),)
    assert found(envelopes=closed) == [(Broken.NO_ENVELOPE, "R2", Decimal(6000))]


def test_a_minimum_share_that_too_few_ask_for():
    shares = (MinimumShare("P", Scope.NEIGHBOURHOOD, "Q1", share=Decimal("0.5")),)
    assert found(minimum_shares=shares) == [(Broken.SHARE, "P", Decimal(2000))]


def test_a_minimum_amount_for_a_place_nobody_names():
    shares = (MinimumShare("P", Scope.NEIGHBOURHOOD, "Q9", amount=Decimal(700)),)
    assert found(minimum_shares=shares) == [(Broken.SHARE, "P", Decimal(700))]


@settings(max_examples=200, deadline=None)
@given(problem=problems())
def test_finds_something_exactly_when_nothing_is_possible(problem: Problem):
    assert bool(diagnose(problem).violations) == (best_by_hand(problem) is None)


def test_remarks_tell_what_nobody_can_use():
    problem = replace(
        BASE,
        requests=(
            *BASE.requests,
            Request("R3", "D1", "F2", Decimal(900), cap=Decimal(100), minimum=Decimal(500)),
        ),
        envelopes=(
            Envelope("E1", "F1", Decimal(8000)),
            Envelope("E1b", "F1", Decimal(9000), parent="E1", label="Déléguée"),
            Envelope("E2", "F2", Decimal(500), objectives=("O9",), label="Sport"),
        ),
    )
    idle, beyond, unserved = remarks(problem)
    assert idle.startswith("L'enveloppe « Sport »") and "aucune demande" in idle
    assert beyond.startswith("L'enveloppe E1 délègue")
    assert unserved.startswith("Demande R3.")
