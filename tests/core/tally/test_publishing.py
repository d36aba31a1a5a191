"""A published result counts again to itself; whatever is changed in its file is noticed."""

import random
from decimal import Decimal

import pytest
from tests.core.tally.elections import election, published

from faire_ensemble.core.tally import (
    Completion,
    Earmark,
    InvalidElection,
    Options,
    Override,
    Rule,
    Unaffordable,
    digest,
    is_published,
    publish,
    read_pb,
    tally,
    verify,
    write_pb,
)

TOWN = election(
    1000,
    {"a": 500, "b": 400, "c": 300, "d": 100},
    ["ab", "ab", "a", "bc", "c", "d"],
    district={"a": "Nord", "b": "Nord", "c": "Sud", "d": "Sud"},
)
EVERYTHING = Options(
    rule=Rule.EQUAL_SHARES,
    completion=Completion.ADD1U,
    seed=20240704,
    minimum_support=Decimal("1.5"),
    groups=(("a", "c"),),
    earmarks=(Earmark("district", "Sud", Decimal("100.50")),),
    unaffordable=Unaffordable.STOP,
    overrides=(Override("b", False, "Terrain vendu ; voir « délibération »."),),
)


def published_text(options: Options) -> str:
    return write_pb(publish(TOWN, tally(TOWN, options)))


@pytest.mark.parametrize("options", [Options(), Options(rule=Rule.PHRAGMEN), EVERYTHING])
def test_a_published_file_counts_to_its_result(options: Options):
    again = read_pb(published_text(options))
    assert is_published(again) and not is_published(TOWN)
    found = verify(again)
    assert found.faults == ()
    assert found.options == options
    assert found.outcome is not None
    assert found.outcome.winners == tally(TOWN, options).winners
    assert digest(again) == digest(TOWN)
    assert write_pb(publish(again, found.outcome)) == published_text(options)


@pytest.mark.parametrize("options", [Options(), EVERYTHING], ids=["greedy", "everything"])
def test_one_changed_character_is_noticed(options: Options):
    """Anywhere: refused, said false, or the same data (a zero after the decimals, a space)."""
    text = published_text(options)
    draw = random.Random(1)  # noqa: S311 - which character, not a secret
    before = read_pb(text)
    for place in range(len(text)):
        other = draw.choice([c for c in "0123456789abcdz;,.\n" if c != text[place]])
        for changed in (text[:place] + other + text[place + 1 :], text[:place] + text[place + 1 :]):
            assert noticed(changed, before), (place, text[place - 9 : place + 9], other)


def noticed(changed: str, before) -> bool:
    try:
        found = read_pb(changed)
        return found == before or bool(verify(found).faults)
    except InvalidElection:
        return True


def test_what_differs_is_said():
    text = published_text(Options())
    ballots = text.replace("v2;a", "v2;d").replace("v5;d", "v5;a")
    assert "un bulletin, un projet" in verify(read_pb(ballots)).faults[0]
    winners = verify(read_pb(text.replace("faire_winners;b,a,d", "faire_winners;b,a"))).faults
    assert "il en manque d ; en trop, aucun" in winners[0]
    seed = verify(read_pb(text.replace("faire_seed;0", "faire_seed;1"))).faults
    assert seed == ("Le sceau publié ne correspond pas : le résultat ou ses réglages ont changé.",)
    line = next(line for line in text.splitlines() if line.startswith("d;100"))
    selected = verify(read_pb(text.replace(line, line[:-1] + "0"))).faults
    assert selected[0] == "La colonne « selected » ne dit pas les projets financés : d."


def test_incomplete_or_absurd_settings():
    text = published_text(Options())
    with pytest.raises(InvalidElection, match="il manque faire_seed"):
        verify(read_pb(text.replace("faire_seed;0\n", "")))
    with pytest.raises(InvalidElection, match="ne sont pas lisibles"):
        verify(read_pb(text.replace("faire_rule;greedy", "faire_rule;hasard")))
    with pytest.raises(InvalidElection, match="ne sont pas lisibles"):
        verify(read_pb(text.replace('""groups"":[]', '""groups"":3')))
    faults = verify(read_pb(text.replace("completion;none", "completion;add1"))).faults
    assert "ne peuvent pas être appliqués : add1 complète" in faults[0]


def test_a_real_file(shared_data):
    whole = published(shared_data, "Poland_Wieliczka_2023_Green_Budget.pb")
    options = Options(rule=Rule.EQUAL_SHARES, completion=Completion.ADD1, seed=7)
    again = read_pb(write_pb(publish(whole, tally(whole, options))))
    assert verify(again).faults == ()
    official = {p.id for p in whole.projects if p.column("selected") == "1"}
    assert {p.id for p in again.projects if p.column("selected") == "1"} == official
