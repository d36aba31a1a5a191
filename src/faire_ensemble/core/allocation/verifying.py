"""Is a published result true? Its rules, its benefit and its bound are recomputed apart.

Rules, benefit and a bound by prices need no solver: they are exact and the same everywhere. The
programme itself is recomputed too; another version of the solver may find another of the same
value, which is said.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from faire_ensemble.core.allocation.checking import check
from faire_ensemble.core.allocation.lines import in_cents, open_lines, points
from faire_ensemble.core.allocation.problem import Problem
from faire_ensemble.core.allocation.solver import Result, price_bound, solve

ROUNDING = Decimal("0.000002")
"""Benefits and gaps are published rounded."""


class Sameness(StrEnum):
    """The programme recomputed, against the one published."""

    IDENTICAL = "identical"
    SAME_VALUE = "same_value"
    BETTER = "better"
    WORSE = "worse"


@dataclass(frozen=True)
class Verification:
    """What is false in a published result (empty: nothing), and how the recomputed one compares."""

    faults: tuple[str, ...]
    sameness: Sameness
    recomputed: Result

    @property
    def words(self) -> str:
        """The comparison in a French sentence."""
        gap = self.recomputed.benefit
        match self.sameness:
            case Sameness.IDENTICAL:
                return "Recalculé : le même programme, montant par montant."
            case Sameness.SAME_VALUE:
                return "Recalculé : un autre programme, de même bénéfice."
            case Sameness.BETTER:
                return f"Recalculé : un meilleur programme ({gap} points), dans l'écart annoncé."
            case _:
                return f"Recalculé : un moins bon programme ({gap} points), dans l'écart annoncé."


def verify(problem: Problem, published: Result, *, seconds: float | None = None) -> Verification:
    """Recompute a published result with the mode and the gap it was asked with."""
    again = solve(problem, mode=published.mode, gap=published.asked, seconds=seconds)
    before, after = in_cents(published.programme), in_cents(again.programme)
    if before == after:
        sameness = Sameness.IDENTICAL
    elif abs(again.benefit - published.benefit) <= ROUNDING:
        sameness = Sameness.SAME_VALUE
    else:
        better = again.benefit > published.benefit
        sameness = Sameness.BETTER if better else Sameness.WORSE
    return Verification(tuple(_faults(problem, published, again)), sameness, again)


def _faults(problem: Problem, published: Result, again: Result) -> Iterator[str]:
    broken = check(problem, published.programme, published.draws)
    for violation in broken:
        yield violation.words
    if not broken:
        benefit = points(open_lines(problem).benefit(in_cents(published.programme)))
        if abs(benefit - published.benefit) > ROUNDING:
            yield f"Le bénéfice publié est {published.benefit} ; il est en fait de {benefit}."
    if published.by_prices:
        bound = price_bound(problem, published.prices)
        if bound > published.bound + ROUNDING:
            yield f"La borne publiée est {published.bound} ; les prix n'en prouvent que {bound}."
    if again.benefit > published.bound + ROUNDING:
        yield f"Un programme dépasse la borne publiée : {again.benefit} points."
    lacking = published.bound - published.benefit
    if lacking > published.gap * published.bound + ROUNDING:
        yield "L'écart publié est plus petit que celui entre la borne et le bénéfice."
    if published.proved and published.gap > published.asked:
        yield "Le résultat se dit prouvé alors que son écart dépasse celui demandé."
