"""Lines of a published table, fast: only the rows that are kept are split into cells.

INSEE's tables have about 1 400 rows and up to 1 024 mostly empty columns; a metropolis keeps
some thirty rows. A file in its usual dress (semicolons, no quote) is read line by line; any
other goes through the readers of the kit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from faire_ensemble.kit.tabular import Unreadable, read_table
from faire_ensemble.kit.tabular.readers import CP1252, check_file, damage, detect_encoding

PROBE = 1 << 16
WEB_PAGE = ("<!doctype", "<html", "<?xml", "<head")
AGAIN = "Téléchargez-le à nouveau."


@dataclass(slots=True)
class Line:
    """A row whose first cell alone has been read; `number` counts from 1, header included."""

    number: int
    key: str
    rest: str | Sequence[str]
    ended: bool = True

    def cells(self, count: int) -> Sequence[str]:
        """The first `count` cells after the key, fewer when the row is shorter."""
        if isinstance(self.rest, str):
            return self.rest.split(";", count)[:count]
        return self.rest[:count]

    @property
    def width(self) -> int:
        """How many cells the row has, key included."""
        if isinstance(self.rest, str):
            return self.rest.count(";") + 2
        return len(self.rest) + 1


@dataclass(slots=True)
class Lines:
    """Titles (spaces around them removed, empty ones at the end too) and rows, read once.

    `width` is the number of cells of the header row as it stands, empty ones included.
    """

    titles: list[str]
    width: int
    rows: Iterator[Line]
    remarks: list[str] = field(default_factory=list)


def check_whole(line: Line, lines: Lines, name: str) -> None:
    """Raise Unreadable on a last row cut short: a truncated file must change nothing."""
    if not line.ended and line.width < lines.width:
        raise Unreadable(
            f"{name}, ligne {line.number} : le fichier est coupé au milieu d'une ligne "
            f"(« {line.key.strip()} »). {AGAIN}"
        )


def read_lines(path: Path) -> Lines:
    """Open a table. Raises Unreadable for what is not one (web page, binary, empty…)."""
    check_file(path)
    if _is_workbook(path):
        return _slow(path)
    encoding = detect_encoding(path)
    with path.open(encoding=encoding, errors="replace") as file:
        first = next((line for line in file if line.strip()), "")
    if first.lstrip().lower().startswith(WEB_PAGE):
        raise Unreadable(
            f"{path.name} : c'est une page web, pas un tableau (le site a sans doute répondu par "
            f"une erreur). {AGAIN}"
        )
    if ";" not in first or _has_quote(path):
        return _slow(path)
    cells = first.rstrip("\r\n").split(";")
    remarks = ["texte en Windows-1252 : relu comme tel"] if encoding == CP1252 else []
    remarks += damage(path, encoding)
    return Lines(_titles(cells), len(cells), _fast_rows(path, encoding), remarks)


def _fast_rows(path: Path, encoding: str) -> Iterator[Line]:
    header = True
    with path.open(encoding=encoding, errors="replace") as file:
        for number, text in enumerate(file, start=1):
            if not text.strip("; \t\n"):
                continue
            if header:
                header = False
                continue
            ended = text.endswith("\n")
            key, _mark, rest = text.rstrip("\n").partition(";")
            yield Line(number, key, rest, ended)


def _slow(path: Path) -> Lines:
    table = read_table(path, ";,\t")
    rows = (Line(row.line, row.cells[0], row.cells[1:]) for row in table.rows)
    return Lines(_titles(table.header), len(table.header), rows, list(table.remarks))


def _titles(cells: Sequence[str]) -> list[str]:
    titles = [cell.strip() for cell in cells]
    while titles and not titles[-1]:
        titles.pop()
    return titles


def _is_workbook(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def _has_quote(path: Path) -> bool:
    with path.open("rb") as file:
        while chunk := file.read(PROBE):
            if b'"' in chunk:
                return True
    return False
