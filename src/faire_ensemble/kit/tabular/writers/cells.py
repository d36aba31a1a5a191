"""What a cell may hold, and the one rule against texts that a spreadsheet would run.

A text typed by anyone (a name, a purpose) may begin with « = » and read other cells, or a file,
when somebody opens the export. In XLSX a text is stored as a text and stays one. CSV has no types:
there such a text is preceded by « ' », unless it is a plain number (« -12,50 » stays itself).
Basis: OWASP, « CSV Injection ».
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

Cell = str | int | Decimal | date | datetime | bool | None
Row = Sequence[Cell]

YES, NO = "oui", "non"
PLAIN_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?", re.ASCII)
# Full-width marks count as their plain forms in some languages of spreadsheets.
OPENS_A_FORMULA = re.compile(r" *[=+\-@\t\r\n＝＋－＠]")
# A spreadsheet set to French cuts at « ; », and at line ends that no quote guards, even in a file
# cut by commas: what follows then begins a cell. « - » before a space is the dash of a list.
OPENS_AFTER_A_CUT = re.compile(r"(?<=[;\t\r\n])( *)(?=[=+@＝＋＠－]|-\S)")


@dataclass(frozen=True, slots=True)
class Column:
    """A heading; `euros` shows numbers as amounts; `width` in characters (XLSX)."""

    title: str
    euros: bool = False
    width: int = 16


def defused(text: str) -> str:
    """A text as CSV may hold it, never run by a spreadsheet."""
    if not text or PLAIN_NUMBER.fullmatch(text):
        return text
    guarded = OPENS_AFTER_A_CUT.sub(r"\1'", text)
    return "'" + guarded if OPENS_A_FORMULA.match(guarded) else guarded
