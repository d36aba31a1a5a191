"""Gaps read from the database: values, reasons, ranks, evolution, targets, and query counts."""

from decimal import Decimal

import pytest

from faire_ensemble.apps.observatory.models import (
    Direction,
    Indicator,
    Source,
    Target,
    Theme,
    Unit,
    ValueStatus,
)
from faire_ensemble.apps.observatory.selectors import (
    Comparison,
    GapTable,
    NoGapReason,
    find_indicator,
    gaps_of_indicator,
    gaps_of_neighbourhood,
    gaps_of_neighbourhoods,
    sources_of,
)
from faire_ensemble.apps.territory.models import Territory, TerritoryKind
from faire_ensemble.core.statistics import Cause, Move, NoIntervalReason, TargetState


def table(world, code: str, year: int | None = None, **options) -> GapTable:
    return gaps_of_indicator(find_indicator(code), world.epci, year, **options)


def row(found: GapTable, code: str) -> Comparison:
    return next(each for each in found.rows if each.place.code == code)


def only(world, code: str, indicator: str, **options) -> Comparison:
    themes = gaps_of_neighbourhood(world.territories[code], **options)
    return next(
        each
        for theme in themes
        for each in theme.comparisons
        if each.indicator.official_code == indicator
    )


def test_an_amount_against_its_metropolis(world, income: Indicator) -> None:
    found = table(world, "DISP_Q2", 2019)
    first = row(found, "QP059087")
    assert first.gap is not None and first.gap.value == Decimal(-9274)
    assert first.gap.relative is not None and round(first.gap.relative, 3) == Decimal("-0.443")
    assert first.gap.no_interval is NoIntervalReason.UNKNOWN_SPREAD
    assert found.reference is not None and found.reference.value == 20940
    assert found.national is not None and found.national.value == 13101
    assert [each.place.code for each in found.rows] == ["QP059087", "QP059091"]
    assert [found.ranks[code].rank for code in ("QP059087", "QP059091")] == [1, 2]
    assert first.figure is not None and first.figure.source.publisher == "INSEE"


def test_an_unknown_reference_gives_no_gap(world, poverty: Indicator) -> None:
    found = table(world, "tp60", 2019)
    first = row(found, "QP059087")
    assert first.figure is not None and first.figure.value == Decimal("56.3")
    assert first.gap is None and first.no_gap is NoGapReason.REFERENCE_UNKNOWN
    assert found.reference is None
    assert found.ranks["QP059087"].rank == 1 and found.ranks["QP059091"].rank == 2


def test_a_suppressed_value_is_neither_zero_nor_ranked(world, poverty: Indicator) -> None:
    found = table(world, "TP60", 2018)
    hidden = row(found, "QP059091")
    assert hidden.no_gap is NoGapReason.VALUE_SUPPRESSED
    assert hidden.figure is not None and hidden.figure.value is None
    assert hidden.figure.note == "secret statistique"
    assert found.ranking.missing == ("QP059091",)
    assert found.rows[-1] is hidden and "QP059091" not in found.ranks


def test_neighbourhoods_of_another_geography_are_not_said_absent(world, income) -> None:
    assert [each.place.code for each in table(world, "DISP_Q2", 2018).rows] == [
        "QP059087",
        "QP059091",
    ]
    assert row(table(world, "DISP_Q2", 2018), "QP059091").no_gap is NoGapReason.VALUE_ABSENT
    world.value(income, "QN05999A", 2024, "12000")
    assert [each.place.code for each in table(world, "DISP_Q2", 2024).rows] == ["QN05999A"]


def test_without_a_year_the_latest_with_a_reference(world, income) -> None:
    world.value(income, "QP059087", 2021, "12000")
    assert table(world, "DISP_Q2").year == 2019
    assert table(world, "DISP_Q2").years == (2021, 2019, 2018)
    found = only(world, "QP059087", "DISP_Q2")
    assert found.year == 2019 and found.gap is not None
    assert found.newer is not None and found.newer.year == 2021
    assert only(world, "QP059087", "DISP_Q2", until=2020).newer is None
    assert only(world, "QP059087", "DISP_Q2", until=2018).no_gap is NoGapReason.REFERENCE_UNKNOWN


