"""One count within a tally: some projects, some money, and what was found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from faire_ensemble.core.tally.profile import Profile


class Step(StrEnum):
    """In which part of the tally a project won."""

    EARMARK = "earmark"
    RULE = "rule"
    COMPLETION = "completion"


@dataclass(frozen=True)
class Contest:
    """What a rule is given: candidates (project numbers), money in units, exact settings.

    `rank` orders ties. `rivals[p]` are the projects that p excludes. `voters` is how many share
    the money; `by_cost` says that a project is worth its cost.
    """

    profile: Profile
    candidates: tuple[int, ...]
    budget: int
    voters: int
    rank: tuple[int, ...]
    by_cost: bool = True
    rivals: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def scale(self, project: int) -> int:
        """What a point given to a project is worth, in units of utility."""
        return self.profile.cost[project] if self.by_cost else 1


@dataclass(frozen=True, slots=True)
class Purchase:
    """A project that won. `price` is what a point costs its supporters, in units, as a float
    for display; a supporter with less money left gave all of it. `load` serves Phragmén."""

    project: int
    price: float = 0.0
    payers: int = 0
    emptied: int = 0


@dataclass(frozen=True)
class Found:
    """Winners in order, and what explains the others.

    `share` is each voter's exact share, in units (equal shares only). `wallets[p]` is what the
    supporters of a losing project have left together, in units. `stopped_by` is the project at
    which the count stopped for want of money in the envelope.
    """

    purchases: Sequence[Purchase]
    share: Fraction | None = None
    raised: int = 0
    wallets: Mapping[int, float] = field(default_factory=dict)
    stopped_by: int | None = None
    refused: Mapping[int, int] = field(default_factory=dict)
