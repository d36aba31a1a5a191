"""Tables as published: CSV in any usual dress, Excel workbooks.

A reader names what it had to do (re-encoding) and refuses a file that is not a table with one
French sentence. Rows keep their line number so that a refusal can say where.
"""

import csv
import warnings
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

MAX_BYTES = 512 * 1024 * 1024
PROBE = 1 << 16
UTF8, CP1252 = "utf-8-sig", "cp1252"


class Unreadable(Exception):
    """The file cannot be read as what it should be; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its number in the file (from 1) and its cells as text."""

    line: int
    cells: list[str]


@dataclass(slots=True)
class Table:
    """A header and an iterator of rows, read once, lazily."""

    path: Path
    header: list[str]
    rows: Iterator[Row]
    encoding: str = ""
    delimiter: str = ""
    remarks: list[str] = field(default_factory=list)

    def column(self, *names: str) -> int | None:
        """Index of the first header that equals one of the names, spaces and case aside."""
        folded = [title.strip().casefold() for title in self.header]
        for name in names:
            if name.casefold() in folded:
                return folded.index(name.casefold())
        return None


def check_file(path: Path) -> None:
    """Refuse what is absent, empty or too large, before anything is read."""
    if not path.is_file():
        raise Unreadable(f"{path} : fichier introuvable. Vérifiez le chemin.")
    size = path.stat().st_size
    if size == 0:
        raise Unreadable(f"{path.name} : le fichier est vide. Téléchargez-le à nouveau.")
    if size > MAX_BYTES:
        raise Unreadable(
            f"{path.name} : {size / 1e9:.1f} Go, c'est plus que la limite de "
            f"{MAX_BYTES // 1024**2} Mo. Découpez le fichier."
        )


def check_folder(path: Path) -> None:
    """Refuse what is absent or not a folder, and each file in it that `check_file` refuses."""
    if path.is_file():
        raise Unreadable(f"{path.name} : il faut le dossier de l'export, pas un de ses fichiers.")
    if not path.is_dir():
        raise Unreadable(f"{path} : dossier introuvable. Vérifiez le chemin.")
    for each in sorted(path.glob("*.csv")):
        check_file(each)


def read_table(path: Path, delimiters: str = ";,\t") -> Table:
    """Open a CSV file or an Excel workbook (first sheet) as a table."""
    check_file(path)
    with path.open("rb") as file:
        head = file.read(4)
    if head == b"PK\x03\x04":
        return _read_workbook(path)
    return _read_csv(path, delimiters)


def _read_csv(path: Path, delimiters: str) -> Table:
    encoding = detect_encoding(path)
    remarks = []
    if encoding == CP1252:
        remarks.append("texte en Windows-1252 : ré-encodé en UTF-8")
    remarks += damage(path, encoding)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        first = next((line for line in file if line.strip()), "")
    counts = {delimiter: first.count(delimiter) for delimiter in delimiters}
    delimiter = max(counts, key=lambda key: counts[key])
    if not counts[delimiter]:
        raise Unreadable(
            f"{path.name} : aucune colonne reconnue dans la première ligne. "
            "Il faut un fichier CSV avec une ligne d'en-têtes."
        )
    rows = _csv_rows(path, encoding, delimiter)
    header = [cell.strip() for cell in next(rows).cells]
    while header and not header[-1]:
        header.pop()
    return Table(path, header, rows, encoding, delimiter, remarks)


def _csv_rows(path: Path, encoding: str, delimiter: str) -> Iterator[Row]:
    """Lines that are not blank; a record over several lines bears its first line's number."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        line = 1
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise Unreadable(
                    f"{path.name}, ligne {reader.line_num} : CSV illisible ({error})."
                ) from error
            if any(cells):
                yield Row(line, cells)
            line = reader.line_num + 1


def detect_encoding(path: Path) -> str:
    """UTF-8 when the whole file is or says so by its mark (BOM), else Windows-1252.

    A marked file stays UTF-8 even damaged: a download cut inside a character must not pass for
    Windows-1252 from end to end. Binary content is refused. Readers show a byte that means
    nothing as U+FFFD and say so (`damage`): the cell, not the file, is refused as a number.
    """
    encoding = UTF8
    tail = b""
    with path.open("rb") as file:
        marked = file.read(3) == BOM_UTF8
        file.seek(0)
        while chunk := file.read(PROBE):
            if b"\x00" in chunk:
                raise Unreadable(
                    f"{path.name} : ce n'est pas un fichier texte. "
                    "Il faut un CSV (ou un classeur .xlsx)."
                )
            if encoding == UTF8:
                try:
                    (tail + chunk).decode("utf-8")
                    tail = b""
                except UnicodeDecodeError as error:
                    rest = (tail + chunk)[error.start :]
                    tail = rest
                    if error.reason != "unexpected end of data" or len(rest) > 3:
                        encoding = CP1252
    return UTF8 if marked else CP1252 if tail else encoding


def damage(path: Path, encoding: str) -> list[str]:
    """What to say when some bytes mean nothing in this encoding; nothing when all do."""
    with path.open(encoding=encoding) as file:
        try:
            while file.read(PROBE):
                pass
        except UnicodeDecodeError:
            return ["octets illisibles, remplacés par « \ufffd » : fichier abîmé ou incomplet"]
    return []


def _read_workbook(path: Path) -> Table:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError) as error:
        raise Unreadable(
            f"{path.name} : classeur illisible ou tronqué. Ouvrez-le puis enregistrez-le en .xlsx."
        ) from error
    sheet = book.worksheets[0]

    def rows() -> Iterator[Row]:
        for number, cells in enumerate(_quiet(sheet.iter_rows(values_only=True)), start=1):
            if any(cell is not None for cell in cells):
                yield Row(number, [_cell_text(cell) for cell in cells])
        book.close()

    lines = rows()
    first = next(lines, None)
    if first is None:
        raise Unreadable(f"{path.name} : la première feuille est vide.")
    return Table(path, [cell.strip() for cell in first.cells], lines, "xlsx", "", [])


def _quiet(rows: Iterator[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
    """openpyxl warns about extensions (drop-down lists) that hold no data."""
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            cells = next(rows, None)
        if cells is None:
            return
        yield cells


def _cell_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
