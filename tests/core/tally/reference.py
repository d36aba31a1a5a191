"""The rules written again as plainly as possible, all in fractions, to compare with."""

from fractions import Fraction

from faire_ensemble.core.tally import BallotType, Completion, Election, Options, Rule, Utility, lot


def points(election: Election) -> list[dict[str, Fraction]]:
    """What each voter gives to each project."""
    rows = []
    for ballot in election.ballots:
        match election.vote_type:
            case BallotType.CUMULATIVE:
                given = map(Fraction, ballot.points)
            case BallotType.ORDINAL:
                given = (Fraction(len(ballot.projects) - n) for n in range(len(ballot.projects)))
            case _:
                given = (Fraction(1) for _ in ballot.projects)
        rows.append({p: v for p, v in zip(ballot.projects, given, strict=True) if v})
    return rows


class Reference:
    """Slow and obvious."""

    def __init__(self, election: Election, options: Options) -> None:
        self.options = options
        self.voters = points(election)
        self.cost = {p.id: Fraction(p.cost) for p in election.projects}
        self.budget = Fraction(election.budget)
        self.score = {
            p: sum((v.get(p, Fraction(0)) for v in self.voters), Fraction(0)) for p in self.cost
        }
        self.rivals = {
            p: {q for group in options.groups if p in group for q in group if q != p}
            for p in self.cost
        }
        self.pool = [p for p in self.cost if self.score[p] and self.cost[p] <= self.budget]

    def tie(self, project: str):
        return self.cost[project], -self.score[project], lot(self.options.seed, project), project

    def scale(self, project: str) -> Fraction:
        return self.cost[project] if self.options.utility is Utility.COST else Fraction(1)

    def winners(self) -> list[str]:
        match self.options.rule:
            case Rule.GREEDY:
                found = self.greedy([])
            case Rule.PHRAGMEN:
                found = self.phragmen()
            case _:
                found = self.shares()
        return self.greedy(found) if self.options.completion.then_greedy else found

    def greedy(self, start: list[str]) -> list[str]:
        won = list(start)
        order = sorted(
            self.pool,
            key=lambda p: (-self.score[p] * self.scale(p) / self.cost[p], self.tie(p)),
        )
        for project in order:
            spent = sum(self.cost[p] for p in won)
            if project in won or self.rivals[project] & set(won):
                continue
            if spent + self.cost[project] <= self.budget:
                won.append(project)
        return won

    def phragmen(self) -> list[str]:
        """Time flows; a project is bought when its supporters' money since reaches its cost."""
        since = [Fraction(0)] * len(self.voters)
        won: list[str] = []
        while True:
            rest = [p for p in self.pool if p not in won and not self.rivals[p] & set(won)]
            if not rest:
                return won
            when = {}
            for p in rest:
                mine = [n for n, v in enumerate(self.voters) if p in v]
                when[p] = (self.cost[p] + sum(since[n] for n in mine)) / len(mine)
            now = min(when.values())
            tied = sorted((p for p in rest if when[p] == now), key=self.tie)
            spent = sum(self.cost[p] for p in won)
            if any(spent + self.cost[p] > self.budget for p in tied):
                return won
            won.append(tied[0])
            since = [now if tied[0] in v else s for v, s in zip(self.voters, since, strict=True)]

    def shares(self) -> list[str]:
        share = self.budget / len(self.voters)
        won = self.fixed(share)
        if not self.options.completion.raises:
            return won
        while True:
            rest = [p for p in self.pool if p not in won and not self.rivals[p] & set(won)]
            spent = sum(self.cost[p] for p in won)
            full = all(spent + self.cost[p] > self.budget for p in rest)
            if not rest or (full and self.options.completion is Completion.ADD1E):
                return won
            share += 1
            tried = self.fixed(share)
            if sum(self.cost[p] for p in tried) > self.budget:
                return won
            won = tried

    def fixed(self, share: Fraction) -> list[str]:
        left = [share] * len(self.voters)
        won: list[str] = []
        while True:
            rates = {}
            for p in self.pool:
                if p not in won and not self.rivals[p] & set(won):
                    rate = self.rate(p, left)
                    if rate is not None:
                        rates[p] = rate
            if not rates:
                return won
            best = min(rates, key=lambda p: (rates[p] / self.scale(p), self.tie(p)))
            won.append(best)
            left = [
                b - min(b, rates[best] * v[best]) if best in v else b
                for b, v in zip(left, self.voters, strict=True)
            ]

    def rate(self, project: str, left: list[Fraction]) -> Fraction | None:
        """The price of a point at which the supporters pay the cost, found by trying each limit."""
        mine = [(b, v[project]) for b, v in zip(left, self.voters, strict=True) if project in v]
        if sum(b for b, _ in mine) < self.cost[project]:
            return None
        for limit in sorted({b / u for b, u in mine}):
            poor = sum((b for b, u in mine if b / u < limit), Fraction(0))
            rich = sum((u for b, u in mine if b / u >= limit), Fraction(0))
            rate = (self.cost[project] - poor) / rich
            if rate <= limit:
                return rate
        raise AssertionError("somebody can pay")
