"""An election: projects, ballots and an envelope."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from faire_ensemble.core.tally.ballots import (
    Ballot,
    BallotType,
    InvalidElection,
    Project,
    ballot_fault,
)
from faire_ensemble.core.tally.profile import Profile, build_profile


@dataclass(frozen=True)
class Election:
    """Projects, ballots and an envelope, as published.

    `project_columns` and `ballot_columns` keep the order of a file's columns, so that writing it
    again changes nothing else.
    """

    budget: Decimal
    projects: tuple[Project, ...]
    ballots: tuple[Ballot, ...]
    vote_type: BallotType = BallotType.APPROVAL
    meta: Mapping[str, str] = field(default_factory=dict, hash=False)
    project_columns: tuple[str, ...] = ("project_id", "cost", "name")
    ballot_columns: tuple[str, ...] = ("voter_id", "vote")

    def __post_init__(self) -> None:
        if not (self.budget.is_finite() and self.budget > 0):
            raise InvalidElection("L'enveloppe doit être un montant plus grand que zéro.")
        known = set[str]()
        for project in self.projects:
            if project.id in known:
                raise InvalidElection(f"Le projet « {project.id} » est inscrit deux fois.")
            if not (project.cost.is_finite() and project.cost > 0):
                raise InvalidElection(
                    f"Le projet « {project.id} » coûte {project.cost} : un coût est un montant "
                    "plus grand que zéro."
                )
            known.add(project.id)
        voters = set[str]()
        for ballot in self.ballots:
            if ballot.voter in voters:
                raise InvalidElection(f"Le votant « {ballot.voter} » a deux bulletins.")
            voters.add(ballot.voter)
            fault = ballot_fault(ballot, known, self.vote_type)
            if fault:
                raise InvalidElection(f"Bulletin de « {ballot.voter} » : {fault}")

    @cached_property
    def by_id(self) -> Mapping[str, Project]:
        return {project.id: project for project in self.projects}

    @cached_property
    def profile(self) -> Profile:
        """The ballots as arrays, built once."""
        return build_profile(self.projects, self.ballots, self.budget, self.vote_type)
