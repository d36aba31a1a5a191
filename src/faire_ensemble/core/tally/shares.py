"""The method of equal shares: every voter gets the same share and pays only what she chose.

Peters, Pierczyński, Skowron, "Proportional Participatory Budgeting with Additive Utilities",
NeurIPS 2021. Budgets are floats, each with a bound of its error; intervals that do not meet settle
a comparison, the others go to the exact ledger. A project's price only grows, so a project is
priced again only when its last price could be the lowest.
"""

import heapq
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faire_ensemble.core.tally.contest import Contest, Purchase
from faire_ensemble.core.tally.ledger import Ledger
from faire_ensemble.core.tally.sums import total

Floats = NDArray[np.float64]
EPSILON = 2.0**-52
FINE = 1e-12  # relative error of a price below which it is good enough
LOOK = 8  # purchases between two looks at what may still be bought
TRACE = 1e-290  # left to a voter who has perhaps nothing: only exactly zero leaves a fan
KEEP = 0.75  # voters without money are dropped once they are a quarter of a project's supporters


@dataclass(slots=True)
class Fan:
    """The supporters of a project who still have money: groups, voters, points."""

    groups: NDArray[np.int32]
    weight: Floats
    points: Floats | None
    value: Floats  # weight x points
    total: float
    single: bool  # one voter a group, one point each

    def due(self, price: float) -> Any:
        """What each supporter is asked at this price."""
        return price if self.points is None else price * self.points

    def worth(self, chosen: NDArray[np.bool_]) -> float:
        """Points of the chosen supporters, a whole number."""
        return float(np.count_nonzero(chosen)) if self.single else total(self.value, chosen)

    def money(self, left: Floats, chosen: NDArray[np.bool_] | None = None) -> float:
        """What the chosen supporters have left together."""
        owned = left if self.single else self.weight * left
        return float(np.add.reduce(owned)) if chosen is None else total(owned, chosen)

    def among(self, kept: NDArray[np.bool_]) -> "Fan":
        value = self.value[kept]
        points = None if self.points is None else self.points[kept]
        weight = value if points is None else self.weight[kept]
        return Fan(self.groups[kept], weight, points, value, float(value.sum()), self.single)


@dataclass(slots=True)
class Quote:
    """The price of a point of a project: `price`, wrong by at most `error`.

    `alone` is the points of supporters with money left when they certainly all pay in full, so
    that the price is exactly the cost over these points; else zero. `doubtful` says that only the
    ledger can tell whether they can pay.
    """

    project: int
    price: float
    error: float
    alone: int = 0
    doubtful: bool = False


class Shares:
    """Equal shares on one contest, run again and again with larger shares."""

    def __init__(self, contest: Contest) -> None:
        self._contest = contest
        self.fans: dict[int, Fan] = {}
        profile = contest.profile
        weight = profile.weight.astype(float)
        single = profile.single and profile.points is None
        self._first: dict[int, float] = {}
        for project in contest.candidates:
            part = slice(profile.start[project], profile.start[project + 1])
            groups = profile.group[part]
            voters = weight[groups]
            points = None if profile.points is None else profile.points[part].astype(float)
            value = voters if points is None else voters * points
            self.fans[project] = Fan(groups, voters, points, value, float(value.sum()), single)
            self._first[project] = profile.cost[project] / self.fans[project].total

    def run(self, share: Fraction) -> "Run":
        """Winners when every voter starts with `share`."""
        run = Run(self._contest, share, dict(self.fans), self._first)
        while run.buy() is not None:
            pass
        return run

    def trial(self, share: Fraction, until_full: bool) -> "Run":
        """A run that stops as soon as add1 knows enough: over the envelope, or surely within."""
        run = Run(self._contest, share, dict(self.fans), self._first)
        while run.buy() is not None and run.spent <= self._contest.budget:
            if len(run.purchases) % LOOK == 1 and run.surely_within(until_full):
                break
        return run


