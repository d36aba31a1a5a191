from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faire_ensemble.apps.observatory.models import ValueStatus
from faire_ensemble.apps.observatory.services.cells import BadCell, read_cell, under_reserve


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("11 666", "11666"),
        ("1\u202f428\u202f400", "1428400"),
        ("5\u00a0019\u00a0573,5", "5019573.5"),
        ("-9,4", "-9.4"),
        (" 0 ", "0"),
        ("56.3", "56.3"),
        ("-16,600001", "-16.600001"),
    ],
)
def test_numbers_as_french_tables_write_them(text, value):
    cell = read_cell(text)
    assert cell.value == Decimal(value)
    assert cell.status == ValueStatus.PUBLISHED


@given(
    number=st.decimals(-(10**11), 10**11, places=3),
    space=st.sampled_from(["", " ", "\u00a0", "\u202f"]),
    comma=st.sampled_from([",", "."]),
)
def test_a_number_written_the_french_way_is_read_back(number, space, comma):
    text = f"{number:,.3f}".replace(".", comma if comma == "." else ";").replace(",", space)
    assert read_cell(text.replace(";", ",")).value == number


@given(st.text())
def test_any_text_is_read_or_refused(text):
    try:
        cell = read_cell(text)
    except BadCell:
        return
    assert (cell.value is None) == (cell.status != ValueStatus.PUBLISHED)


@pytest.mark.parametrize("text", ["", "  ", "\u00a0"])
def test_nothing_is_missing_never_zero(text):
    assert read_cell(text).value is None
    assert read_cell(text).status == ValueStatus.MISSING


def test_stated_absences_keep_their_reason():
    assert read_cell("s").status == ValueStatus.SUPPRESSED
    assert read_cell("ND").status == ValueStatus.MISSING
    assert "non disponible" in read_cell("ND").note


@pytest.mark.parametrize(
    "text", ["12 €", "NaN", "Infinity", "1e5", "12 34", "1,2,3", "--4", "environ 3", "٣"]
)
def test_the_rest_is_refused(text):
    with pytest.raises(BadCell, match="pas un nombre"):
        read_cell(text)


def test_more_decimals_than_can_be_kept_are_refused_rather_than_rounded():
    with pytest.raises(BadCell, match="six décimales"):
        read_cell("1,12345678")


@pytest.mark.parametrize(
    ("text", "reserve", "status"),
    [
        ("3", "0", ValueStatus.PUBLISHED),
        ("3", "", ValueStatus.PUBLISHED),
        ("3", "1", ValueStatus.FLAGGED),
        ("", "5", ValueStatus.MISSING),
        ("s", "5", ValueStatus.SUPPRESSED),
    ],
)
def test_a_reserve_of_the_source_is_repeated_not_interpreted(text, reserve, status):
    cell = under_reserve(read_cell(text), "NOTE_CNAF", reserve)
    assert cell.status == status
    assert (f"NOTE_CNAF = {reserve}" in cell.note) == (reserve not in ("", "0"))
