"""XLSX written while it is sent: nothing on disk, the first bytes at once, constant memory.

Libraries that write workbooks finish the file before its first byte can leave. A workbook is a
ZIP of small XML parts and one large one (ECMA-376): that one is written row after row into the
archive, which needs no way back thanks to ZIP data descriptors.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from django.utils.timezone import localtime

from faire_ensemble.kit.tabular.writers.cells import NO, YES, Cell, Column, Row

BATCH = 200  # rows in a piece
MAX_ROWS = 1_048_576  # of a sheet, header included
MAX_TEXT = 32_767  # characters of a cell
DIGITS = 15  # what a number of a spreadsheet holds exactly
EPOCH = date(1899, 12, 30)
FIRST_DAY = date(1900, 3, 1)  # spreadsheets disagree on the days before
SHEET = "Tableau"
TITLE, EUROS, DAY, TIME = 1, 2, 3, 4  # places in <cellXfs>
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x0041_ as « A »

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/>'
    "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    f'<sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
    # 14 and 22 are the short day and time of the reader's own language.
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0.00\\ &quot;€&quot;"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    "<borders><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    + "".join(
        f'<xf numFmtId="{each}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for each in (164, 14, 22)
    )
    + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
    "</cellStyles></styleSheet>",
}


class _Outlet(io.RawIOBase):
    """Where the archive writes, and from where what is written is taken away."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._held += piece
        return len(piece)

    def take(self) -> bytes:
        taken = bytes(self._held)
        self._held.clear()
        return taken


def xlsx_stream(columns: Iterable[Column], rows: Iterable[Row]) -> Iterator[bytes]:
    """One sheet: bold header that stays in sight, a filter on each column, typed cells.

    Raises `ValueError` past the million rows that a sheet can hold.
    """
    headings, outlet = tuple(columns), _Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in PARTS.items():
            archive.writestr(_entry(name), HEAD + content)
        with archive.open(_entry("xl/worksheets/sheet1.xml"), "w") as sheet:
            for piece in _sheet(headings, rows):
                sheet.write(piece.encode())
                if taken := outlet.take():
                    yield taken
    yield outlet.take()


def _entry(name: str) -> zipfile.ZipInfo:
    """Without the time of day: the same table gives the same bytes."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _sheet(columns: tuple[Column, ...], rows: Iterable[Row]) -> Iterator[str]:
    widths = "".join(
        f'<col min="{rank}" max="{rank}" width="{column.width}" customWidth="1"/>'
        for rank, column in enumerate(columns, 1)
    )
    letters = [_letters(rank) for rank in range(len(columns))]
    styles = [EUROS if column.euros else 0 for column in columns]
    yield (
        f'{HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{widths}</cols><sheetData>"
        + _row(1, letters, [TITLE] * len(columns), [column.title for column in columns])
    )
    last, held = 1, []
    for last, row in enumerate(rows, 2):
        if last > MAX_ROWS:
            raise ValueError(f"a sheet holds {MAX_ROWS} rows")
        held.append(_row(last, letters, styles, row))
        if len(held) == BATCH:
            yield "".join(held)
            held.clear()
    yield "".join(held) + f'</sheetData><autoFilter ref="A1:{letters[-1]}{last}"/></worksheet>'


def _row(rank: int, letters: list[str], styles: list[int], row: Row) -> str:
    cells = "".join(
        _cell(f"{letter}{rank}", style, cell)
        for letter, style, cell in zip(letters, styles, row, strict=True)
    )
    return f'<row r="{rank}">{cells}</row>'


def _cell(place: str, style: int, cell: Cell) -> str:
    """One `<c>`; an empty cell is left out. A text is an inline string: never a formula."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, bool):
        return _text(place, style, YES if cell else NO)
    if isinstance(cell, Decimal | int):
        return _number(place, style, cell)
    if isinstance(cell, datetime):
        local = (localtime(cell) if cell.tzinfo else cell).replace(tzinfo=None)
        if local.date() < FIRST_DAY:
            return _text(place, style, local.isoformat(" ", "seconds"))
        seconds = local.hour * 3600 + local.minute * 60 + local.second
        serial = f"{(local.date() - EPOCH).days + seconds / 86400:.9f}"
        return f'<c r="{place}" s="{TIME}"><v>{serial}</v></c>'
    if isinstance(cell, date):
        if cell < FIRST_DAY:
            return _text(place, style, cell.isoformat())
        return f'<c r="{place}" s="{DAY}"><v>{(cell - EPOCH).days}</v></c>'
    return _text(place, style, cell)


def _number(place: str, style: int, value: Decimal | int) -> str:
    """A number as long as a spreadsheet holds it exactly; beyond, and for NaN, a text."""
    exact = Decimal(value)
    if not exact.is_finite() or len(exact.normalize().as_tuple().digits) > DIGITS:
        return _text(place, style, str(value))
    return f'<c r="{place}" s="{style}"><v>{exact:f}</v></c>'


def _text(place: str, style: int, text: str) -> str:
    plain = LOOKS_ESCAPED.sub("_x005F_", NOT_XML.sub("", text.replace("\r\n", "\n")))
    shown = plain if len(plain) <= MAX_TEXT else plain[: MAX_TEXT - 1] + "…"
    return (
        f'<c r="{place}" s="{style}" t="inlineStr"><is>'
        f'<t xml:space="preserve">{escape(shown).replace(chr(13), chr(10))}</t></is></c>'
    )


def _letters(rank: int) -> str:
    """A, B … Z, AA: the name of the column at `rank`, from 0."""
    name, rest = "", rank + 1
    while rest:
        rest, place = divmod(rest - 1, 26)
        name = chr(65 + place) + name
    return name
