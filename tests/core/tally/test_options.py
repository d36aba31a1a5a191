"""Minimum support, incompatible projects, earmarked parts, the jury; and why, in French."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.tally.elections import election, elections

from faire_ensemble.core.tally import (
    Completion,
    Earmark,
    InvalidElection,
    Lack,
    Options,
    Override,
    Rule,
    Step,
    Unaffordable,
    Utility,
    tally,
)

HARD, THIN = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
MORE, MOST = f"1{THIN}300{HARD}€", f"1{THIN}500{HARD}€"
TOWN = election(
    1000,
    {"a": 500, "b": 400, "c": 300, "d": 100},
    ["ab", "ab", "a", "bc", "c", "d"],
    district={"a": "Nord", "b": "Nord", "c": "Sud", "d": "Sud"},
)


def test_minimum_support():
    found = tally(TOWN, Options(minimum_support=Decimal(2)))
    assert found.winners == ("b", "a")
    reason = found.explanations["d"]
    assert (reason.lack, reason.missing) == (Lack.VOTES, Decimal(1))
    assert reason.words == ("1 vote : il en faut 2.",)


def test_incompatible_projects():
    found = tally(TOWN, Options(groups=(("a", "b"), ("c", "d"))))
    assert found.winners == ("b", "c")
    assert found.explanations["a"].rival == "b"
    assert found.explanations["a"].words == ("Incompatible avec « b », financé au tour 1.",)


def test_an_earmarked_part_is_counted_first_and_its_rest_goes_back():
    south = Earmark("district", "Sud", Decimal(350))
    found = tally(TOWN, Options(earmarks=(south,)))
    assert found.winners == ("c", "b", "d")
    assert [row.step for row in found.rounds] == [Step.EARMARK, Step.RULE, Step.RULE]
    assert found.rounds[0].earmark == "Sud"
    assert found.spent == 800
    words = found.explanations["c"].words[0]
    assert words.startswith("Financé au tour 1 sur la part réservée à « Sud », avec 2 votes")


def test_an_earmarked_part_is_shared_among_those_who_chose_there():
    south = Earmark("district", "Sud", Decimal(300))
    shares = Options(rule=Rule.EQUAL_SHARES, earmarks=(south,))
    found = tally(TOWN, shares)
    # three voters chose c or d: 100 each; d's only supporter pays it; c has 200 for 300
    assert [(row.project, row.step) for row in found.rounds][:1] == [("d", Step.EARMARK)]
    assert found.explanations["d"].price == Decimal("100.00")


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_no_option_breaks_the_envelope(data):
    drawn = data.draw(elections())
    where = {p.id: data.draw(st.sampled_from("NS")) for p in drawn.projects}
    projects = tuple(replace(p, extra={"district": where[p.id]}) for p in drawn.projects)
    drawn = replace(drawn, projects=projects)
    value = where[projects[0].id]
    options = Options(
        rule=data.draw(st.sampled_from([Rule.GREEDY, Rule.PHRAGMEN, Rule.EQUAL_SHARES])),
        earmarks=(Earmark("district", value, drawn.budget / 2),),
        groups=(tuple(p.id for p in projects[:2]),),
    )
    found = tally(drawn, options)
    assert found.spent <= drawn.budget
    assert len(set(found.winners)) == len(found.winners)
    assert not {p.id for p in projects[:2]} <= set(found.winners)
    kept = [row for row in found.rounds if row.step is Step.EARMARK]
    assert all(where[row.project] == value for row in kept)
    assert sum(row.cost for row in kept) <= drawn.budget / 2


def test_the_jury_decides_after_with_its_reason():
    options = Options(
        overrides=(
            Override("b", False, "Terrain vendu depuis le dépôt."),
            Override("d", True, "Demandé par le conseil citoyen."),
        )
    )
    found = tally(TOWN, options)
    assert found.winners == ("b", "a", "d")
    assert found.funded == ("a", "d")
    assert found.funded_cost == 600
    assert found.overrides == options.overrides
    assert found.explanations["b"].won  # what the ballots say stays


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (Options(overrides=(Override("c", True, "Envie."),)), "dépassent l'enveloppe de 300"),
        (Options(overrides=(Override("a", False, " "),)), "le motif manque"),
        (Options(overrides=(Override("z", False, "Non."),)), "« z » n'est pas dans l'élection"),
        (Options(overrides=(Override("a", False, "x"), Override("a", True, "y"))), "seule fois"),
        (Options(groups=(("a", "z"),)), "Groupe : le projet « z »"),
        (Options(earmarks=(Earmark("district", "Est", Decimal(1)),)), "« Est »"),
        (Options(earmarks=(Earmark("district", "Sud", Decimal(1001)),)), "dépassent l'enveloppe"),
        (Options(earmarks=(Earmark("district", "Sud", Decimal(0)),)), "plus grand que zéro"),
        (Options(earmarks=(Earmark("district", "Sud", Decimal(1)),) * 2), "deux fois"),
        (Options(completion=Completion.ADD1), "add1 complète"),
        (Options(completion=Completion.GREEDY), "déjà complet"),
        (Options(rule=Rule.PHRAGMEN, utility=Utility.CARDINALITY), "Phragmén"),
        (Options(rule=Rule.THRESHOLD), "demande un nombre minimal de votes"),
        (Options(minimum_support=Decimal(-1)), "zéro ou plus"),
    ],
)
def test_settings_that_contradict_are_refused(options: Options, words: str):
    with pytest.raises(InvalidElection) as caught:
        tally(TOWN, options)
    assert words in str(caught.value)


def test_why_not_in_french():
    greedy = tally(TOWN).explanations
    assert greedy["b"].words == (
        f"Financé au tour 1, avec 3 votes ; il reste 600{HARD}€ de l'enveloppe.",
    )
    assert greedy["c"].words == (
        f"À son tour il restait 100{HARD}€ pour 300{HARD}€ : il manque 200{HARD}€.",
    )
    assert (greedy["c"].lack, greedy["c"].missing) == (Lack.ENVELOPE, 200)
    dear = election(2000, {"a": 1500, "b": 2500, "c": 700, "d": 1}, ["a", "b", "c"])
    stop = tally(dear, Options(unaffordable=Unaffordable.STOP)).explanations
    assert stop["b"].words == (f"Coûte plus que toute l'enveloppe : il manque 500{HARD}€.",)
    assert stop["d"].words == ("Aucun vote : personne ne l'a choisi.",)
    assert stop["a"].words[0].startswith(f"À son tour il restait 1{THIN}300{HARD}€")
    shares = tally(dear, Options(rule=Rule.EQUAL_SHARES, completion=Completion.GREEDY))
    assert shares.explanations["a"].lack is Lack.ENVELOPE
    assert shares.explanations["a"].words == (
        f"Ses soutiens n'ont plus que 666,67{HARD}€ ensemble pour payer {MOST} : il leur manque "
        f"833,33{HARD}€.",
        f"En complément : à son tour il restait {MORE} pour {MOST} : il manque 200{HARD}€.",
    )
    assert shares.explanations["c"].words == (
        f"Financé au tour 1, en complément, avec 1 vote ; il reste {MORE} de l'enveloppe.",
    )


def test_what_was_missing_is_what_was_missing():
    """Given the euro that was missing, the project wins (greedy, at its turn)."""
    for name, row in tally(TOWN).explanations.items():
        if row.lack is Lack.ENVELOPE:
            assert name in tally(replace(TOWN, budget=TOWN.budget + row.missing)).winners
            less = replace(TOWN, budget=TOWN.budget + row.missing - Decimal("0.01"))
            assert name not in tally(less).winners
