"""Numbers that can exist, and which check the others fail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faire_ensemble.core.identifiers import (
    NumberFault,
    NumberRefused,
    luhn,
    read_rna,
    read_siren,
    read_siret,
    valid_rna,
    valid_siren,
    valid_siret,
)

ROUBAIX = "21590512600015"
ESTABLISHMENT = "41921355800028"
POST_OFFICE = "35600000049837"


def key_for(digits: str) -> str:
    """The digits with the key that makes them right."""
    return next(digits + key for key in "0123456789" if luhn(digits + key))


sirens = st.integers(1, 10**8 - 1).map(lambda n: key_for(f"{n:08}"))


@st.composite
def sirets(draw: st.DrawFn) -> str:
    return key_for(draw(sirens) + f"{draw(st.integers(1, 9999)):04}")


def test_la_poste_alone_escapes_luhn() -> None:
    assert not luhn(POST_OFFICE) and valid_siret(POST_OFFICE)
    assert not luhn("21590512600005") and not valid_siret("21590512600005")
    assert not valid_siret("35600000049838")


def test_zeros_are_nobody() -> None:
    assert luhn("000000000") and not valid_siren("000000000")
    assert not valid_siret("0" * 14)


@pytest.mark.parametrize("number", ["W332016789", "W9R1000123", "W2A0001234", "W2B0001234"])
def test_right_rna(number: str) -> None:
    assert valid_rna(number)


@pytest.mark.parametrize(
    "text",
    [
        ESTABLISHMENT,
        "419 213 558 00028",
        "419.213.558.00028",
        "419\u202f213\u00a0558-00028",
        "'41921355800028",
        "SIRET : 419 213 558 00028",
        "Siret n° 41921355800028",
    ],
)
def test_a_siret_is_cleaned(text: str) -> None:
    assert read_siret(text) == ESTABLISHMENT


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", NumberFault.EMPTY),
        (" \u202f ", NumberFault.EMPTY),
        ("4.19E+13", NumberFault.ROUNDED),
        ("419213558", NumberFault.OTHER_NUMBER),
        ("W332016789", NumberFault.OTHER_NUMBER),
        ("4192135580002", NumberFault.LENGTH),
        ("419213558000280", NumberFault.LENGTH),
        ("4192135580002O", NumberFault.NOT_DIGITS),
        ("٤١٩٢١٣٥٥٨٠٠٠٢٨", NumberFault.NOT_DIGITS),
        ("à demander", NumberFault.NOT_DIGITS),
        ("41921355800000", NumberFault.NO_ESTABLISHMENT),
        ("41921355800029", NumberFault.KEY),
        ("41921355700028", NumberFault.SIREN_KEY),
    ],
)
def test_a_wrong_siret_says_which_check_it_failed(text: str, fault: NumberFault) -> None:
    with pytest.raises(NumberRefused) as refused:
        read_siret(text)
    assert refused.value.fault is fault


@given(sirets(), st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(siret: str, place: int, shift: int) -> None:
    assert read_siret(siret) == siret
    wrong = (int(siret[place]) + shift) % 10
    with pytest.raises(NumberRefused) as refused:
        read_siret(siret[:place] + str(wrong) + siret[place + 1 :])
    expected = NumberFault.SIREN_KEY if place < 9 else NumberFault.KEY
    assert refused.value.fault in (expected, NumberFault.NO_ESTABLISHMENT)


@given(sirens)
def test_a_siren_is_read_and_known_where_a_siret_is_asked(siren: str) -> None:
    assert read_siren(f" {siren[:3]} {siren[3:6]} {siren[6:]}") == siren
    with pytest.raises(NumberRefused) as refused:
        read_siret(siren)
    assert refused.value.given == "siren"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("W33201678", NumberFault.SHAPE),
        ("332016789", NumberFault.SHAPE),
        ("W33201678O", NumberFault.SHAPE),
        ("", NumberFault.EMPTY),
        (ESTABLISHMENT, NumberFault.OTHER_NUMBER),
    ],
)
def test_a_wrong_rna(text: str, fault: NumberFault) -> None:
    with pytest.raises(NumberRefused) as refused:
        read_rna(text)
    assert refused.value.fault is fault


def test_rna_is_cleaned() -> None:
    assert read_rna("w 332 016 789") == "W332016789"
    assert read_rna("RNA : W9R1000123") == "W9R1000123"


@given(st.text(max_size=20))
def test_any_text_is_a_right_number_or_a_refusal(text: str) -> None:
    for read, right in (
        (read_siret, valid_siret),
        (read_siren, valid_siren),
        (read_rna, valid_rna),
    ):
        try:
            assert right(read(text))
        except NumberRefused as refused:
            assert refused.fault in NumberFault