def test_sets_of_neighbourhoods_come_first_and_are_not_ranked(world, income) -> None:
    world.territories["QPV"] = Territory.objects.create(
        kind=TerritoryKind.GROUP, code="MEL-QPV", name="Tous les quartiers", epci=world.epci
    )
    assert "MEL-QPV" not in [each.place.code for each in table(world, "DISP_Q2", 2019).rows]
    world.value(income, "QPV", 2019, "12000")
    found = table(world, "DISP_Q2", 2019)
    assert [each.place.code for each in found.rows] == ["MEL-QPV", "QP059087", "QP059091"]
    assert found.rows[0].gap is not None and found.rows[0].gap.value == Decimal(-8940)
    assert "MEL-QPV" not in found.ranks and found.ranks["QP059087"].rank == 1


def test_an_indicator_published_for_sets_only(world, income) -> None:
    world.territories["QPV"] = Territory.objects.create(
        kind=TerritoryKind.GROUP, code="MEL-QPV", name="Tous les quartiers", epci=world.epci
    )
    jobs = world.indicator("TX")
    world.value(jobs, "QPV", 2013, "50")
    world.value(jobs, "EPCI", 2013, "62")
    found = table(world, "TX")
    assert found.year == 2013 and [each.place.code for each in found.rows] == ["MEL-QPV"]
    assert found.ranking.ranked == () and found.ranking.missing == ()


def test_an_empty_indicator(world) -> None:
    world.indicator("VIDE")
    found = table(world, "VIDE")
    assert found.year is None and found.years == ()
    assert len(found.rows) == 3 and found.ranking.ranked == ()
    assert {each.no_gap for each in found.rows} == {NoGapReason.VALUE_ABSENT}


def test_rates_with_denominators_have_an_interval(world) -> None:
    rate = world.indicator("TX_TOT_EMPL", theme=Theme.EMPLOYMENT, direction=Direction.GOOD)
    world.value(rate, "QP059087", 2019, "45.0", size=1200)
    world.value(rate, "EPCI", 2019, "62.9", size=21200)
    found = row(table(world, "TX_TOT_EMPL", 2019), "QP059087")
    assert found.gap is not None and found.gap.interval is not None
    assert found.gap.value == Decimal("-17.9")
    assert found.gap.interval.low == pytest.approx(-20.6, abs=0.1)
    assert found.gap.interval.high == pytest.approx(-15.1, abs=0.1)


@pytest.mark.parametrize(
    ("unit", "value", "reference"),
    [(Unit.PERCENT, "-9.5", "-16.6"), (Unit.RATIO, "2.1", "3.4"), (Unit.POINTS, "1.5", "0")],
)
def test_what_is_no_share_of_persons_gets_a_plain_difference(world, unit, value, reference) -> None:
    found = world.indicator("PIMPOT", unit)
    world.value(found, "QP059087", 2019, value, size=100)
    world.value(found, "EPCI", 2019, reference, size=1000)
    gap = row(table(world, "PIMPOT", 2019), "QP059087").gap
    assert gap is not None and gap.value == Decimal(value) - Decimal(reference)
    assert gap.no_interval is NoIntervalReason.UNKNOWN_SPREAD


def test_counts_are_not_compared(world) -> None:
    count = world.indicator("POP_MUN", Unit.COUNT)
    world.value(count, "QP059087", 2019, "3000")
    world.value(count, "EPCI", 2019, "1100000")
    assert row(table(world, "POP_MUN", 2019), "QP059087").no_gap is NoGapReason.COUNT


def test_the_evolution_is_split(world) -> None:
    rate = world.indicator("TX", direction=Direction.BAD)
    for year, value, reference in ((2014, "40", "20"), (2019, "40", "24")):
        world.value(rate, "QP059087", year, value, source=world.census)
        world.value(rate, "EPCI", year, reference, source=world.census)
    world.value(rate, "QP059087", 2017, "39", source=world.census)
    change = row(table(world, "TX", 2019), "QP059087").change
    assert change is not None and change.earlier == 2014 and not change.overlapping
    assert change.gap is not None and change.gap.change == -4
    assert (change.gap.move, change.gap.cause) == (Move.CLOSES, Cause.REFERENCE)
    near = row(table(world, "TX", 2019, since=2017), "QP059087").change
    assert near is not None and near.overlapping and near.gap is None and near.value == 1
    assert row(table(world, "TX", 2014), "QP059087").change is None
    assert row(table(world, "TX", 2019, since=2016), "QP059087").change is None


