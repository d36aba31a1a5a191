"""Any prices give a true bound: nobody has to trust the solver."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.allocation.instances import best_by_hand, problems

from faire_ensemble.core.allocation import Problem, Rule
from faire_ensemble.core.allocation.lines import open_lines
from faire_ensemble.core.allocation.prices import Priced

PRICES = st.fractions(0, 12, max_denominator=4)


@settings(max_examples=200, deadline=None)
@given(problem=problems(), data=st.data())
def test_whatever_the_prices_no_programme_exceeds_their_bound(
    problem: Problem, data: st.DataObject
):
    keys = [(Rule.ENVELOPE, row.id) for row in problem.envelopes]
    keys += [(Rule.SHARE, row.id) for row in problem.minimum_shares]
    keys += [(Rule.HOLDER, name) for name in problem.cap_by_holder]
    prices: dict[tuple[Rule, str], Fraction] = {key: data.draw(PRICES) for key in keys}
    best = best_by_hand(problem)
    if best is not None:
        assert Priced(open_lines(problem), prices).bound >= Fraction(best)
