"""An amount is read as typed, or refused with what it takes to type it right."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.core.budget.amount_cases import AMOUNTS

from faire_ensemble.core.budget import (
    LARGEST,
    AmountRefused,
    Fault,
    FaultCode,
    format_amount,
    parse_amount,
)

amounts = st.decimals(0, LARGEST, places=2)


def refusal(text: str) -> Fault:
    with pytest.raises(AmountRefused) as refused:
        parse_amount(text)
    return refused.value.fault


@pytest.mark.parametrize(("text", "expected"), AMOUNTS)
def test_what_people_type(text: str, expected: int | str) -> None:
    if isinstance(expected, int):
        value = parse_amount(text)
        assert value * 100 == expected
        assert value.as_tuple().exponent == -2
    else:
        assert refusal(text).code == expected


@given(amounts)
@example(LARGEST)
@example(Decimal("1234.00"))
def test_what_is_written_back_reads_the_same(value: Decimal) -> None:
    assert parse_amount(format_amount(value)) == value


@given(
    amounts,
    st.sampled_from([" ", "\u202f", "\u00a0", "'", "", "."]),
    st.sampled_from(["", " €", "€", " euros", " EUR"]),
)
def test_every_french_way_of_writing_reads_the_same(
    value: Decimal, group: str, currency: str
) -> None:
    text = f"{value:,.2f}".replace(",", group if group != "." else "_").replace(".", ",")
    assert parse_amount(text.replace("_", ".") + currency) == value


@given(amounts)
def test_the_english_way_reads_the_same(value: Decimal) -> None:
    assert parse_amount(f"€{value:,.2f}") == value


@given(st.text(max_size=40))
@example("9" * 5000)
@example("0," + "0" * 5000)
@example("1" + "0" * 5000 + "k")
def test_any_text_is_an_amount_in_bounds_or_a_refusal(text: str) -> None:
    try:
        value = parse_amount(text)
    except AmountRefused as refused:
        assert len(str(refused.fault.params.get("text", ""))) <= 61
    else:
        assert 0 <= value <= LARGEST


@given(st.text("0123456789 .,", max_size=14))
def test_a_figure_keeps_all_its_digits(text: str) -> None:
    try:
        value = parse_amount(text)
    except AmountRefused:
        return
    digits = "".join(char for char in text if char.isdigit())
    assert int(digits) * 10 ** (2 - _decimals(text)) == value * 100


def _decimals(text: str) -> int:
    tail = text.strip().replace(",", ".").rpartition(".")[2]
    separators = [char for char in text if char in ".,"]
    if not separators or len(tail) > 2:
        return 0
    return len(tail)


def test_an_ambiguous_amount_gives_both_readings() -> None:
    params = refusal("1.234").params
    assert (params["thousands"], params["decimals"]) == (1234, Decimal("1.23"))


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("cinq mille euros", 5000),
        ("Cinq mille €", 5000),
        ("mille deux cents", 1200),
        ("deux cent quatre-vingt-dix-sept euros", 297),
        ("cent quatre-vingts mille", 180_000),
        ("vingt et un", 21),
        ("soixante et onze", 71),
        ("septante-deux", 72),
        ("UN MILLION DEUX CENT MILLE EUROS", 1_200_000),
        ("12k", 12_000),
        ("1,5 k€", 1_500),
        ("3 millions", 3_000_000),
    ],
)
def test_a_figure_is_suggested_when_the_words_say_one(text: str, figure: int) -> None:
    assert refusal(text).params["suggestion"] == figure


@pytest.mark.parametrize(
    "text",
    [
        "dix cinq",
        "à voir",
        "mille mille",
        "euros",
        "beaucoup",
        "mille millions",
        "deux vingt",
        "é" * 500,
    ],
)
def test_no_figure_is_made_up(text: str) -> None:
    fault = refusal(text)
    assert fault.code is FaultCode.NOT_AN_AMOUNT
    assert "suggestion" not in fault.params
