"""The result of a count as it is kept and shown: plain data, amounts as text."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from faire_ensemble.apps.participation.models import Vote
from faire_ensemble.core.tally import (
    Completion,
    Election,
    InvalidElection,
    Options,
    Outcome,
    Rule,
    Summary,
    Utility,
    summarise,
    tally,
)


def result_of(vote: Vote, election: Election, outcome: Outcome) -> dict[str, Any]:
    """What won and why, and what other rules would have funded on the same ballots."""
    return {
        "projects": _projects(vote, outcome),
        "budget": str(outcome.budget),
        "spent": str(outcome.funded_cost),
        "remaining": str(outcome.budget - outcome.funded_cost),
        "share": None if outcome.first_share is None else _cents(outcome.first_share),
        "last_share": None if outcome.share is None else _cents(outcome.share),
        "raised": outcome.raised,
        "overrides": [
            {"number": int(row.project), "fund": row.fund, "reason": row.reason}
            for row in outcome.overrides
        ],
        "summary": _summary(summarise(election, outcome)),
        "comparison": _comparison(election, outcome),
    }


def _projects(vote: Vote, outcome: Outcome) -> list[dict[str, Any]]:
    """Funded ones first, in the order they won; then the others by votes."""
    funded, rows = set(outcome.funded), []
    for project in vote.projects.all():
        found = outcome.explanations[str(project.number)]
        rows.append(
            {
                "number": project.number,
                "title": project.title,
                "cost": str(project.cost),
                "place": project.place,
                "longitude": project.longitude,
                "latitude": project.latitude,
                "votes": _whole(found.votes),
                "supporters": found.supporters,
                "won": found.won,
                "funded": str(project.number) in funded,
                "round": found.round,
                "price": None if found.price is None else str(found.price),
                "words": list(found.words),
            }
        )
    return sorted(
        rows,
        key=lambda row: (
            not row["funded"], row["round"] or len(rows) + 1, -row["supporters"], row["number"]
        ),
    )  # fmt: skip


def _comparison(election: Election, outcome: Outcome) -> list[dict[str, Any]]:
    """The rule of this vote and the usual others, without the jury."""
    lines = []
    for options in _others(outcome.options):
        try:
            other = tally(election, options)
        except InvalidElection:
            continue
        lines.append(
            {
                "rule": options.rule.value,
                "completion": options.completion.value,
                "ours": _same(options, outcome.options),
                "funded": sorted(int(name) for name in other.funded),
                **_summary(summarise(election, other)),
            }
        )
    return lines


def _others(ours: Options) -> list[Options]:
    mine = replace(ours, overrides=())
    base = replace(mine, utility=Utility.COST, completion=Completion.NONE)
    usual = [
        replace(base, rule=Rule.GREEDY),
        replace(base, rule=Rule.EQUAL_SHARES, completion=Completion.ADD1U),
        replace(base, rule=Rule.PHRAGMEN, completion=Completion.GREEDY),
    ]
    return [mine, *(row for row in usual if not _same(row, mine))]


def _same(one: Options, other: Options) -> bool:
    return (one.rule, one.utility, one.completion) == (other.rule, other.utility, other.completion)


def _summary(found: Summary) -> dict[str, Any]:
    return {
        "cost": str(found.cost),
        "projects": found.projects,
        "served": found.served,
        "voters": found.voters,
        "approved": found.approved,
    }


def _cents(amount: Any) -> str:
    """Exact euros cut to the cent."""
    return str((Decimal(amount.numerator) / Decimal(amount.denominator)).quantize(Decimal("0.01")))


def _whole(number: Decimal) -> str:
    return format(number.normalize(), "f")
