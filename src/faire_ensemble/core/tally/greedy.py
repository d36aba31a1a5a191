"""Greedy by votes: the most voted project that fits, again and again. Exact."""

from fractions import Fraction

from faire_ensemble.core.tally.contest import Contest, Found, Purchase


def greedy(contest: Contest, *, stop: bool = False) -> Found:
    """Projects by decreasing votes (or votes for each euro), each funded if it still fits.

    With `stop`, the count ends at the first project that does not fit.
    """
    profile = contest.profile

    def key(project: int) -> tuple[Fraction, int]:
        merit = Fraction(int(profile.score[project]) * contest.scale(project))
        return -merit / profile.cost[project], contest.rank[project]

    left = contest.budget
    out = set[int]()
    purchases: list[Purchase] = []
    refused: dict[int, int] = {}
    for project in sorted(contest.candidates, key=key):
        if project in out:
            continue
        if profile.cost[project] > left:
            refused[project] = left
            if stop:
                return Found(purchases, stopped_by=project, refused=refused)
            continue
        left -= profile.cost[project]
        out |= contest.rivals.get(project, frozenset())
        purchases.append(Purchase(project))
    return Found(purchases, refused=refused)
