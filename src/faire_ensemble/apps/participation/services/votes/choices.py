"""What a ballot may hold, checked in one place for every channel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from faire_ensemble.apps.participation.models import BallotKind, Vote
from faire_ensemble.apps.participation.selectors.votes.wording import say
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.services.votes.sealing import Choices
from faire_ensemble.kit.numbers import euros

LARGEST = 2**31 - 1


class VoteFault(BadInput):
    """A fault whose sentence exists in every language of the voting pages (`say`)."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(say("fr", key, **values))
        self.key, self.values = key, values

    def in_language(self, language: str) -> str:
        return say(language, self.key, **self.values)


@dataclass(frozen=True, slots=True)
class BallotRules:
    """The rules of a vote: costs in euros by project number, which may be exclusive in groups."""

    kind: str
    costs: Mapping[int, Decimal]
    envelope: Decimal
    min_choices: int = 1
    max_choices: int | None = None
    points: int | None = None


def rules_of(vote: Vote) -> BallotRules:
    """The rules of an open vote (one query)."""
    return BallotRules(
        kind=vote.ballot_type,
        costs=dict(vote.projects.values_list("number", "cost")),
        envelope=vote.envelope or Decimal(0),
        min_choices=vote.min_choices,
        max_choices=vote.max_choices,
        points=vote.points,
    )


def checked(rules: BallotRules, choices: Choices) -> tuple[tuple[int, int], ...]:
    """The choices as they are kept: a ranking in its order, others by number. Raises VoteFault."""
    rows = [(int(number), int(points)) for number, points in choices]
    if rules.kind == BallotKind.CUMULATIVE:
        rows = [row for row in rows if row[1] != 0]
    else:
        rows = [(number, 0) for number, _points in rows]
    _check_numbers(rules, [number for number, _points in rows])
    if rules.kind == BallotKind.CUMULATIVE:
        _check_points(rules, rows)
    if rules.kind == BallotKind.KNAPSACK:
        _check_envelope(rules, rows)
    return tuple(rows if rules.kind == BallotKind.ORDINAL else sorted(rows))


def _check_numbers(rules: BallotRules, numbers: Sequence[int]) -> None:
    for number in numbers:
        if number not in rules.costs:
            raise VoteFault("unknown_project", number=number)
        if numbers.count(number) > 1:
            raise VoteFault("twice", number=number)
    if len(numbers) < rules.min_choices:
        key = "nothing" if not numbers else "too_few"
        raise VoteFault(key, least=rules.min_choices, chosen=len(numbers))
    if rules.max_choices is not None and len(numbers) > rules.max_choices:
        raise VoteFault("too_many", most=rules.max_choices, chosen=len(numbers))


def _check_points(rules: BallotRules, rows: Choices) -> None:
    if any(not 0 < points <= LARGEST for _number, points in rows):
        raise VoteFault("points_negative")
    given = sum(points for _number, points in rows)
    if rules.points is not None and given > rules.points:
        raise VoteFault("too_many_points", most=rules.points, given=given)


def _check_envelope(rules: BallotRules, rows: Choices) -> None:
    total = sum((rules.costs[number] for number, _points in rows), Decimal(0))
    if total > rules.envelope:
        raise VoteFault(
            "over_envelope",
            total=euros(total),
            envelope=euros(rules.envelope),
            over=euros(total - rules.envelope),
        )
