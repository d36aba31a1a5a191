"""A cell of a published table, read without guessing: a number, a reason for none, or a refusal."""

import re
from dataclasses import dataclass
from decimal import Decimal

from faire_ensemble.apps.observatory.models import ValueStatus

SPACES = " \u00a0\u202f\u2009"
REMOVED = {ord(space): None for space in SPACES}
NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,6})?")
GROUPED = re.compile(rf"-?[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+(?:[.,][0-9]+)?")
STATED = {
    "s": (ValueStatus.SUPPRESSED, "secret statistique"),
    "ns": (ValueStatus.MISSING, "non significatif"),
    "nd": (ValueStatus.MISSING, "non disponible"),
    "so": (ValueStatus.MISSING, "sans objet"),
}


class BadCell(ValueError):
    """The cell is neither a number nor a usual reason for its absence; the message says why."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value or the status that says why there is none; `note` repeats the source."""

    value: Decimal | None
    status: ValueStatus
    note: str = ""


MISSING = Cell(None, ValueStatus.MISSING)


def read_cell(text: str) -> Cell:
    """Decimal comma, thousands by a space (no-break or not); empty is missing, never zero.

    Raises BadCell.
    """
    text = text.strip()
    if not text:
        return MISSING
    plain = text.replace(",", ".")
    if not plain.isascii() or " " in plain:
        if not GROUPED.fullmatch(text):
            return _stated(text)
        plain = plain.translate(REMOVED)
    if not NUMBER.fullmatch(plain):
        return _stated(text)
    return Cell(Decimal(plain), ValueStatus.PUBLISHED)


def _stated(text: str) -> Cell:
    stated = STATED.get(text.lower())
    if stated is None:
        if re.fullmatch(r"-?[0-9]+[.,][0-9]{7,}", text):
            raise BadCell("plus de six décimales")
        raise BadCell("ce n'est pas un nombre")
    status, reason = stated
    return Cell(None, status, f"{reason} ({text})")


def under_reserve(cell: Cell, column: str, reserve: str) -> Cell:
    """The same cell when its `NOTE_…` column bears a reserve (anything but 0 or nothing).

    The files do not define their codes: the code is repeated, its meaning is not invented.
    """
    reserve = reserve.strip()
    if reserve in ("", "0"):
        return cell
    note = f"réserve de la source ({column} = {reserve})"
    if cell.note:
        note = f"{cell.note} ; {note}"
    status = ValueStatus.FLAGGED if cell.value is not None else cell.status
    return Cell(cell.value, status, note)
