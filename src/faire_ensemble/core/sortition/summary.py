"""What a draw does for each feature, in numbers to publish."""

from dataclasses import dataclass
from fractions import Fraction

from faire_ensemble.core.sortition.lottery import Lottery
from faire_ensemble.core.sortition.problem import Quota


@dataclass(frozen=True, slots=True)
class Odds:
    """One feature: how many have it, and the chances of the least and of the most lucky.

    Chances are None when nobody has it.
    """

    quota: Quota
    people: int
    least: Fraction | None
    mean: Fraction | None
    most: Fraction | None


def odds(lottery: Lottery) -> tuple[Odds, ...]:
    """For each quota, the chances that the numbered panels give."""
    total = len(lottery.panels)
    found = []
    for quota in lottery.problem.quotas:
        sittings = [
            lottery.sittings[person.id]
            for person in lottery.problem.people
            if person.features[quota.category] == quota.feature
        ]
        if not sittings:
            found.append(Odds(quota, 0, None, None, None))
            continue
        mean = Fraction(sum(sittings), total * len(sittings))
        least, most = Fraction(min(sittings), total), Fraction(max(sittings), total)
        found.append(Odds(quota, len(sittings), least, mean, most))
    return tuple(found)
