"""The two tables of a published draw, as text: people and quotas. Every fault is told by its line.

People: one line each, one column a category; `id` and `household` are the names of columns.
Quotas: category, feature, min, max (or catégorie, valeur, minimum, maximum).
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from faire_ensemble.core.sortition.problem import InvalidDraw, Person, Problem, Quota
from faire_ensemble.core.sortition.seating import Panel

COLUMNS = {
    "category": ("category", "catégorie", "categorie"),
    "feature": ("feature", "valeur"),
    "low": ("min", "minimum"),
    "high": ("max", "maximum"),
}
IDENTITIES = ("id", "identifiant", "code")
SEPARATORS = ",;\t"


class Unreadable(InvalidDraw):
    """A file that is not a table of people or of quotas; the message is a French sentence."""


@dataclass(frozen=True)
class _Table:
    columns: tuple[str, ...]
    rows: Sequence[tuple[int, list[str]]]

    def place(self, *names: str) -> int | None:
        return next((self.columns.index(name) for name in names if name in self.columns), None)


def read_quotas(text: str) -> tuple[Quota, ...]:
    """The quotas. Raises Unreadable."""
    table = _table(text)
    places = {}
    for key, names in COLUMNS.items():
        place = table.place(*names)
        if place is None:
            raise Unreadable(
                f"La colonne « {names[0]} » manque ; le fichier des quotas a les colonnes "
                "category, feature, min, max."
            )
        places[key] = place
    quotas = []
    for line, row in table.rows:
        cells = {key: row[place] for key, place in places.items()}
        if not cells["category"] or not cells["feature"]:
            raise Unreadable(f"Ligne {line} : la catégorie ou la valeur est vide ; complétez-la.")
        bounds = [_whole(cells[key], line, COLUMNS[key][0]) for key in ("low", "high")]
        if bounds[0] > bounds[1]:
            raise Unreadable(
                f"Ligne {line} : le minimum ({bounds[0]}) est plus grand que le maximum "
                f"({bounds[1]})."
            )
        quotas.append(Quota(cells["category"], cells["feature"], bounds[0], bounds[1]))
    return tuple(quotas)


def read_people(
    text: str, quotas: Iterable[Quota], *, identity: str = "", household: str = ""
) -> tuple[Person, ...]:
    """The pool: the columns that quotas speak of, no other. Raises Unreadable.

    Without `identity` nor a column `id`, people are called by their place: 0001 is the first line.
    """
    table = _table(text)
    categories = dict.fromkeys(quota.category for quota in quotas)
    for name in (*categories, identity, household):
        if name and name not in table.columns:
            raise Unreadable(
                f"La colonne « {name} » n'est pas dans le fichier des personnes, qui a : "
                f"{', '.join(table.columns)}."
            )
    place = table.place(identity) if identity else table.place(*IDENTITIES)
    home = table.place(household) if household else None
    width = max(4, len(str(len(table.rows))))
    people = []
    seen: dict[str, int] = {}
    for number, (line, row) in enumerate(table.rows, start=1):
        name = f"{number:0{width}}" if place is None else row[place]
        if not name:
            raise Unreadable(f"Ligne {line} : l'identifiant est vide ; complétez-le.")
        if name in seen:
            raise Unreadable(
                f"Ligne {line} : l'identifiant « {name} » est déjà celui de la ligne {seen[name]}."
            )
        seen[name] = line
        features = {category: row[table.columns.index(category)] for category in categories}
        for category, feature in features.items():
            if not feature:
                raise Unreadable(
                    f"Ligne {line} : « {category} » est vide ; complétez-la ou retirez la ligne."
                )
        people.append(Person(name, features, "" if home is None else row[home]))
    return tuple(people)


def write_people(problem: Problem, *, household: str = "foyer") -> str:
    """The pool as a table that `read_people` reads back, sorted by id."""
    homes = any(person.household for person in problem.people)
    rows = [
        [p.id, *(p.features[c] for c in problem.categories), *([p.household] if homes else [])]
        for p in sorted(problem.people, key=lambda person: person.id)
    ]
    return _text([["id", *problem.categories, *([household] if homes else [])], *rows])


def write_quotas(quotas: Iterable[Quota]) -> str:
    """The quotas as a table that `read_quotas` reads back."""
    rows = [[q.category, q.feature, str(q.low), str(q.high)] for q in quotas]
    return _text([["category", "feature", "min", "max"], *rows])


def write_panels(panels: Sequence[Panel]) -> str:
    """Every numbered panel, one a line: its number then its people."""
    width = len(str(len(panels) - 1))
    return _text([[f"{number:0{width}}", *panel] for number, panel in enumerate(panels)])


def _text(rows: Iterable[Sequence[str]]) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def _table(text: str) -> _Table:
    """Columns and rows with their line; empty lines are passed over."""
    text = text.removeprefix("\ufeff")
    head = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((line, [cell.strip() for cell in row]))
            line = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(f"Ligne {line} : des guillemets ne sont pas refermés.") from error
    if len(rows) < 2:
        raise Unreadable("Le fichier est vide : il faut une ligne de titres et au moins une ligne.")
    columns = tuple(rows[0][1])
    twice = next((column for column in columns if column and columns.count(column) > 1), None)
    if twice is not None:
        raise Unreadable(f"La colonne « {twice} » est écrite deux fois : gardez-en une.")
    for at, row in rows[1:]:
        if len(row) != len(columns):
            raise Unreadable(
                f"Ligne {at} : {len(row)} cellules au lieu de {len(columns)} ; la ligne est coupée "
                "ou a un séparateur en trop."
            )
    return _Table(columns, rows[1:])


def _whole(cell: str, line: int, column: str) -> int:
    if not (cell.isascii() and cell.isdigit() and len(cell) < 10):
        raise Unreadable(
            f"Ligne {line}, colonne « {column} » : « {cell} » n'est pas un nombre entier."
        )
    return int(cell)
