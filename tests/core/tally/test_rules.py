"""Each rule against the plain reference, on ties everywhere; and what no rule may do."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.tally.elections import election, elections
from tests.core.tally.reference import Reference

from faire_ensemble.core.tally import (
    BallotType,
    Completion,
    Options,
    Rule,
    Unaffordable,
    Utility,
    lot,
    shares,
    tally,
)

SETTINGS = [
    Options(),
    Options(utility=Utility.CARDINALITY),
    Options(rule=Rule.PHRAGMEN),
    *(
        Options(rule=Rule.EQUAL_SHARES, utility=utility, completion=completion)
        for utility in Utility
        for completion in Completion
    ),
]


def named(options: Options) -> str:
    return f"{options.rule}-{options.utility}-{options.completion}"


@pytest.mark.parametrize("options", SETTINGS, ids=named)
@pytest.mark.parametrize("vote_type", BallotType)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_same_as_the_reference(vote_type, options, data):
    drawn = data.draw(elections(vote_type))
    options = replace(options, seed=data.draw(st.integers(0, 3)))
    if data.draw(st.booleans()):
        group = data.draw(
            st.lists(st.sampled_from([p.id for p in drawn.projects]), max_size=3, unique=True)
        )
        options = replace(options, groups=(tuple(group),))
    assert list(tally(drawn, options).winners) == Reference(drawn, options).winners()


@pytest.mark.parametrize("options", [o for o in SETTINGS if o.rule is Rule.EQUAL_SHARES], ids=named)
@pytest.mark.parametrize("vote_type", [BallotType.APPROVAL, BallotType.CUMULATIVE])
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_the_ledger_alone_decides_as_well(vote_type, options, data):
    """With floats taken as wrong by a tenth of a percent, everything close goes to the ledger."""
    drawn = data.draw(elections(vote_type))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shares, "EPSILON", 1e-4)
        patch.setattr("faire_ensemble.core.tally.batch.EPSILON", 1e-4)
        found = tally(drawn, options).winners
    assert list(found) == Reference(drawn, options).winners()


@pytest.mark.parametrize("options", SETTINGS, ids=named)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_order_of_the_file_does_not_matter_and_the_envelope_holds(options, data):
    drawn = data.draw(elections(data.draw(st.sampled_from(list(BallotType)))))
    shuffled = replace(
        drawn,
        projects=tuple(data.draw(st.permutations(drawn.projects))),
        ballots=tuple(data.draw(st.permutations(drawn.ballots))),
    )
    first, second = tally(drawn, options), tally(shuffled, options)
    assert first.winners == second.winners
    assert first.share == second.share
    assert first.spent == sum(p.cost for p in drawn.projects if p.id in first.winners)
    assert first.spent + first.remaining == drawn.budget
    assert first.remaining >= 0


def test_greedy_skips_or_stops():
    given_ = election(10, {"a": 6, "b": 7, "c": 4}, ["a", "a", "a", "b", "b", "c"])
    assert tally(given_).winners == ("a", "c")
    assert tally(given_, Options(unaffordable=Unaffordable.STOP)).winners == ("a",)


def test_greedy_by_votes_or_by_votes_for_each_euro():
    given_ = election(10, {"a": 10, "b": 2}, ["a", "a", "a", "ab", "b"])
    assert tally(given_).winners == ("a",)
    assert tally(given_, Options(utility=Utility.CARDINALITY)).winners == ("b",)


def test_threshold_from_the_option_or_the_file():
    given_ = election(10, {"a": 6, "b": 3, "c": 1}, ["a", "ab", "ab", "c"])
    rule = Options(rule=Rule.THRESHOLD)
    assert tally(given_, replace(rule, minimum_support=Decimal(2))).winners == ("a", "b")
    written = replace(given_, meta={"min_project_score_threshold": "3"})
    assert tally(written, rule).winners == ("a",)


def test_equal_shares_by_hand():
    """Ten voters, 100 each. a: six pay 500/6; b: four pay 75; c has 2 x 16.67 + 25 for 60."""
    ballots = ["ac", "ac", "a", "a", "a", "a", "b", "b", "b", "bc"]
    given_ = election(1000, {"a": 500, "b": 300, "c": 60}, ballots)
    found = tally(given_, Options(rule=Rule.EQUAL_SHARES))
    assert found.winners == ("a", "b")
    assert found.share == 100
    assert [row.price for row in found.rounds] == [Decimal("83.33"), Decimal("75.00")]
    assert found.explanations["c"].missing == Decimal("1.67")
    more = tally(given_, Options(rule=Rule.EQUAL_SHARES, completion=Completion.ADD1))
    assert set(more.winners) == {"a", "b", "c"}
    assert more.share == 100 + more.raised
    assert more.first_share == 100
    assert more.raised == 1  # one euro more each: 2 x 17.67 + 26 >= 60


def test_phragmen_by_hand():
    """a is bought at 20 (three voters); then b's money since reaches 60 at 30, c's at 60."""
    given_ = election(150, {"a": 60, "b": 60, "c": 60}, ["a", "a", "ac", "b", "b"])
    found = tally(given_, Options(rule=Rule.PHRAGMEN))
    assert found.winners == ("a", "b")
    assert [row.price for row in found.rounds] == [Decimal("20.00"), Decimal("30.00")]


def test_ties_go_to_the_cheapest_then_the_most_voted_then_the_lot():
    cheap = election(10, {"a": 10, "b": 9}, ["a", "b"])
    assert tally(cheap).winners == ("b",)
    twins = election(10, {"a": 10, "b": 10}, ["a", "b"])
    for seed in range(20):
        first = min("ab", key=lambda name: lot(seed, name))
        for rule in (Rule.GREEDY, Rule.PHRAGMEN):
            assert tally(twins, Options(rule=rule, seed=seed)).winners[:1] in {(first,), ()}
        assert tally(twins, Options(seed=seed)).winners == (first,)
    assert {tally(twins, Options(seed=seed)).winners for seed in range(20)} == {("a",), ("b",)}


def test_nothing_to_count():
    for options in SETTINGS:
        assert tally(election(10, {"a": 5}, []), options).winners == ()
        assert tally(election(10, {"a": 5}, ["", ""]), options).winners == ()
        assert tally(election(10, {"a": 11, "b": 12}, ["ab"]), options).winners == ()


def test_rankings_give_points_from_the_last_choice_up():
    found = tally(election(1, {"a": 1, "b": 1, "c": 1}, ["abc", "b"], BallotType.ORDINAL))
    votes = {name: row.votes for name, row in found.explanations.items()}
    assert votes == {"a": 3, "b": 3, "c": 1}
    assert found.explanations["b"].supporters == 2
