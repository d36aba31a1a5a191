"""What is voted on and by whom: projects and ballots. Amounts are exact euros."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class InvalidElection(ValueError):
    """An election or a setting that contradicts itself; the message is a French sentence."""


class BallotType(StrEnum):
    """How people voted; the words are those of the `.pb` format (`knapsack` is ours)."""

    APPROVAL = "approval"
    CUMULATIVE = "cumulative"
    ORDINAL = "ordinal"
    KNAPSACK = "knapsack"

    @property
    def scored(self) -> bool:
        """Whether one project may count for more than another on the same ballot."""
        return self in {BallotType.CUMULATIVE, BallotType.ORDINAL}


TYPES = {"choose-1": BallotType.APPROVAL, "scoring": BallotType.CUMULATIVE}  # other words for them


@dataclass(frozen=True, slots=True)
class Project:
    """A project on the ballot; `extra` keeps every other column of its file, as written."""

    id: str
    cost: Decimal
    name: str = ""
    extra: Mapping[str, str] = field(default_factory=dict, hash=False)

    def column(self, name: str) -> str:
        """The text of a column, empty when absent."""
        if name == "project_id":
            return self.id
        return self.name if name == "name" else self.extra.get(name, "")


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one voter chose, in order; `points` goes with `projects` on a cumulative ballot."""

    voter: str
    projects: tuple[str, ...]
    points: tuple[Decimal, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict, hash=False)


def ballot_fault(ballot: Ballot, known: set[str], vote_type: BallotType) -> str:
    """What makes a ballot impossible to count, in French; empty when nothing does."""
    chosen = set(ballot.projects)
    if len(chosen) != len(ballot.projects):
        twice = next(name for name in ballot.projects if ballot.projects.count(name) > 1)
        return f"le projet « {twice} » y figure deux fois."
    if not chosen <= known:
        strange = next(name for name in ballot.projects if name not in known)
        return f"le projet « {strange} » n'est pas dans la liste des projets."
    if vote_type is not BallotType.CUMULATIVE:
        return "" if not ballot.points else "des points n'ont de sens qu'au vote cumulatif."
    if len(ballot.points) != len(ballot.projects):
        return f"{len(ballot.projects)} projets et {len(ballot.points)} nombres de points."
    if any(not points.is_finite() or points < 0 for points in ballot.points):
        return "un nombre de points est zéro ou plus."
    return ""
