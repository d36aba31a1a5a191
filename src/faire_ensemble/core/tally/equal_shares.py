"""Equal shares with its completion add1: the largest share whose result fits in the envelope."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from faire_ensemble.core.tally.batch import Batch, apart
from faire_ensemble.core.tally.contest import Contest, Found
from faire_ensemble.core.tally.shares import Shares

TOGETHER = 2**18  # budgets held at once by runs made together
WIDEST, GROWTH = 512, 4
ALONE = 2**15  # groups of ballots above which runs are made one by one


def equal_shares(contest: Contest, *, raising: bool = False, until_full: bool = False) -> Found:
    """Winners in order. `raising` is add1: one euro more for each voter while the result fits.

    It stops when the next share's result would cost more than the envelope, or when every project
    is funded; with `until_full`, as soon as nothing more would fit in the envelope.
    """
    if not contest.voters or not contest.candidates:
        return Found(())
    first, euro = Fraction(contest.budget, contest.voters), contest.profile.unit
    shares = Shares(contest)
    raised = _raised(contest, shares, first, until_full) if raising else 0
    run = shares.run(first + raised * euro)
    won = {purchase.project for purchase in run.purchases}
    wallets = run.wallets().tolist()
    return Found(
        run.purchases,
        share=first + raised * euro,
        raised=raised,
        wallets={p: wallets[p] for p in contest.candidates if p not in won},
    )


@dataclass(frozen=True, slots=True)
class Trial:
    """One share tried by add1: over the envelope; or nothing more fits; or nothing is left."""

    over: bool
    full: bool = False
    complete: bool = False


def _raised(contest: Contest, shares: Shares, first: Fraction, until_full: bool) -> int:
    """How many times add1 adds one euro to each share."""
    for raised, trial in enumerate(_trials(contest, shares, first, until_full)):
        if trial.over:
            return raised - 1
        if trial.complete or (until_full and trial.full):
            return raised
    raise AssertionError("every share fits")


def _trials(contest: Contest, shares: Shares, first: Fraction, until_full: bool) -> Iterator[Trial]:
    """The result at each share in turn, found many shares at a time where that pays."""
    groups = len(contest.profile.weight)
    widest = 1 if groups > ALONE else min(WIDEST, TOGETHER // groups)
    distinct = apart(groups, list(shares.fans.values())) if widest > 1 else []
    raised, width = 0, 1
    while True:
        tried = [first + (raised + k) * contest.profile.unit for k in range(width)]
        if width == 1:
            yield _alone(contest, shares, tried[0], until_full)
        else:
            found = Batch(contest, shares.fans, distinct, tried, until_full).run()
            for column, share in enumerate(tried):
                if found.aside[column]:
                    yield _alone(contest, shares, share, until_full)
                    continue
                if found.within[column]:
                    yield Trial(over=False)
                    continue
                bought = np.flatnonzero(found.bought[:, column])
                won = {contest.candidates[position] for position in bought.tolist()}
                yield _trial(contest, won, int(found.spent[column]))
        raised, width = raised + width, min(width * GROWTH, widest)


def _alone(contest: Contest, shares: Shares, share: Fraction, until_full: bool) -> Trial:
    run = shares.trial(share, until_full)
    if run.within:
        return Trial(over=False)
    return _trial(contest, {purchase.project for purchase in run.purchases}, run.spent)


def _trial(contest: Contest, won: set[int], spent: int) -> Trial:
    """What a result leaves: candidates that neither won nor are excluded by a winner."""
    if spent > contest.budget:
        return Trial(over=True)
    out = set[int]().union(*(contest.rivals.get(p, frozenset()) for p in won))
    left = contest.budget - spent
    rest = [p for p in contest.candidates if p not in won and p not in out]
    full = all(contest.profile.cost[p] > left for p in rest)
    return Trial(over=False, full=full, complete=not rest)
