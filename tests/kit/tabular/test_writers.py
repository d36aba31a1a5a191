"""Exports: typed, safe for spreadsheets, streamed in little memory."""

import csv
import io
import os
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from faire_ensemble.kit.tabular.writers import (
    DIALECTS,
    Column,
    Form,
    csv_rows,
    streaming_response,
    xlsx_stream,
)
from faire_ensemble.kit.tabular.writers.as_xlsx import LOOKS_ESCAPED, NOT_XML, _letters
from faire_ensemble.kit.tabular.writers.cells import PLAIN_NUMBER, defused

ROOT = Path(__file__).parents[3]
SETTINGS = "faire_ensemble.config.settings"
COLUMNS = (Column("Porteur", width=40), Column("Montant", euros=True), Column("Décidé le"))


def read_csv(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def book(columns, rows):
    content = b"".join(xlsx_stream(columns, rows))
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("=2+2", "'=2+2"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ("＝1+1", "'＝1+1"),
        ("- une liste", "'- une liste"),
        ("-12,50", "-12,50"),
        ("+33612345678", "+33612345678"),
        ("Fête;=HYPERLINK(1)", "Fête;'=HYPERLINK(1)"),
        ("Fête; =1", "Fête; '=1"),
        ("Objet\n- un\n- deux", "Objet\n- un\n- deux"),
        ("Objet\n-2+3", "Objet\n'-2+3"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_one_rule_against_formulas(text, kept):
    assert defused(text) == kept


@given(st.text(alphabet=st.sampled_from("=+-@\t\r\n;, '\"a1A|!()"), max_size=30))
def test_no_cell_opens_a_formula_however_the_file_is_cut(text):
    line = "".join(csv_rows([Column("x")], [[text]]))
    for delimiter in ",;\t":
        for cell in (cell for row in read_csv(line, delimiter) for cell in row):
            start = cell.lstrip(" ")
            harmless = PLAIN_NUMBER.fullmatch(cell) or start.startswith("- ") or start == "-"
            assert start[:1] not in tuple("=+-@") or harmless


def test_csv_for_machines():
    rows = [["Été", Decimal("-12.50"), date(2016, 7, 15)], [None, 0, True]]
    text = "".join(csv_rows(COLUMNS, rows))
    assert text == ("Porteur,Montant,Décidé le\r\nÉté,-12.50,2016-07-15\r\n,0,oui\r\n")


def test_csv_for_excel_in_french():
    rows = [["Été; automne", Decimal("1E+3"), datetime(2016, 7, 15, 10, 5, tzinfo=UTC)]]
    text = "".join(csv_rows(COLUMNS, rows, DIALECTS["excel"]))
    assert text == (
        '\ufeffPorteur;Montant;Décidé le\r\n"Été; automne";1000;2016-07-15 12:05:00\r\n'
    )
    assert "".join(csv_rows(COLUMNS, [["a", Decimal("12.5"), None]], DIALECTS["excel"])).endswith(
        "a;12,5;\r\n"
    )


def test_xlsx_is_typed_and_easy_to_read():
    rows = [["=2+2", Decimal("-12.50"), date(2016, 7, 15)], ["'", 3, None]]
    made = book(COLUMNS, rows)
    sheet = made.active
    first = sheet[2]
    assert (first[0].value, first[0].data_type) == ("=2+2", "s")
    assert (first[1].value, first[1].number_format) == (-12.5, '#,##0.00\\ "€"')
    assert first[2].value == datetime(2016, 7, 15) and first[2].is_date  # noqa: DTZ001
    assert sheet["A1"].font.bold and not sheet["A2"].font.bold
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == "A1:C3"
    assert sheet.column_dimensions["A"].width == 40


def test_what_a_spreadsheet_cannot_hold_becomes_text():
    rows = [[12345678901234567890, Decimal("NaN"), date(1789, 7, 14)]]
    values = [cell.value for cell in book(COLUMNS, rows).active[2]]
    assert values == ["12345678901234567890", "NaN", "1789-07-14"]


def test_a_text_too_long_for_a_cell_says_that_it_is_cut():
    value = book(COLUMNS, [["é" * 40_000, None, None]]).active["A2"].value
    assert len(value) == 32_767 and value.endswith("é…")


def test_an_empty_table_opens():
    assert [cell.value for cell in book(COLUMNS, []).active[1]] == [
        "Porteur",
        "Montant",
        "Décidé le",
    ]


def test_a_row_of_the_wrong_length_is_not_written():
    with pytest.raises(ValueError, match="zip"):
        b"".join(xlsx_stream(COLUMNS, [["a", 1]]))


def test_the_same_table_gives_the_same_bytes():
    rows = [["Été", Decimal("1.10"), date(2016, 1, 1)]]
    assert b"".join(xlsx_stream(COLUMNS, rows)) == b"".join(xlsx_stream(COLUMNS, rows))


@pytest.mark.parametrize(
    ("rank", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_names_of_columns(rank, name):
    assert _letters(rank) == name


TEXTS = st.text(max_size=60)
AMOUNTS = st.decimals(min_value=-(10**11), max_value=10**11, places=2)
DAYS = st.dates(min_value=date(1900, 3, 1), max_value=date(2200, 1, 1))
TIMES = st.datetimes(min_value=datetime(1901, 1, 1), max_value=datetime(2200, 1, 1))  # noqa: DTZ001
ROWS = st.lists(st.tuples(TEXTS, AMOUNTS, DAYS, st.integers(-(10**14), 10**14), TIMES), max_size=5)
WIDE = tuple(Column(name, euros=name == "b") for name in "abcde")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS)
def test_xlsx_comes_back_from_another_reader_as_it_was(rows):
    assume(not any(LOOKS_ESCAPED.search(text) for text, *_ in rows))
    sheet = book(WIDE, rows).active
    for rank, (text, amount, day, whole, time) in enumerate(rows, 2):
        read = [cell.value for cell in sheet[rank]]
        kept = NOT_XML.sub("", text.replace("\r\n", "\n")).replace("\r", "\n")
        assert (read[0] or "") == kept
        assert Decimal(str(read[1])).quantize(Decimal("0.01")) == amount
        assert read[2].date() == day
        assert read[3] == whole
        assert abs((read[4] - time.replace(microsecond=0)).total_seconds()) < 1


@given(ROWS)
def test_csv_comes_back_as_it_was_except_for_what_is_defused(rows):
    back = read_csv("".join(csv_rows(WIDE, rows)))[1:]
    assert len(back) == len(rows)
    for (text, amount, day, whole, _time), read in zip(rows, back, strict=True):
        assert read[0] == defused(text)
        assert Decimal(read[1]) == amount
        assert (date.fromisoformat(read[2]), int(read[3])) == (day, whole)


def test_answers_are_named_with_their_accents():
    for form, ending in ((Form.XLSX, "xlsx"), (Form.CSV, "csv"), (Form.EXCEL_CSV, "csv")):
        response = streaming_response(COLUMNS, [["a", 1, None]], "dossiers décidés", form)
        assert response["Content-Disposition"] == (
            f"attachment; filename*=utf-8''dossiers%20d%C3%A9cid%C3%A9s.{ending}"
        )
        assert response.streaming and b"".join(response)


def test_rows_are_read_while_they_are_sent():
    read = []

    def rows():
        for rank in range(5000):
            read.append(rank)
            yield [f"Porteur {rank} {rank * 7919}", Decimal(rank), date(2016, 1, 1)]

    for stream in (csv_rows(COLUMNS, rows()), xlsx_stream(COLUMNS, rows())):
        read.clear()
        next(stream)
        assert len(read) < 2500


MEASURE = """
import re, sys
from pathlib import Path
import django
django.setup()
from datetime import date
from decimal import Decimal
from faire_ensemble.kit.tabular.writers import Column, csv_rows, xlsx_stream
columns = [Column(f"c{n}", euros=n % 4 == 1) for n in range(40)]
def rows():
    for rank in range(20_000):
        yield [(f"Porteur n° {rank} & compagnie {n}", Decimal(rank) / 4, date(2016, 1, 1), n)[n % 4]
               for n in range(40)]
size = sum(len(piece) for piece in globals()[sys.argv[1]](columns, rows()))
# Not ru_maxrss, which counts what the parent held when it forked.
peak = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
print(size, peak[1])
"""


@pytest.mark.parametrize("writer", ["csv_rows", "xlsx_stream"])
def test_twenty_thousand_rows_of_forty_cells_stay_in_little_memory(writer):
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, writer],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": SETTINGS},
        capture_output=True,
        text=True,
        check=True,
    )
    size, kilobytes = map(int, done.stdout.split())
    assert size > 1_000_000
    assert kilobytes < 200 * 1024