def test_a_change_is_told_even_without_reference(world, poverty) -> None:
    change = row(table(world, "TP60", 2019), "QP059087").change
    assert change is not None and change.value == Decimal("1.3") and change.gap is None
    assert row(table(world, "TP60", 2019), "QP059091").change is None


def test_the_target_in_force_and_its_status(world, income) -> None:
    def target(year: int, **fields) -> None:
        Target.objects.create(
            indicator=income,
            territory=world.territories["QP059087"],
            base_year=2015,
            base_gap=Decimal(-10000),
            target_year=year,
            source="Contrat",
            **fields,
        )

    target(2018)
    target(2023)
    found = row(table(world, "DISP_Q2", 2019), "QP059087")
    assert found.target is not None and found.target.target_year == 2023
    assert found.target_status is not None
    assert found.target_status.state is TargetState.BEHIND
    assert found.target_status.expected == Decimal(-7500)
    assert row(table(world, "DISP_Q2", 2019), "QP059091").target is None
    early = row(table(world, "DISP_Q2", 2018), "QP059087")
    assert early.target is not None and early.target.target_year == 2018
    assert early.target_status is None  # no reference, no gap, no status


@pytest.mark.parametrize("base_year", [2019, 2020])
def test_a_target_has_no_status_until_a_later_vintage(world, income, base_year: int) -> None:
    Target.objects.create(
        indicator=income,
        territory=world.territories["QP059087"],
        base_year=base_year,
        base_gap=Decimal(-9274),
        target_year=2030,
        source="Contrat",
    )
    found = row(table(world, "DISP_Q2", 2019), "QP059087")
    assert found.target is not None and found.target_status is None


def test_a_known_value_wins_over_a_missing_one_of_another_source(world, income) -> None:
    other = Source.objects.create(code="aaa", name="Autre", publisher="Autre")
    world.value(income, "QP059087", 2019, None, source=other, status=ValueStatus.MISSING)
    world.value(income, "QP059091", 2019, "14000", source=other)
    found = table(world, "DISP_Q2", 2019)
    assert row(found, "QP059087").figure.value == 11666
    assert row(found, "QP059091").figure.value == 14000  # both known: first source by code


def test_themes_of_a_neighbourhood(world, income, poverty) -> None:
    jobs = world.indicator("TX_TOT_EMPL", theme=Theme.EMPLOYMENT)
    world.value(jobs, "QP059091", 2019, "50")
    themes = gaps_of_neighbourhood(world.territories["QP059087"])
    assert [theme.theme for theme in themes] == [Theme.INCOME]
    codes = [each.indicator.official_code for each in themes[0].comparisons]
    assert codes == ["DISP_Q2", "TP60"]
    themes = gaps_of_neighbourhood(world.territories["QP059091"])
    assert [theme.theme for theme in themes] == [Theme.INCOME, Theme.EMPLOYMENT]
    headline = gaps_of_neighbourhood(world.territories["QP059091"], headline_only=True)
    assert [theme.theme for theme in headline] == [Theme.INCOME]


def test_every_source_used_is_named_once(world, income) -> None:
    used = sources_of(table(world, "DISP_Q2", 2019).rows)
    assert [(each.source.code, each.year) for each in used] == [("insee-revn", 2019)]


def test_queries_do_not_grow(world, income, poverty, django_assert_num_queries) -> None:
    places = [world.territories["QP059087"], world.territories["QP059091"]]
    indicator = find_indicator("DISP_Q2")
    with django_assert_num_queries(5):
        gaps_of_indicator(indicator, world.epci, 2019)
    with django_assert_num_queries(5):
        gaps_of_neighbourhoods(places)
    for number in range(5):
        more = world.indicator(f"X{number}")
        places.append(world.neighbourhood(f"QP05910{number}", "Autre"))
        for year in (2017, 2018, 2019):
            world.value(more, f"QP05910{number}", year, "5")
    with django_assert_num_queries(5):
        gaps_of_indicator(indicator, world.epci, 2019)
    with django_assert_num_queries(5):
        assert len(gaps_of_neighbourhoods(places)) == 7
