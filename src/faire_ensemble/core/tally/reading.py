"""Read a `.pb` file (pabulib): META, PROJECTS, VOTES; nothing lost, every fault named by its line.

Format: Faliszewski, Flis, Peters, Pierczyński, Skowron, Stolicki, Szufa, Talmon, "Participatory
Budgeting: Data, Tools, and Analysis", 2023 (arXiv:2305.11035). A file whose counts do not match
its ballots was cut or changed, and is refused.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from faire_ensemble.core.tally.ballots import (
    TYPES,
    Ballot,
    BallotType,
    InvalidElection,
    Project,
    ballot_fault,
)
from faire_ensemble.core.tally.election import Election

SECTIONS = ("META", "PROJECTS", "VOTES")
DIGITS = 15
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]{1,3})?")

Row = tuple[int, list[str]]


class Unreadable(InvalidElection):
    """A file that is not a whole `.pb` election; the message is a French sentence."""


@dataclass(frozen=True)
class Table:
    """One section: where it starts, its columns, its rows with their line."""

    line: int
    columns: tuple[str, ...]
    rows: Sequence[Row]

    def position(self, name: str, section: str) -> int:
        if name not in self.columns:
            raise Unreadable(
                f"Ligne {self.line + 1} : la partie {section} n'a pas de colonne « {name} »."
            )
        return self.columns.index(name)


def read_pb(source: str | Iterable[str]) -> Election:
    """The election of a `.pb` file, given as one text or as lines."""
    if isinstance(source, str):
        source = io.StringIO(source.removeprefix("\ufeff"), newline="")
    tables = _tables(source)
    meta = _meta(tables["META"])
    vote_type = _vote_type(meta)
    projects = _projects(tables["PROJECTS"])
    known = {project.id for project in projects}
    ballots = _ballots(tables["VOTES"], known, vote_type)
    try:
        election = Election(
            budget=_amount(meta.get("budget", ""), "META, « budget »"),
            projects=projects,
            ballots=ballots,
            vote_type=vote_type,
            meta=meta,
            project_columns=tables["PROJECTS"].columns,
            ballot_columns=tables["VOTES"].columns,
        )
    except Unreadable:
        raise
    except InvalidElection as error:
        raise Unreadable(f"META : {error}") from error
    _recount(election, tables["PROJECTS"])
    return election


def _tables(lines: Iterable[str]) -> dict[str, Table]:
    """The three sections, in order. A quoted field may hold `;` and line breaks."""
    reader = csv.reader(lines, delimiter=";", strict=True)
    rows: dict[str, list[Row]] = {}
    starts: dict[str, int] = {}
    name = ""
    for line, row in _rows(reader):
        if not any(cell.strip() for cell in row):
            continue
        title = row[0].strip().upper()
        if len(rows) < len(SECTIONS) and title == SECTIONS[len(rows)] and not any(row[1:]):
            name = title
            rows[name], starts[name] = [], line
        elif not name:
            raise Unreadable(f"Ligne {line} : « META » est attendu en tête d'un fichier .pb.")
        else:
            rows[name].append((line, row))
    for name in SECTIONS:
        if name not in rows:
            raise Unreadable(f"La partie {name} manque : le fichier est coupé ou n'est pas un .pb.")
        if not rows[name]:
            raise Unreadable(f"Ligne {starts[name]} : la partie {name} n'a pas d'en-tête.")
    return {name: _table(name, starts[name], rows[name]) for name in SECTIONS}


def _rows(reader: "csv._reader") -> Iterator[Row]:  # type: ignore[name-defined, unused-ignore]
    line = 1
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(
            f"Ligne {line} : des guillemets ne sont pas refermés, ou un caractère n'est pas permis."
        ) from error


def _table(name: str, start: int, rows: list[Row]) -> Table:
    """A section whose rows all have as many cells as its header."""
    columns = tuple(cell.strip() for cell in rows[0][1])
    twice = next((column for column in columns if columns.count(column) > 1), None)
    if twice is not None:
        raise Unreadable(f"Ligne {rows[0][0]} : la colonne « {twice} » est écrite deux fois.")
    for line, row in rows[1:]:
        if len(row) != len(columns):
            raise Unreadable(
                f"Ligne {line} : {len(row)} cellules au lieu de {len(columns)} dans la partie "
                f"{name} : la ligne est coupée, ou un « ; » n'est pas entre guillemets."
            )
    return Table(start, columns, rows[1:])


def _meta(table: Table) -> dict[str, str]:
    if table.columns != ("key", "value"):
        raise Unreadable(f"Ligne {table.line + 1} : l'en-tête de META est « key;value ».")
    meta: dict[str, str] = {}
    for line, (key, value) in table.rows:
        if key.strip() in meta:
            raise Unreadable(f"Ligne {line} : la clé « {key.strip()} » est écrite deux fois.")
        meta[key.strip()] = value.strip()
    for key in ("num_projects", "num_votes", "budget", "vote_type"):
        if key not in meta:
            raise Unreadable(f"META : la clé « {key} » manque.")
    return meta


def _vote_type(meta: Mapping[str, str]) -> BallotType:
    word = meta["vote_type"]
    if word in TYPES:
        return TYPES[word]
    if word not in list(BallotType):
        known = ", ".join([*BallotType, *TYPES])
        raise Unreadable(f"META : le vote « {word} » est inconnu ; valeurs : {known}.")
    return BallotType(word)


def _projects(table: Table) -> tuple[Project, ...]:
    identity = table.position("project_id", "PROJECTS")
    cost = table.position("cost", "PROJECTS")
    projects: dict[str, Project] = {}
    for line, row in table.rows:
        cells = dict(zip(table.columns, row, strict=True))
        name = row[identity].strip()
        if not name or "," in name:
            raise Unreadable(
                f"Ligne {line} : « {name} » ne peut pas être l'identifiant d'un projet."
            )
        if name in projects:
            raise Unreadable(f"Ligne {line} : le projet « {name} » est écrit deux fois.")
        amount = _amount(row[cost], f"Ligne {line}, coût du projet « {name} »")
        for used in ("project_id", "cost"):
            del cells[used]
        projects[name] = Project(name, amount, cells.pop("name", ""), cells)
    if not projects:
        raise Unreadable(f"Ligne {table.line} : aucun projet dans la partie PROJECTS.")
    return tuple(projects.values())


def _ballots(table: Table, known: set[str], vote_type: BallotType) -> tuple[Ballot, ...]:
    identity = table.position("voter_id", "VOTES")
    vote = table.position("vote", "VOTES")
    points = -1
    if vote_type is BallotType.CUMULATIVE:
        points = table.position("points", "VOTES")
    used = {identity, vote, points}
    kept = [(n, name) for n, name in enumerate(table.columns) if n not in used]
    ballots = []
    voters = set[str]()
    nothing: Mapping[str, str] = {}
    for line, row in table.rows:
        ballot = Ballot(
            row[identity].strip(),
            _names(row[vote]),
            () if points < 0 else _numbers(row[points], line),
            {name: row[n] for n, name in kept} if kept else nothing,
        )
        if ballot.voter in voters or not ballot.voter:
            fault = (
                f"le votant « {ballot.voter} » a deux bulletins."
                if ballot.voter
                else ("le votant n'a pas d'identifiant.")
            )
            raise Unreadable(f"Ligne {line} : {fault}")
        voters.add(ballot.voter)
        fault = ballot_fault(ballot, known, vote_type)
        if fault:
            raise Unreadable(f"Ligne {line} : {fault}")
        ballots.append(ballot)
    return tuple(ballots)


def _names(cell: str) -> tuple[str, ...]:
    if " " in cell:
        return tuple(name.strip() for name in cell.split(",") if name.strip())
    return tuple(cell.split(",")) if cell else ()


def _numbers(cell: str, line: int) -> tuple[Decimal, ...]:
    return tuple(_amount(number, f"Ligne {line}, points") for number in _names(cell))


def _amount(cell: str, where: str) -> Decimal:
    """A number of at most fifteen digits; no comma, since « 1,000 » could be one or a thousand."""
    if NUMBER.fullmatch(cell.strip()) is None:
        raise Unreadable(
            f"{where} : « {cell.strip()} » n'est pas un nombre ; écrivez-le en chiffres, avec un "
            "point pour les décimales, sans espace."
        )
    found = Decimal(cell.strip())
    if found and (abs(found.adjusted()) > DIGITS or abs(int(found.as_tuple().exponent)) > DIGITS):
        raise Unreadable(f"{where} : « {cell.strip()} » est trop grand ou trop petit.")
    if "coût" in where and found <= 0:
        raise Unreadable(f"{where} : {found} ; un coût est plus grand que zéro.")
    return found


def _recount(election: Election, table: Table) -> None:
    """Totals written in the file against its ballots: they differ when it was cut or changed."""
    for key, found, noun in (
        ("num_projects", len(election.projects), "projets"),
        ("num_votes", len(election.ballots), "bulletins"),
    ):
        said = _amount(election.meta[key], f"META, « {key} »")
        if said != found:
            raise Unreadable(
                f"META annonce {said} {noun} ({key}) et le fichier en contient {found} : "
                "il est coupé ou a été modifié."
            )
    profile = election.profile
    counted = {"votes": _mentions(election)}
    if election.vote_type.scored:
        counted["score"] = {
            project.id: Decimal(int(score)) / profile.point
            for project, score in zip(election.projects, profile.score, strict=True)
        }
    for column, totals in counted.items():
        if column not in table.columns:
            continue
        for (line, _), project in zip(table.rows, election.projects, strict=True):
            written = project.column(column).strip()
            if not written:
                continue
            said = _amount(written, f"Ligne {line}, colonne « {column} »")
            if said != totals[project.id]:
                raise Unreadable(
                    f"Ligne {line} : le projet « {project.id} » est écrit avec {said} "
                    f"({column}), et les bulletins lui en donnent {totals[project.id]}."
                )


def _mentions(election: Election) -> dict[str, Decimal]:
    """Ballots that name each project, even with zero points."""
    count = dict.fromkeys(election.by_id, 0)
    for name in chain.from_iterable(ballot.projects for ballot in election.ballots):
        count[name] += 1
    return {name: Decimal(total) for name, total in count.items()}
