"""Equal shares with its completion add1: the largest share whose result fits in the envelope."""

from fractions import Fraction

from faire_ensemble.core.tally.contest import Contest, Found
from faire_ensemble.core.tally.shares import Run, Shares


def equal_shares(contest: Contest, *, raising: bool = False) -> Found:
    """Winners in order. `raising` is add1: one euro more for each voter while the result fits.

    It stops when the next share's result would cost more than the envelope, or as soon as nothing
    more would fit (as pabutools does; equalshares.net, "Completion of the outcome").
    """
    if not contest.voters or not contest.candidates:
        return Found(())
    share = Fraction(contest.budget, contest.voters)
    shares = Shares(contest)
    run = shares.run(share)
    if run is None:
        raise AssertionError("no limit was given")
    raised = 0
    while raising and not exhaustive(contest, run):
        following = shares.run(share + (raised + 1) * contest.profile.unit, contest.budget)
        if following is None:
            break
        raised, run = raised + 1, following
    won = {purchase.project for purchase in run.purchases}
    return Found(
        run.purchases,
        share=share + raised * contest.profile.unit,
        raised=raised,
        wallets={p: run.wallet(p) for p in contest.candidates if p not in won},
    )


def exhaustive(contest: Contest, run: Run) -> bool:
    """Whether no candidate left would fit in what is left of the envelope."""
    won = {purchase.project for purchase in run.purchases}
    out = set[int]().union(*(contest.rivals.get(p, frozenset()) for p in won))
    left = contest.budget - run.spent
    return all(contest.profile.cost[p] > left for p in contest.candidates if p not in won | out)
