"""Write an election as a `.pb` file, and the digest by which anyone checks one."""

import csv
import hashlib
import io
import json
from decimal import Decimal, InvalidOperation
from typing import Any

from faire_ensemble.core.tally.ballots import TYPES, Ballot, BallotType, Project
from faire_ensemble.core.tally.election import Election

OURS = "faire_"  # META keys that publish a result: docs/methods/depouillement.md
RESULT_COLUMNS = ("selected",)


def write_pb(election: Election) -> str:
    """The `.pb` text; counts in META follow the ballots, everything else is as it was read."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerows((("META",), ("key", "value"), *full_meta(election).items()))
    columns = project_columns(election)
    writer.writerows((("PROJECTS",), columns))
    writer.writerows(
        [_project_cell(project, column) for column in columns] for project in election.projects
    )
    columns = ballot_columns(election)
    writer.writerows((("VOTES",), columns))
    writer.writerows(
        [_ballot_cell(ballot, column) for column in columns] for ballot in election.ballots
    )
    return text.getvalue()


def project_columns(election: Election) -> tuple[str, ...]:
    """Columns of PROJECTS: those declared, and any other that a project has."""
    found = dict.fromkeys(election.project_columns)
    for project in election.projects:
        found.update(dict.fromkeys(project.extra))
    return tuple(found)


def ballot_columns(election: Election) -> tuple[str, ...]:
    """Columns of VOTES: those declared, points where there are some, and any other."""
    found = dict.fromkeys(election.ballot_columns)
    if election.vote_type is BallotType.CUMULATIVE:
        found["points"] = None
    for ballot in election.ballots:
        if ballot.extra:
            found.update(dict.fromkeys(ballot.extra))
    return tuple(found)


def full_meta(election: Election) -> dict[str, str]:
    """META with the keys that the format demands; ours come last."""
    meta = {key: value for key, value in election.meta.items() if not key.startswith(OURS)}
    meta["num_projects"] = str(len(election.projects))
    meta["num_votes"] = str(len(election.ballots))
    if _decimal(meta.get("budget", "")) != election.budget:
        meta["budget"] = format(election.budget, "f")
    if TYPES.get(meta.get("vote_type", "")) is not election.vote_type:
        meta["vote_type"] = str(election.vote_type)
    return meta | {key: value for key, value in election.meta.items() if key.startswith(OURS)}


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _project_cell(project: Project, column: str) -> str:
    return format(project.cost, "f") if column == "cost" else project.column(column)


def _ballot_cell(ballot: Ballot, column: str) -> str:
    match column:
        case "voter_id":
            return ballot.voter
        case "vote":
            return ",".join(ballot.projects)
        case "points" if ballot.points:
            return ",".join(format(value, "f") for value in ballot.points)
        case _:
            return ballot.extra.get(column, "")


def digest(election: Election) -> str:
    """SHA-256 of every datum of the file, whatever the order of its rows and columns.

    Left out: what publishes a result (our META keys, the column `selected`), so that an election
    keeps its digest before and after its result is published.
    """
    record: dict[str, Any] = {
        "meta": _data_meta(election),
        "columns": [
            sorted(set(project_columns(election)) - set(RESULT_COLUMNS)),
            sorted(ballot_columns(election)),
        ],
        "projects": sorted(
            [project.id, _plain(project.cost), project.name, *_extra(project)]
            for project in election.projects
        ),
        "ballots": sorted(
            [
                ballot.voter,
                list(ballot.projects),
                [_plain(value) for value in ballot.points],
                sorted(item for item in ballot.extra.items() if item[1]),
            ]
            for ballot in election.ballots
        ),
    }
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _data_meta(election: Election) -> dict[str, str]:
    meta = {key: value for key, value in full_meta(election).items() if not key.startswith(OURS)}
    return meta | {"budget": _plain(election.budget), "vote_type": str(election.vote_type)}


def _extra(project: Project) -> list[tuple[str, str]]:
    return sorted(
        item for item in project.extra.items() if item[1] and item[0] not in RESULT_COLUMNS
    )


def _plain(value: Decimal) -> str:
    """One spelling for each amount: 100000.0 is 100000."""
    return format(value.normalize(), "f")