class Run:
    """One run: the budgets and what has been bought."""

    def __init__(
        self, contest: Contest, share: Fraction, fans: dict[int, Fan], first: dict[int, float]
    ) -> None:
        self._contest, self._share, self._fans = contest, share, fans
        self._ledger: Ledger | None = None
        self._left = np.full(len(contest.profile.weight), float(share))
        self._error = np.full(len(self._left), float(share) * EPSILON)
        self._worst = float(share) * EPSILON
        self._price = dict(first)
        self._scale = {p: float(contest.scale(p)) for p in fans}
        self._heap = [(first[p] / self._scale[p] * (1 - 4 * EPSILON), p) for p in fans]
        heapq.heapify(self._heap)
        self.purchases: list[Purchase] = []
        self.spent = 0
        self.within = False

    @property
    def worst(self) -> float:
        """The largest bound of error of a budget."""
        return self._worst

    def wallets(self) -> Floats:
        """What the supporters of each project have left together."""
        profile = self._contest.profile
        owned = (profile.weight * self._left)[profile.group]
        found: Floats = np.bincount(profile.project_of, owned, len(profile.cost)).astype(np.float64)
        return found

    def surely_within(self, until_full: bool) -> bool:
        """Whether the result fits in the envelope whatever is still bought, short of everything."""
        contest, cost = self._contest, np.array(self._contest.profile.cost)
        if contest.rivals:
            return False
        open_ = np.zeros(len(cost), dtype=bool)
        open_[list(contest.candidates)] = True
        open_[[purchase.project for purchase in self.purchases]] = False
        voters = contest.profile.supporters
        doubt = voters * (self._worst + EPSILON * (voters + 8) * self._left.max())
        able = open_ & (self.wallets() + doubt >= cost)
        gone = open_ & ~able
        if not gone.any():
            return False
        most = self.spent + int(cost[able].sum())
        self.within = most + (int(cost[gone].min()) if until_full else 0) <= contest.budget
        return self.within

    def buy(self) -> Purchase | None:
        """Buy the project of lowest price for its worth; None when no supporters can pay."""
        heap, quotes, best = self._heap, list[Quote](), np.inf
        while heap and heap[0][0] <= best:
            _, project = heapq.heappop(heap)
            if project not in self._fans:
                continue
            quote = self._quote(project)
            if quote is not None:
                quotes.append(quote)
                best = min(best, (quote.price + quote.error) / self._scale[project])
        if not quotes:
            return None
        near = [q for q in quotes if (q.price - q.error) / self._scale[q.project] <= best]
        chosen = near[0] if len(near) == 1 and not near[0].doubtful else self._settle(near)
        for quote in quotes:
            if quote is not chosen and quote.project in self._fans:
                low = (quote.price - quote.error) / self._scale[quote.project]
                heapq.heappush(heap, (low * (1 - 4 * EPSILON), quote.project))
        return self.buy() if chosen is None else self._pay(chosen)

    def _quote(self, project: int) -> Quote | None:
        """Price a project now, from its last price up (Newton on a concave function).

        A price holds when nobody's money lies between the last price tried and it, with its error.
        """
        fan, cost = self._fans[project], float(self._contest.profile.cost[project])
        left = self._left[fan.groups]
        alive = left > 0.0
        if np.count_nonzero(alive) < KEEP * len(left):
            fan = self._fans[project] = fan.among(alive)
            left = left[alive]
        price, worst = self._price[project], self._worst
        value = fan.worth(left < fan.due(price))
        while True:
            rest = fan.total - value
            if rest <= 0:
                return self._short(project, fan, fan.money(left))
            money = fan.money(left, left < fan.due(price)) if value else 0.0
            price = max(price, (cost - money) / rest)
            rounding = (cost + money) * EPSILON * (len(left) + 8)
            error = 2 * (worst * value + rounding) / rest + 4 * EPSILON * price
            margin = 2 * (error + worst)
            poorer = fan.worth(left <= fan.due(price + margin))
            before, value = value, fan.worth(left < fan.due(price)) if poorer != value else value
            if value == before:
                break
        if poorer != value:
            rest = fan.total - poorer
            if rest <= 0 or 2 * (worst * poorer + rounding) > margin * rest:
                return Quote(project, price, np.inf, doubtful=True)
            error = max(error, 2 * (worst * poorer + rounding) / rest)
        self._price[project] = max(self._price[project], price - error)
        broke = fan.worth(left == 0.0) if poorer else 0.0
        return Quote(project, price, error, int(fan.total - broke) if poorer == broke else 0)

    def _short(self, project: int, fan: Fan, money: float) -> Quote | None:
        """Supporters without the money, for certain or not."""
        cost = float(self._contest.profile.cost[project])
        doubt = self._worst * fan.total + (money + cost) * EPSILON * (len(fan.weight) + 8)
        if money + doubt < cost:
            del self._fans[project]
            return None
        return Quote(project, self._price[project], np.inf, doubtful=True)

    def _settle(self, near: list[Quote]) -> Quote | None:
        """Exact prices of near ties; the tie order decides between equals."""
        found: list[tuple[Fraction, int, Quote]] = []
        for quote in near:
            exact = self._exact(quote)
            if exact is None:
                del self._fans[quote.project]
                continue
            worth = exact / self._contest.scale(quote.project)
            found.append((worth, self._contest.rank[quote.project], quote))
            quote.price = float(exact)
            quote.error = quote.price * EPSILON
        return min(found, key=lambda row: row[:2])[2] if found else None

    def _exact(self, quote: Quote) -> Fraction | None:
        profile = self._contest.profile
        if quote.alone:
            return Fraction(profile.cost[quote.project], quote.alone)
        if self._ledger is None:
            self._ledger = Ledger(profile, self._share)
            for purchase in self.purchases:
                self._ledger.note(purchase.project)
        return self._ledger.price(quote.project)

    def _pay(self, quote: Quote) -> Purchase:
        """Take the price from the supporters; those with less give all they have."""
        project, price, wrong = quote.project, quote.price, quote.error
        fan = self._fans.pop(project)
        left, error = self._left[fan.groups], self._error[fan.groups]
        due = fan.due(price)
        if wrong > FINE * price:
            wrong = min(wrong, self._finer(quote, fan, left, error))
        doubt = error + (wrong / price + 2 * EPSILON) * due + EPSILON * left
        rest = np.maximum(left - due, TRACE)
        emptied = left + doubt < due
        rest[emptied] = 0.0
        doubt[emptied] = 0.0
        self._left[fan.groups], self._error[fan.groups] = rest, doubt
        self._worst = max(self._worst, float(doubt.max(initial=0.0)))
        for rival in self._contest.rivals.get(project, frozenset()):
            self._fans.pop(rival, None)
        if self._ledger is not None:
            self._ledger.note(project)
        voters = int(np.add.reduce(fan.weight))
        bought = Purchase(project, price, voters, int(total(fan.weight, left <= due)))
        self.purchases.append(bought)
        self.spent += self._contest.profile.cost[project]
        return bought

    def _finer(self, quote: Quote, fan: Fan, left: Floats, error: Floats) -> float:
        """The error of a price from the error of each budget, not from the worst of them."""
        near = left <= fan.due(quote.price + 2 * (quote.error + self._worst))
        rest = fan.total - fan.worth(near)
        if rest <= 0:
            return np.inf
        sums = self._contest.profile.cost[quote.project] + fan.money(left, near)
        slack = total(fan.weight * error, near) + sums * EPSILON * (len(left) + 8)
        return 2 * slack / rest + 4 * EPSILON * quote.price
