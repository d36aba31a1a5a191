"""Several rules side by side."""

from dataclasses import replace
from decimal import Decimal

from tests.core.tally.elections import election

from faire_ensemble.core.tally import Options, Override, Rule, compare

TOWN = election(
    900,
    {"a": 800, "b": 300, "c": 300, "d": 300},
    ["ab", "ab", "ab", "a", "c", "cd", ""],
    category={"a": "sport", "b": "nature", "c": "nature,école", "d": ""},
)


def test_what_each_rule_gives():
    table = compare(TOWN, [Options(), Options(rule=Rule.PHRAGMEN)])
    votes, phragmen = table.summaries
    assert votes.outcome.winners == ("a",)
    assert (votes.cost, votes.projects, votes.voters) == (800, 1, 7)
    assert (votes.served, votes.approved, votes.money_of_chosen) == (4, 4, 3200)
    assert votes.by_column == {"category": {"sport": Decimal(800)}}
    assert phragmen.outcome.winners == ("b", "c")
    assert (phragmen.served, phragmen.approved) == (5, 5)
    assert phragmen.served_share == 5 / 7
    assert phragmen.approved_mean == 5 / 7
    assert phragmen.by_column["category"] == {"nature": Decimal(600), "école": Decimal(300)}
    assert table.common == ()
    assert table.differing == {"a": (True, False), "b": (False, True), "c": (False, True)}


def test_the_jury_is_counted_in():
    jury = Options(overrides=(Override("a", False, "Déjà fait."), Override("d", True, "Urgent.")))
    row = compare(TOWN, [jury]).summaries[0]
    assert (row.outcome.winners, row.outcome.funded, row.cost) == (("a",), ("d",), 300)
    assert (row.served, row.approved) == (1, 1)


def test_no_ballot():
    row = compare(replace(TOWN, ballots=()), [Options()]).summaries[0]
    assert (row.served_share, row.approved_mean, row.projects) == (0.0, 0.0, 0)
