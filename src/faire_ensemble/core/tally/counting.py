"""The tally: earmarked parts first, then the rule, then its completion, then the jury."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from faire_ensemble.core.tally.ballots import InvalidElection
from faire_ensemble.core.tally.contest import Contest, Found, Purchase, Step
from faire_ensemble.core.tally.election import Election
from faire_ensemble.core.tally.equal_shares import equal_shares
from faire_ensemble.core.tally.explaining import explain
from faire_ensemble.core.tally.greedy import greedy
from faire_ensemble.core.tally.options import (
    Completion,
    Earmark,
    Options,
    Rule,
    Unaffordable,
    Utility,
    check_options,
    tie_ranks,
)
from faire_ensemble.core.tally.outcome import Outcome, Round
from faire_ensemble.core.tally.phragmen import phragmen
from faire_ensemble.core.tally.stages import Stage
from faire_ensemble.core.tally.words import in_euros


def tally(election: Election, options: Options | None = None) -> Outcome:
    """Count the ballots. Same election and options, same outcome, everywhere."""
    options = options or Options()
    check_options(election, options)
    count = _Count(election, options)
    for earmark in options.earmarks:
        count.run(Step.EARMARK, earmark)
    count.run(Step.RULE)
    if options.completion.then_greedy:
        count.run(Step.COMPLETION)
    return count.outcome()


@dataclass
class _Count:
    """What has been won so far, stage after stage."""

    election: Election
    options: Options
    stages: list[Stage] = field(default_factory=list)

    def __post_init__(self) -> None:
        profile = self.election.profile
        self.rank = tie_ranks(self.election, self.options.seed)
        self.left = profile.budget
        least = self.options.threshold(self.election) * profile.point
        self.pool = {
            number
            for number, score in enumerate(profile.score.tolist())
            if score > 0 and score >= least
        }
        self.rivals = _rivals(self.election, self.options.groups)
        self.won = set[int]()
        self.out = set[int]()

    def run(self, step: Step, earmark: Earmark | None = None) -> None:
        """One stage, on the projects and the money that are its own."""
        profile = self.election.profile
        pool = self.pool - self.won - self.out
        money, voters = self.left, profile.voters
        if earmark is not None:
            mine = {n for n in pool if _inside(self.election, n, earmark)}
            pool, money = mine, int(earmark.amount * profile.unit)
            voters = _voters(self.election, pool)
        contest = Contest(
            profile=profile,
            candidates=tuple(sorted(n for n in pool if profile.cost[n] <= money)),
            budget=money,
            voters=voters,
            rank=self.rank,
            by_cost=self.options.utility is Utility.COST,
            rivals=self.rivals,
        )
        found = self._rule(contest, step)
        self.stages.append(Stage(step, earmark, contest, found))
        for purchase in found.purchases:
            self.left -= profile.cost[purchase.project]
            self.won.add(purchase.project)
            self.out |= self.rivals.get(purchase.project, frozenset())

    def _rule(self, contest: Contest, step: Step) -> Found:
        stop = self.options.unaffordable is Unaffordable.STOP
        if step is Step.COMPLETION:
            return greedy(contest)
        match self.options.rule:
            case Rule.PHRAGMEN:
                return phragmen(contest)
            case Rule.EQUAL_SHARES:
                completion = self.options.completion
                return equal_shares(
                    contest,
                    raising=completion.raises,
                    until_full=completion is Completion.ADD1E,
                )
            case Rule.GREEDY | Rule.THRESHOLD:
                return greedy(contest, stop=stop)

    def outcome(self) -> Outcome:
        election, options = self.election, self.options
        rounds = tuple(self._rounds())
        last = next(stage.found for stage in self.stages if stage.step is Step.RULE)
        unit = election.profile.unit
        winners = tuple(row.project for row in rounds)
        funded = _decided(election, options, winners)
        share = None if last.share is None else last.share / unit
        return Outcome(
            options=options,
            budget=election.budget,
            winners=winners,
            spent=_cost(election, winners),
            rounds=rounds,
            explanations=explain(election, options, self.stages, rounds),
            first_share=None if share is None else share - last.raised,
            share=share,
            raised=last.raised,
            overrides=options.overrides,
            funded=funded,
            funded_cost=_cost(election, funded),
        )

    def _rounds(self) -> Iterator[Round]:
        profile = self.election.profile
        left = profile.budget
        number = 0
        for stage in self.stages:
            for purchase in stage.found.purchases:
                number += 1
                left -= profile.cost[purchase.project]
                yield _round(self.election, number, stage, purchase, left)


def _round(election: Election, number: int, stage: Stage, purchase: Purchase, left: int) -> Round:
    project = election.projects[purchase.project]
    return Round(
        number=number,
        project=project.id,
        step=stage.step,
        earmark="" if stage.earmark is None else stage.earmark.value,
        cost=project.cost,
        price=_price(election, purchase),
        supporters=int(election.profile.supporters[purchase.project]),
        emptied=purchase.emptied,
        left=Decimal(left) / election.profile.unit,
    )


def _price(election: Election, purchase: Purchase) -> Decimal | None:
    profile = election.profile
    return in_euros(profile, purchase.price * profile.point) if purchase.price else None


def _rivals(election: Election, groups: tuple[tuple[str, ...], ...]) -> dict[int, frozenset[int]]:
    """Projects that each project excludes."""
    index = {project.id: number for number, project in enumerate(election.projects)}
    found: dict[int, frozenset[int]] = {}
    for group in groups:
        members = frozenset(index[name] for name in group)
        for member in members:
            found[member] = found.get(member, frozenset()) | (members - {member})
    return found


def _inside(election: Election, number: int, earmark: Earmark) -> bool:
    return election.projects[number].column(earmark.column) == earmark.value


def _voters(election: Election, pool: set[int]) -> int:
    """Voters who chose at least one of these projects: they share an earmarked part."""
    profile = election.profile
    mine = np.isin(profile.project_of, sorted(pool))
    return int(profile.weight[np.unique(profile.group[mine])].sum())


def _decided(election: Election, options: Options, winners: tuple[str, ...]) -> tuple[str, ...]:
    """Winners after the jury's decisions, which may not exceed the envelope."""
    against = {row.project for row in options.overrides if not row.fund}
    added = [row.project for row in options.overrides if row.fund and row.project not in winners]
    funded = (*(name for name in winners if name not in against), *added)
    over = _cost(election, funded) - election.budget
    if over > 0:
        raise InvalidElection(
            f"Les décisions du jury dépassent l'enveloppe de {over} € : retirez un projet."
        )
    return funded


def _cost(election: Election, names: tuple[str, ...]) -> Decimal:
    return sum((election.by_id[name].cost for name in names), Decimal(0))
