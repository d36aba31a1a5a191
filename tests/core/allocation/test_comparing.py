"""Programmes side by side."""

from decimal import Decimal

from tests.core.allocation.test_checking import GOOD, PROBLEM

from faire_ensemble.core.allocation import Broken, Programme, compare

FIRST = Programme({name: Decimal(amount) for name, amount in GOOD.items()}, "A")
SECOND = Programme({"R1": Decimal(3200), "R2": Decimal(1500), "R3": Decimal(1500)}, "B")


def test_totals_and_differences():
    comparison = compare(PROBLEM, [FIRST, SECOND])
    first, second = comparison.summaries
    assert (first.name, first.total, first.requests) == ("A", Decimal(3250), 3)
    assert (first.applications, first.holders, first.score) == (2, 2, Decimal("55.00"))
    assert second.by_funder == {"F1": Decimal(4700), "F2": Decimal(1500)}
    assert second.by_neighbourhood == {"": Decimal(1500), "Q1": Decimal(4700)}
    assert second.by_objective == {"O1": Decimal(4700), "O2": Decimal(1500)}
    assert second.benefit > first.benefit
    assert [row.request for row in comparison.differences] == ["R1", "R2", "R3"]
    difference = comparison.differences[0]
    assert difference.amounts == (Decimal(1500), Decimal(3200))
    assert difference.reasons[0][0].startswith("Aucune règle n'empêche")
    assert difference.reasons[1] == ()


def test_what_a_programme_breaks_is_part_of_its_summary():
    bad = Programme({"R1": Decimal(3200), "R3": Decimal(4000)}, "C")
    (summary,) = compare(PROBLEM, [bad]).summaries
    assert {row.kind for row in summary.violations} == {Broken.ENVELOPE, Broken.HOLDER}


def test_the_reason_is_the_rule_that_stands_in_the_way():
    full = Programme({"R1": Decimal(1500), "R2": Decimal(1500), "R3": Decimal(3000)}, "D")
    rich = Programme({"R1": Decimal(3200), "R2": Decimal(1500), "R3": Decimal(1250)}, "E")
    difference = compare(PROBLEM, [full, rich]).differences[0]
    assert difference.request == "R1"
    assert "dans l'enveloppe E1" in difference.reasons[0][0]
