"""What the rules ask in a case: on each side of each threshold and of each date."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faire_ensemble.core.duties import (
    Duty,
    Facts,
    HolderKind,
    Stage,
    add_months,
    duties_for,
)

TODAY = date(2026, 3, 1)
euros = st.decimals(0, 10**6, places=2)
maybe = st.sampled_from([None, True, False])
some_facts = st.builds(
    Facts,
    amounts=st.dictionaries(st.sampled_from(["state", "town"]), euros),
    other_public=euros,
    holder=st.sampled_from(HolderKind),
    earmarked=st.booleans(),
    social_housing=st.booleans(),
    renewal=st.booleans(),
    last_report_given=maybe,
    signed_republican_contract=maybe,
    economic_activity=maybe,
    public_service=maybe,
    aid_three_years=st.none() | euros,
    year_end=st.none() | st.dates(date(2000, 1, 1), date(2040, 1, 1)),
    notified_on=st.dictionaries(st.just("town"), st.dates(date(2020, 1, 1), date(2026, 1, 1))),
    signed_on=st.dictionaries(st.just("town"), st.dates(date(2017, 1, 1), date(2026, 1, 1))),
    conventions=st.none() | st.integers(0, 9),
    multi_year_conventions=st.none() | st.integers(0, 9),
)


def gives(**amounts: str) -> dict[str, Decimal]:
    return {funder: Decimal(amount) for funder, amount in amounts.items()}


def found(facts: Facts, key: str, on: date = TODAY) -> list[Duty]:
    return [duty for duty in duties_for(facts, on) if duty.rule.key == key]


def applies(facts: Facts, key: str, on: date = TODAY) -> bool:
    return bool(found(facts, key, on))


def test_a_convention_is_due_above_the_threshold_and_by_funder() -> None:
    assert not applies(Facts(gives(town="23000")), "convention")
    (duty,) = found(Facts(gives(town="23000.01", state="15000")), "convention")
    assert (duty.funder, duty.amount, duty.blocking) == ("town", Decimal("23000.01"), True)
    assert not applies(Facts(gives(town="20000", state="20000")), "convention")


def test_a_signed_convention_is_no_longer_due_but_still_has_its_content() -> None:
    facts = Facts(gives(town="30000"), signed_on={"town": TODAY})
    assert not applies(facts, "convention")
    assert applies(facts, "convention_content")


def test_no_convention_for_public_bodies_nor_social_housing() -> None:
    large = gives(town="90000")
    assert not applies(Facts(large, holder=HolderKind.PUBLIC), "convention")
    assert not applies(Facts(large, social_housing=True), "convention")
    assert applies(Facts(large, holder=HolderKind.COMPANY), "convention")


def test_since_2021_the_convention_says_what_becomes_of_what_is_left() -> None:
    facts = Facts(gives(town="30000"))
    (before,) = found(facts, "convention_content", date(2021, 7, 2))
    (after,) = found(facts, "convention_content", date(2021, 7, 3))
    assert "gardée" not in before.rule.sentence
    assert "gardée" in after.rule.sentence


def test_essential_data_within_three_months_of_signature() -> None:
    facts = Facts(gives(town="30000"), signed_on={"town": date(2025, 11, 30)})
    (duty,) = found(facts, "essential_data")
    assert duty.due == date(2026, 2, 28)
    assert duty.late(TODAY) and not duty.late(date(2026, 2, 28))
    early = Facts(gives(town="30000"), signed_on={"town": date(2017, 7, 31)})
    assert not applies(early, "essential_data")
    small = Facts(gives(town="30000"), small_funders=frozenset({"town"}))
    assert not applies(small, "essential_data")
    (unsigned,) = found(Facts(gives(town="30000")), "essential_data")
    assert unsigned.unknown and unsigned.due is None


def test_accounts_count_all_public_bodies_together() -> None:
    edge = Facts(gives(town="100000"), other_public=Decimal(53000))
    for key in ("accounts_audited", "accounts_published"):
        assert not applies(edge, key)
        (duty,) = found(Facts(gives(town="100000"), other_public=Decimal("53000.01")), key)
        assert duty.amount == Decimal("153000.01")
        company = Facts(gives(town="200000"), holder=HolderKind.COMPANY)
        assert not applies(company, key)


@pytest.mark.parametrize(
    ("signed", "on", "due"),
    [
        (None, date(2022, 1, 1), False),
        (None, date(2022, 1, 2), True),
        (False, TODAY, True),
        (True, TODAY, False),
    ],
)
def test_the_republican_contract(signed: bool | None, on: date, due: bool) -> None:
    facts = Facts(gives(town="500"), signed_republican_contract=signed)
    assert applies(facts, "republican_contract", on) is due
    company = Facts(gives(town="500"), holder=HolderKind.COMPANY)
    assert not applies(company, "republican_contract", on)
    assert not applies(Facts(), "republican_contract", on)


@pytest.mark.parametrize(
    ("aid", "on", "due"),
    [
        ("150000", date(2023, 12, 31), False),
        ("150000.01", date(2023, 12, 31), True),
        ("150000.01", date(2024, 1, 1), False),
        ("250000", TODAY, False),
        ("250000.01", TODAY, True),
    ],
)
def test_de_minimis_over_three_years(aid: str, on: date, due: bool) -> None:
    facts = Facts(gives(town="50000"), economic_activity=True, aid_three_years=Decimal(aid))
    duties = found(facts, "de_minimis", on)
    assert bool(duties) is due
    assert not any(duty.unknown for duty in duties)
    quiet = Facts(gives(town="50000"), economic_activity=False, aid_three_years=Decimal(aid))
    assert not applies(quiet, "de_minimis", on)


def test_a_public_service_has_its_own_ceiling() -> None:
    facts = Facts(
        gives(town="50000"),
        economic_activity=True,
        public_service=True,
        aid_three_years=Decimal("700000.01"),
    )
    assert not applies(facts, "de_minimis")
    assert applies(facts, "de_minimis_sgei")


def test_unknown_aid_is_a_question_and_not_a_zero() -> None:
    (duty,) = found(Facts(gives(town="50000"), economic_activity=True), "de_minimis")
    assert duty.unknown and duty.amount is None
    assert not applies(Facts(gives(town="50000")), "de_minimis")
    (sure,) = found(Facts(gives(town="300000.01")), "de_minimis")
    assert not sure.unknown


def test_the_register_since_2026() -> None:
    facts = Facts(gives(town="5"), economic_activity=True)
    assert not applies(facts, "de_minimis_register", date(2025, 12, 31))
    assert applies(facts, "de_minimis_register", date(2026, 1, 1))


def test_payment_within_sixty_days_unless_other_dates_are_set() -> None:
    facts = Facts(gives(town="500"), notified_on={"town": date(2026, 1, 15)})
    (duty,) = found(facts, "payment")
    assert duty.due == date(2026, 3, 16)
    set_otherwise = Facts(
        facts.amounts, notified_on=facts.notified_on, other_payment_dates=frozenset({"town"})
    )
    assert not applies(set_otherwise, "payment")
    earlier = Facts(gives(town="500"), notified_on={"town": date(2021, 7, 2)})
    assert not applies(earlier, "payment")


def test_the_report_within_six_months_of_the_year_end() -> None:
    (duty,) = found(Facts(gives(town="500"), year_end=date(2025, 12, 31)), "financial_report")
    assert duty.due == date(2026, 6, 30)
    assert not applies(Facts(gives(town="500"), earmarked=False), "financial_report")
    (unknown,) = found(Facts(gives(town="500")), "financial_report")
    assert unknown.unknown and unknown.due is None


def test_the_last_report_before_asking_again() -> None:
    again = {"amounts": gives(town="500"), "renewal": True}
    assert not applies(Facts(**again, last_report_given=True), "report_before_renewal")
    (missing,) = found(Facts(**again, last_report_given=False), "report_before_renewal")
    (unknown,) = found(Facts(**again), "report_before_renewal")
    assert (missing.unknown, unknown.unknown) == (False, True)
    assert not applies(Facts(gives(town="500")), "report_before_renewal")


def test_aid_is_declared_or_asked_for() -> None:
    assert applies(Facts(gives(town="5")), "aid_declaration")
    assert not applies(Facts(gives(town="5"), aid_declared=True), "aid_declaration")
    assert not applies(Facts(gives(town="5"), aid_three_years=Decimal(0)), "aid_declaration")


@pytest.mark.parametrize(
    ("multi_year", "all_", "due"),
    [(4, 9, True), (5, 9, False), (5, 10, False), (0, 0, False), (None, 9, False)],
)
def test_half_of_the_conventions_are_multi_year(
    multi_year: int | None, all_: int, due: bool
) -> None:
    facts = Facts(conventions=all_, multi_year_conventions=multi_year)
    assert applies(facts, "multi_year_target") is due
    assert not applies(facts, "multi_year_target", date(2023, 8, 30))


def test_only_the_stages_asked_for() -> None:
    facts = Facts(gives(town="30000"))
    stages = {duty.rule.stage for duty in duties_for(facts, TODAY, [Stage.CONVENTION])}
    assert stages == {Stage.CONVENTION}
    assert duties_for(Facts(), TODAY) == []


def test_months_end_on_the_last_day() -> None:
    assert add_months(date(2025, 8, 31), 6) == date(2026, 2, 28)
    assert add_months(date(2023, 8, 31), 6) == date(2024, 2, 29)
    assert add_months(date(2025, 12, 1), 1) == date(2026, 1, 1)


@given(some_facts, st.dates(date(1999, 1, 1), date(2040, 1, 1)))
def test_any_case_on_any_day_has_an_answer(facts: Facts, on: date) -> None:
    for duty in duties_for(facts, on):
        assert duty.rule.in_force(on)
        assert not (duty.unknown and duty.due)
        if duty.funder:
            assert facts.amounts[duty.funder] > 0
