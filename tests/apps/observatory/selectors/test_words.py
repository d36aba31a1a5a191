"""Sentences: every reason and verdict has one, and they say what happened."""

from decimal import Decimal

import pytest

from faire_ensemble.apps.observatory.selectors import (
    NoGapReason,
    find_indicator,
    gaps_of_indicator,
    words,
)
from faire_ensemble.core.statistics import (
    Interval,
    NoIntervalReason,
    Observation,
    Rise,
    TargetPath,
    TargetState,
    amount_gap,
    gap_evolution,
    rate_gap,
    target_status,
)


def moved(before: tuple[int, int], after: tuple[int, int], rise: Rise) -> str:
    observations = [
        Observation(year, Decimal(a), Decimal(b), rate_gap(Decimal(a), Decimal(b)))
        for year, (a, b) in ((2014, before), (2019, after))
    ]
    return words.move_words(gap_evolution(observations[0], observations[1], rise), rise)


@pytest.mark.parametrize(
    ("before", "after", "rise", "said"),
    [
        ((50, 20), (45, 20), Rise.BAD, "L'écart se réduit : le quartier s'améliore"),
        ((50, 20), (50, 25), Rise.BAD, "L'écart se réduit : c'est la métropole qui se dégrade"),
        ((50, 20), (45, 25), Rise.BAD, "le quartier s'améliore et la métropole se dégrade"),
        ((50, 20), (55, 20), Rise.BAD, "L'écart se creuse : le quartier se dégrade plus"),
        ((50, 20), (50, 15), Rise.BAD, "la métropole s'améliore plus que le quartier"),
        ((50, 20), (55, 15), Rise.BAD, "le quartier se dégrade et la métropole s'améliore"),
        ((50, 20), (10, 20), Rise.BAD, "passe devant"),
        ((70, 60), (50, 60), Rise.GOOD, "passe derrière"),
        ((70, 60), (75, 60), Rise.GOOD, "L'avance du quartier augmente"),
        ((70, 60), (65, 60), Rise.GOOD, "L'avance du quartier diminue"),
        ((50, 20), (45, 15), Rise.BAD, "L'écart ne bouge pas"),
        ((50, 20), (45, 20), Rise.NEUTRAL, "La différence avec la métropole diminue"),
        ((50, 20), (10, 20), Rise.NEUTRAL, "change de sens"),
        ((50, 20), (60, 20), Rise.NEUTRAL, "augmente"),
        ((20, 50), (20, 60), Rise.NEUTRAL, "augmente"),
        ((20, 20), (20, 20), Rise.NEUTRAL, "ne bouge pas"),
    ],
)
def test_verdicts(before, after, rise: Rise, said: str) -> None:
    assert said in moved(before, after, rise)


@pytest.mark.parametrize("before", [(50, 20), (20, 50), (30, 30)])
@pytest.mark.parametrize("after", [(50, 20), (20, 50), (30, 30), (29, 30), (60, 10)])
@pytest.mark.parametrize("rise", list(Rise))
def test_every_change_has_a_sentence(before, after, rise: Rise) -> None:
    assert moved(before, after, rise).endswith(".")


def test_no_verdict_on_what_chance_explains() -> None:
    sizes = (Decimal(2000), Decimal(200_000))

    def said(after: str) -> str:
        one, other = (
            Observation(
                year, Decimal(rate), Decimal(20), rate_gap(Decimal(rate), Decimal(20), *sizes)
            )
            for year, rate in ((2014, "40"), (2019, after))
        )
        return words.move_words(gap_evolution(one, other, Rise.BAD), Rise.BAD)

    assert "marge d'incertitude" in said("39")
    assert "L'écart se réduit" in said("30")


def test_every_reason_has_a_sentence() -> None:
    for reason in NoGapReason:
        assert words.no_gap_words(reason, 2019).endswith(".")
    assert "2019" in words.no_gap_words(NoGapReason.REFERENCE_UNKNOWN, 2019)
    for missing in NoIntervalReason:
        assert words.no_interval_words(missing).startswith("Pas d'intervalle")
    path = TargetPath(2014, Decimal(-10), 2020)
    said = {
        words.target_state_words(target_status(path, 2017, Decimal(gap), interval))
        for gap, interval in ((-9, None), (-6, None), (-1, None), (-7, Interval(-9, -6)))
    }
    assert len(said) == len(TargetState)


def test_amounts_say_their_relative_gap() -> None:
    assert words.relative_words(amount_gap(Decimal(11666), Decimal(20940))) == (
        "soit 44,3 % de moins que la métropole"
    )
    assert "de plus" in words.relative_words(amount_gap(Decimal(3), Decimal(2)))
    assert words.relative_words(rate_gap(Decimal(3), Decimal(2))) == ""


def test_what_is_hidden_or_absent_is_said(world, poverty) -> None:
    hidden = gaps_of_indicator(find_indicator("TP60"), world.epci, 2018).rows[-1]
    assert words.figure_words(hidden.indicator, hidden.figure) == "secret statistique"
    assert words.figure_words(hidden.indicator, None) == "pas de ligne dans la source"
    assert words.interval_words(Interval(-20.12, 1)) == "[−20,1 ; +1,0]"
