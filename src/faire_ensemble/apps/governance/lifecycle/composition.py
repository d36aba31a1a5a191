"""What a body must be made of, against who sits there on a day.

The rules are data (`CollegeRule`, one a college): the counts of a conseil de quartier or of the
two colleges of a conseil citoyen (law 2014-173 of 21 February 2014, art. 7, I) are checked by the
same function.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Lack(StrEnum):
    """What a college misses, or has too much of."""

    MISSING = "missing"
    TOO_MANY = "too_many"
    PARITY = "parity"


@dataclass(frozen=True, slots=True)
class CollegeRule:
    """How many seats of a college must be filled.

    `minimum` and `maximum` are persons; no maximum leaves the college open. `parity` asks that
    women and men differ by one at most.
    """

    key: int
    name: str
    minimum: int
    maximum: int | None = None
    parity: bool = False


@dataclass(frozen=True, slots=True)
class Sitting:
    """Somebody who sits: the college (or none) and the sex, "f", "m" or "" when not said."""

    college: int | None
    sex: str = ""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One thing to correct; `count` is how many persons are missing or too many."""

    college: int
    name: str
    lack: Lack
    count: int


@dataclass(frozen=True, slots=True)
class Filled:
    """A college as it stands."""

    rule: CollegeRule
    filled: int
    shortfalls: tuple[Shortfall, ...]

    @property
    def complete(self) -> bool:
        return not self.shortfalls


def composition(rules: Iterable[CollegeRule], sitting: Iterable[Sitting]) -> tuple[Filled, ...]:
    """Each college with what it lacks, in the order of the rules.

    Parity is judged on those whose sex is known, and only once somebody's is.
    """
    persons = list(sitting)
    counts = Counter(each.college for each in persons)
    sexes = Counter((each.college, each.sex) for each in persons if each.sex)
    return tuple(_filled(rule, counts[rule.key], sexes) for rule in rules)


def _filled(rule: CollegeRule, count: int, sexes: Counter[tuple[int | None, str]]) -> Filled:
    found = []
    if count < rule.minimum:
        found.append(Shortfall(rule.key, rule.name, Lack.MISSING, rule.minimum - count))
    if rule.maximum is not None and count > rule.maximum:
        found.append(Shortfall(rule.key, rule.name, Lack.TOO_MANY, count - rule.maximum))
    unbalance = abs(sexes[rule.key, "f"] - sexes[rule.key, "m"])
    if rule.parity and unbalance > 1:
        found.append(Shortfall(rule.key, rule.name, Lack.PARITY, unbalance))
    return Filled(rule, count, tuple(found))


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Meetings held in a year against the number that the rules ask for."""

    year: int
    held: int
    planned: int
    required: int

    @property
    def lacking(self) -> int:
        """Meetings still to plan so that the year holds the rule."""
        return max(0, self.required - self.held - self.planned)
