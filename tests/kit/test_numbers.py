from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from faire_ensemble.kit.numbers import euros, long_date, measure, number, percent, signed


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (20940, "20\u202f940"),
        (Decimal("56.3"), "56,3"),
        (-9274, "\u22129\u202f274"),
        (None, "—"),
        (Decimal("0.000"), "0"),
        (Decimal("1E+3"), "1\u202f000"),
    ],
)
def test_numbers_are_written_as_french_readers_write_them(value, text):
    with override("fr"):
        assert number(value) == text


def test_units_and_signs():
    with override("fr"):
        assert euros(Decimal("6090047.10"), 2) == "6\u202f090\u202f047,10\u00a0€"
        assert euros(6.1, None, "M") == "6,1\u00a0M€"
        assert measure(Decimal("6090047.10"), "euros") == "6\u202f090\u202f047,10\u00a0€"
        assert measure(Decimal("11666.00"), "euros") == "11\u202f666\u00a0€"
        assert percent(Decimal("56.3")) == "56,3\u00a0%"
        assert signed(3) == "+3"
        assert signed(0) == "0"
        assert measure(Decimal("-15"), "percent", sign=True) == "\u221215\u00a0points"
        assert measure(Decimal("-1.9"), "percent", sign=True) == "\u22121,9\u00a0point"


def test_english_keeps_its_marks():
    with override("en"):
        assert number(Decimal("20940.5")) == "20,940.5"
        assert percent(Decimal("56.3")) == "56.3%"
        assert euros(-9274) == "\u2212€9,274"
        assert euros(6.1, None, "M") == "€6.1M"
        assert euros(None) == "—"
        assert measure(124, "euros", sign=True) == "+€124"
        assert measure(Decimal("1.8"), "percent", sign=True) == "+1.8\u00a0points"
        assert measure(-1, "percent", sign=True) == "\u22121\u00a0point"
        assert long_date(date(2015, 1, 1)) == "1 January 2015"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2015, 1, 1), "1er janvier 2015"),
        (date(2015, 7, 15), "15 juillet 2015"),
        (date(2015, 7, 11), "11 juillet 2015"),
        (None, "—"),
    ],
)
def test_the_first_of_a_month_is_written_as_in_french(day, text):
    with override("fr"):
        assert long_date(day) == text


def test_euros_without_a_number_of_decimals_write_both_cents_or_none():
    assert euros(Decimal("800.50"), None) == "800,50\u00a0€"
    assert euros(Decimal("800.00"), None) == "800\u00a0€"
    assert euros(Decimal("6.1"), None, "M") == "6,1\u00a0M€"
