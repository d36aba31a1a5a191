"""The same elections counted by pabutools (GPL, for tests only), in exact fractions.

It is given our order of ties, and our scale of points: projects nobody chose are left out (it
funds them when money is left), a ranking counts 3, 2, 1 (its own Borda counts 2, 1, 0).
"""

from fractions import Fraction
from functools import partial

from pabutools import fractions
from pabutools.election import (
    AdditiveSatisfaction,
    ApprovalBallot,
    ApprovalProfile,
    Cardinality_Sat,
    Cost_Sat,
    CumulativeBallot,
    CumulativeProfile,
    Instance,
    OrdinalBallot,
    OrdinalProfile,
)
from pabutools.election import Project as PabuProject
from pabutools.election.pabulib import parse_pabulib_from_string
from pabutools.fractions import frac
from pabutools.rules import (
    BudgetAllocation,
    greedy_utilitarian_welfare,
    method_of_equal_shares,
    sequential_phragmen,
)
from pabutools.rules.mes import method_of_equal_shares_scheme
from pabutools.tiebreaking import TieBreakingRule

from faire_ensemble.core.tally import BallotType, Completion, Election, Options, Rule, Utility, lot

assert fractions.FRACTION == fractions.GMPY_FRAC


class Oracle:
    """pabutools on one election, from its text or from our reading of it."""

    def __init__(self, election: Election, text: str | None = None) -> None:
        self._election = election
        self._scores = dict(zip(election.by_id, map(int, election.profile.score), strict=True))
        if text is None:
            self.instance, self.profile = _built(election)
        else:
            self.instance, self.profile = parse_pabulib_from_string(text)
        for project in list(self.instance):
            if not self._scores[project.name]:
                self.instance.remove(project)

        self._endless = Endless(self.instance, budget_limit=self.instance.budget_limit)

    def winners(self, options: Options) -> list[str]:
        """Winners in order (sequential Phragmén gives them sorted)."""
        ties = TieBreakingRule(partial(self._tie, options.seed))
        utility = self._utility(options.utility)
        if options.rule is Rule.GREEDY:
            found = self._greedy(utility, ties)
        elif options.rule is Rule.PHRAGMEN:
            found = sequential_phragmen(self.instance, self.profile, tie_breaking=ties)
        else:
            found = method_of_equal_shares(
                self.instance if options.completion is Completion.ADD1E else self._endless,
                self.profile,
                sat_class=utility,
                tie_breaking=ties,
                voter_budget_increment=1 if options.completion.raises else None,
            )
        if options.completion.then_greedy:
            votes = self._utility(options.utility)
            found = self._greedy(votes, ties, found)
        return [project.name for project in found]

    def at_share(self, options: Options, share: Fraction) -> list[str]:
        """Equal shares when every voter starts with this share."""
        found = method_of_equal_shares_scheme(
            self.instance,
            self.profile,
            self.profile.as_sat_profile(self._utility(options.utility)),
            frac(share.numerator, share.denominator),
            BudgetAllocation(),
            TieBreakingRule(partial(self._tie, options.seed)),
            binary_sat=not self._election.vote_type.scored,
        )
        return [project.name for project in found]

    def completed(self, options: Options, winners: tuple[str, ...]) -> list[str]:
        """Winners, then greedy."""
        start = [self.instance.get_project(name) for name in winners]
        ties = TieBreakingRule(partial(self._tie, options.seed))
        found = self._greedy(self._utility(options.utility), ties, start)
        return [project.name for project in found]

    def _greedy(self, utility, ties, start=None):
        return greedy_utilitarian_welfare(
            self.instance,
            self.profile,
            sat_class=utility,
            is_sat_additive=True,
            tie_breaking=ties,
            initial_budget_allocation=None if start is None else BudgetAllocation(start),
        )

    def _tie(self, seed, instance, profile, project):
        return project.cost, -self._scores[project.name], lot(seed, project.name), project.name

    def _utility(self, utility: Utility):
        by_cost = utility is Utility.COST
        if not self._election.vote_type.scored:
            return Cost_Sat if by_cost else Cardinality_Sat
        return CostPoints if by_cost else Points


class Endless(Instance):
    """An instance on which increases of budget stop only when the envelope is exceeded, or when
    every project is funded (it would go on for ever)."""

    def is_exhaustive(self, projects, available_projects=None):
        rest = self if available_projects is None else available_projects
        return all(project in projects for project in rest)


def points(ballot, project):
    """Points of a project on a ballot."""
    if isinstance(ballot, OrdinalBallot):
        return len(ballot) - ballot.position(project) if project in ballot else 0
    return ballot.get(project, 0)


class Points(AdditiveSatisfaction):
    """Points, whatever the cost."""

    def __init__(self, instance, profile, ballot):
        super().__init__(instance, profile, ballot, lambda i, p, b, project, _: points(b, project))


class CostPoints(AdditiveSatisfaction):
    """Points times cost."""

    def __init__(self, instance, profile, ballot):
        super().__init__(
            instance, profile, ballot, lambda i, p, b, project, _: points(b, project) * project.cost
        )


def _built(election: Election):
    """Instance and profile from our objects."""
    mine = {p.id: PabuProject(p.id, frac(str(p.cost))) for p in election.projects}
    instance = Instance(mine.values(), budget_limit=frac(str(election.budget)))
    match election.vote_type:
        case BallotType.CUMULATIVE:
            ballots = [
                CumulativeBallot(
                    {mine[n]: frac(str(v)) for n, v in zip(b.projects, b.points, strict=True) if v}
                )
                for b in election.ballots
            ]
            return instance, CumulativeProfile(ballots, instance=instance)
        case BallotType.ORDINAL:
            rankings = [OrdinalBallot([mine[n] for n in b.projects]) for b in election.ballots]
            return instance, OrdinalProfile(rankings, instance=instance)
        case _:
            approvals = [ApprovalBallot([mine[n] for n in b.projects]) for b in election.ballots]
            return instance, ApprovalProfile(approvals, instance=instance)


def same(election: Election, options: Options, oracle: Oracle, ours: tuple[str, ...]) -> bool:
    """Identical winners, in the same order where pabutools keeps one."""
    theirs = oracle.winners(options)
    if options.rule is Rule.PHRAGMEN and options.completion is Completion.NONE:
        return sorted(theirs) == sorted(ours)
    return theirs == list(ours)
