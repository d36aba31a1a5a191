"""The result of a vote as its page shows it, from what the count kept (no tally here)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from faire_ensemble.apps.participation.models import (
    Channel,
    Vote,
    VoteCompletion,
    VoteRule,
)
from faire_ensemble.apps.territory.selectors import neighbourhoods_of
from faire_ensemble.core.tally import Rule


@dataclass(frozen=True, slots=True)
class ProjectResult:
    """A project: `votes` (points where ballots give points), `per_vote` what each support bought,
    in euros, when it is funded."""

    number: int
    title: str
    place: str
    cost: Decimal
    votes: str
    supporters: int
    funded: bool
    words: tuple[str, ...]
    per_support: Decimal | None
    share: float


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What a rule gives on the same ballots; `served` voters have at least one of theirs."""

    label: str
    ours: bool
    projects: int
    cost: Decimal
    served: int
    voters: int
    gained: tuple[int, ...]
    lost: tuple[int, ...]

    @property
    def served_share(self) -> float:
        return 100 * self.served / self.voters if self.voters else 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """A label and numbers: a channel, a neighbourhood."""

    label: str
    signed: int
    other: int | None


@dataclass(frozen=True, slots=True)
class VoteOutcome:
    """Everything the page of a result says; amounts in euros."""

    funded: tuple[ProjectResult, ...]
    others: tuple[ProjectResult, ...]
    budget: Decimal
    spent: Decimal
    remaining: Decimal
    share: Decimal | None
    last_share: Decimal | None
    rules: tuple[RuleResult, ...]
    channels: tuple[Line, ...]
    places: tuple[Line, ...]
    numbers: dict[str, Any]
    overrides: tuple[dict[str, Any], ...]


def outcome_of(vote: Vote) -> VoteOutcome:
    """At most two queries, whatever the number of projects and ballots."""
    kept = vote.result
    most = max((row["supporters"] for row in kept["projects"]), default=0)
    rows = [_project(row, most) for row in kept["projects"]]
    ours: set[int] = set()
    for row in kept["comparison"]:
        if row["ours"]:
            ours = set(row["funded"])
    numbers = kept["numbers"]
    return VoteOutcome(
        funded=tuple(row for row in rows if row.funded),
        others=tuple(row for row in rows if not row.funded),
        budget=Decimal(kept["budget"]),
        spent=Decimal(kept["spent"]),
        remaining=Decimal(kept["remaining"]),
        share=_decimal(kept["share"]),
        last_share=_decimal(kept["last_share"]),
        rules=tuple(_rule(row, ours) for row in kept["comparison"]),
        channels=tuple(
            Line(str(channel.label), numbers["signed"][channel], numbers["found"][channel])
            for channel in Channel
        ),
        places=_places(vote),
        numbers=numbers,
        overrides=tuple(kept["overrides"]),
    )


def _project(row: dict[str, Any], most: int) -> ProjectResult:
    cost, supporters = Decimal(row["cost"]), row["supporters"]
    return ProjectResult(
        number=row["number"],
        title=row["title"],
        place=row["place"],
        cost=cost,
        votes=row["votes"],
        supporters=supporters,
        funded=row["funded"],
        words=tuple(row["words"]),
        per_support=cost / supporters if row["funded"] and supporters else None,
        share=100 * supporters / most if most else 0.0,
    )


def _rule(row: dict[str, Any], ours: set[int]) -> RuleResult:
    funded = set(row["funded"])
    label = str(VoteRule(row["rule"]).label)
    if row["rule"] in (Rule.EQUAL_SHARES, Rule.PHRAGMEN) and row["completion"] != "none":
        label = f"{label} ({VoteCompletion(row['completion']).label})"
    return RuleResult(
        label=label,
        ours=row["ours"],
        projects=row["projects"],
        cost=Decimal(row["cost"]),
        served=row["served"],
        voters=row["voters"],
        gained=tuple(sorted(funded - ours)),
        lost=tuple(sorted(ours - funded)),
    )


def _places(vote: Vote) -> tuple[Line, ...]:
    rows = vote.result["turnout"]
    if not rows:
        return ()
    epci = vote.process.contract.epci_id
    names = {place.code: place.name for place in neighbourhoods_of(epci)}
    return tuple(
        Line(
            names.get(row["code"], row["code"]) or _("ailleurs ou non connu"),
            row["signed"],
            row["could"],
        )
        for row in rows
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
