"""CSV, in pieces of some hundred rows."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.timezone import localtime

from faire_ensemble.kit.tabular.writers.cells import NO, YES, Cell, Column, Row, defused

BATCH = 200  # rows in a piece
BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are cut and numbers written; `bom` tells Excel that the file is UTF-8."""

    delimiter: str
    decimal_mark: str
    bom: bool


# "open" is what open data schemas ask; "excel" is what Excel opens rightly in French, where
# 12.5 would be read as the 12th of May.
DIALECTS = {"open": Dialect(",", ".", False), "excel": Dialect(";", ",", True)}


def csv_rows(
    columns: Iterable[Column], rows: Iterable[Row], dialect: Dialect = DIALECTS["open"]
) -> Iterator[str]:
    """The table as text, some hundred rows a piece; lines end with CR LF (RFC 4180)."""
    held = io.StringIO()
    writer = csv.writer(held, delimiter=dialect.delimiter)
    if dialect.bom:
        held.write(BOM)
    writer.writerow([defused(column.title) for column in columns])
    count = 0
    for count, row in enumerate(rows, 1):
        writer.writerow([_text(cell, dialect) for cell in row])
        if count % BATCH == 0:
            yield held.getvalue()
            held.seek(0)
            held.truncate()
    if held.tell():
        yield held.getvalue()


def _text(cell: Cell, dialect: Dialect) -> str:
    """Numbers without grouping, days as 2016-07-15, times on the clock of the site."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return defused(cell)
    if isinstance(cell, bool):
        return YES if cell else NO
    if isinstance(cell, Decimal):
        return format(cell, "f").replace(".", dialect.decimal_mark)
    if isinstance(cell, datetime):
        local = localtime(cell) if cell.tzinfo else cell
        return local.replace(tzinfo=None).isoformat(" ", "seconds")
    return str(cell)
