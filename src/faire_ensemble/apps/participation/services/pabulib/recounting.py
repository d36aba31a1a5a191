"""An imported election counted again: the result it publishes beside what rules give."""

from dataclasses import dataclass
from typing import Any

from faire_ensemble.core.tally import (
    Completion,
    Election,
    InvalidElection,
    Options,
    Rule,
    Summary,
    compare,
)
from faire_ensemble.core.tally.options import THRESHOLD_KEY

SELECTED = "selected"
NAMED = {"greedy": Rule.GREEDY, "greedy-threshold": Rule.THRESHOLD}
COUNTS = (
    Options(),
    Options(rule=Rule.THRESHOLD),
    Options(rule=Rule.PHRAGMEN, completion=Completion.GREEDY),
    Options(rule=Rule.EQUAL_SHARES, completion=Completion.GREEDY),
    Options(rule=Rule.EQUAL_SHARES, completion=Completion.ADD1),
    Options(rule=Rule.EQUAL_SHARES, completion=Completion.ADD1U),
)


ROUNDS = 50_000
"""add1 gives voters one more unit of money a round. In a currency of small units (forints) a share
is hundreds of thousands of rounds, minutes of work for a rule whose step means nothing there."""


@dataclass(frozen=True, slots=True)
class Result:
    """Who won, by project id. `published` when the file says so; else by the rule that it names,
    counted again; None when the file gives neither."""

    winners: frozenset[str] | None
    published: bool


def result_of(election: Election, counted: list[dict[str, Any]]) -> Result:
    """The column `selected` decides: 1 is funded, every other value is not."""
    if SELECTED in election.project_columns:
        chosen = (p.id for p in election.projects if p.column(SELECTED).strip() == "1")
        return Result(frozenset(chosen), True)
    rule = NAMED.get(election.meta.get("rule", ""))
    for row in counted:
        if rule is not None and row["rule"] == rule:
            return Result(frozenset(row["winners"]), False)
    return Result(None, False)


def recount(election: Election) -> list[dict[str, Any]]:
    """Each count as plain data; a rule that does not apply to this election is left out."""
    named, found = election.meta.get("rule", ""), []
    for options in COUNTS:
        if options.rule is Rule.THRESHOLD and not election.meta.get(THRESHOLD_KEY):
            continue
        if options.completion.raises and too_long(election):
            continue
        if options.completion is Completion.ADD1 and not named.startswith("equalshares"):
            continue  # add1 alone is shown where it was voted; add1u elsewhere
        try:
            (summary,) = compare(election, [options]).summaries
        except InvalidElection:
            continue
        found.append(_record(summary))
    return found


def too_long(election: Election) -> bool:
    """Whether add1 would take more than `ROUNDS` rounds to give a voter a whole first share."""
    return election.budget > ROUNDS * max(1, len(election.ballots))


def _record(summary: Summary) -> dict[str, Any]:
    options = summary.outcome.options
    return {
        "rule": str(options.rule),
        "completion": str(options.completion),
        "winners": list(summary.outcome.winners),
        "spent": str(summary.outcome.spent),
        "served_share": round(summary.served_share, 6),
        "approved_mean": round(summary.approved_mean, 6),
    }
