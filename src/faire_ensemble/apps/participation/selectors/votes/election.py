"""The election of a vote as the core counts it: projects, counted ballots, settings."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from faire_ensemble.apps.participation.models import (
    BallotKind,
    BallotProject,
    CountedBallot,
    JuryOverride,
    Vote,
)
from faire_ensemble.core.tally import (
    Ballot,
    BallotType,
    Completion,
    Election,
    Options,
    Override,
    Project,
    Rule,
    Utility,
)

COLUMNS = ("project_id", "cost", "name", "category", "neighborhood", "latitude", "longitude")
Row = tuple[int, int]


def election_of(vote: Vote, ballots: Iterable[tuple[int, Iterable[Row]]] = ()) -> Election:
    """Projects on the ballot and `ballots` (rank, choices). One query."""
    kind = BallotType(vote.ballot_type)
    cumulative = vote.ballot_type == BallotKind.CUMULATIVE
    columns = ("voter_id", "vote", "points") if cumulative else ("voter_id", "vote")
    return Election(
        budget=Decimal(vote.envelope or 0),
        projects=tuple(_project(row) for row in vote.projects.all()),
        ballots=tuple(_ballot(rank, list(rows), cumulative) for rank, rows in ballots),
        vote_type=kind,
        meta=_meta(vote),
        project_columns=COLUMNS,
        ballot_columns=columns,
    )


def counted_ballots(vote: Vote) -> list[tuple[int, str]]:
    """Ranks and choices as they are kept."""
    return list(
        CountedBallot.objects.filter(vote=vote).order_by("rank").values_list("rank", "choices")
    )


def options_of(vote: Vote, overrides: tuple[Override, ...] = ()) -> Options:
    """The settings that were fixed when the vote opened. One query."""
    groups: dict[str, list[str]] = defaultdict(list)
    for number, group in vote.projects.exclude(group="").values_list("number", "group"):
        groups[group].append(str(number))
    least = vote.minimum_support
    return Options(
        rule=Rule(vote.rule),
        utility=Utility(vote.utility),
        completion=Completion(vote.completion),
        seed=int(vote.seed or "0"),
        minimum_support=None if least is None else Decimal(least),
        groups=tuple(tuple(group) for group in groups.values() if len(group) > 1),
        overrides=overrides,
    )


def overrides_of(vote: Vote) -> tuple[Override, ...]:
    """The jury's latest decision on each project of the ballot, in the order of numbers."""
    numbers = dict(vote.projects.values_list("project_id", "number"))
    latest = {
        row.project_id: row
        for row in JuryOverride.objects.filter(project__in=numbers).order_by("at", "pk")
    }
    return tuple(
        Override(str(numbers[pk]), latest[pk].keeps, latest[pk].reason)
        for pk in sorted(latest, key=numbers.__getitem__)
    )


def _project(row: BallotProject) -> Project:
    extra = {"category": row.category, "neighborhood": row.territory}
    if row.latitude is not None:
        extra |= {"latitude": f"{row.latitude:.6f}", "longitude": f"{row.longitude:.6f}"}
    return Project(str(row.number), row.cost, row.title, extra)


def _ballot(rank: int, rows: list[Row], cumulative: bool) -> Ballot:
    return Ballot(
        str(rank),
        tuple(str(number) for number, _points in rows),
        tuple(Decimal(points) for _number, points in rows) if cumulative else (),
    )


def _meta(vote: Vote) -> dict[str, str]:
    process = vote.process
    year = vote.opened_at.year if vote.opened_at else 0
    values: dict[str, object] = {
        "description": process.title,
        "country": "France",
        "unit": process.territory.name if process.territory else "",
        "instance": str(year),
        "budget": format(vote.envelope or 0, "f"),
        "vote_type": vote.ballot_type,
        "rule": vote.rule,
        "min_length": vote.min_choices,
        "max_length": vote.max_choices or "",
        "max_sum_points": vote.points or "" if vote.ballot_type == BallotKind.CUMULATIVE else "",
        "currency": "EUR",
        "language": "fr",
    }
    return {key: str(value) for key, value in values.items() if value != ""}
