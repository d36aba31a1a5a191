"""The lottery: fairest chances, turned into numbered panels that each keep every quota.

One number then decides everything. Whoever has the data makes the same panels again, and whoever
has the panels alone counts the chances by hand.
"""

import hashlib
import json
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from faire_ensemble.core.sortition.kinds import Kinds, kinds_of
from faire_ensemble.core.sortition.levels import Chances, relaxed
from faire_ensemble.core.sortition.lots import lot, number_drawn
from faire_ensemble.core.sortition.mixing import Mix, apportioned, mixed
from faire_ensemble.core.sortition.problem import InvalidDraw, Problem
from faire_ensemble.core.sortition.programs import VERSION, Panels, Stuck
from faire_ensemble.core.sortition.relaxing import Infeasible, relaxation
from faire_ensemble.core.sortition.seating import Panel, seated
from faire_ensemble.core.sortition.splitting import Split, repeated, split

PANELS = 1000
"""As many as three digits can say: 000 to 999."""
MOST_PANELS = 10_000
PROVED = 250
"""Kinds up to which the chances are proved attained exactly; beyond, the proof takes long."""
COMMON = 10**15
"""Largest common denominator for which a mix is made in whole numbers exactly."""


@dataclass(frozen=True)
class Leximin:
    """The fairest chances, by kind. `attained`: proved to be those of a mix of real panels.

    When not, they are a bound that no draw can pass, and the panels' distance to it is stated.
    """

    kinds: Kinds
    chances: Chances
    attained: bool
    mix: Mix | None = None

    @cached_property
    def by_person(self) -> Mapping[str, Fraction]:
        return {
            name: chance
            for ids, chance in zip(self.kinds.members, self.chances, strict=True)
            for name in ids
        }


@dataclass(frozen=True)
class Lottery:
    """Numbered panels of equal chance, and what they make of the fairest chances."""

    problem: Problem
    leximin: Leximin
    panels: tuple[Panel, ...]
    digest: str
    """SHA-256 of the data and the panels: published before the draw."""
    solver: str

    @cached_property
    def sittings(self) -> Mapping[str, int]:
        """In how many panels each person sits."""
        held = Counter(name for panel in self.panels for name in panel)
        return {person.id: held[person.id] for person in self.problem.people}

    @cached_property
    def deviation(self) -> Fraction:
        """The largest distance between a person's chance in these panels and the fairest."""
        return max(
            abs(Fraction(times, len(self.panels)) - self.leximin.by_person[name])
            for name, times in self.sittings.items()
        )

    @property
    def digits(self) -> int:
        return len(str(len(self.panels) - 1))

    def drawn(self, seed: str) -> int:
        """The number that a seed draws."""
        return number_drawn(seed, len(self.panels), self.digest)

    def panel(self, number: int) -> Panel:
        """The panel of a number drawn in public. Raises InvalidDraw for a number without panel."""
        if not 0 <= number < len(self.panels):
            raise InvalidDraw(
                f"Le numéro {number} ne désigne aucun panel : ils vont de {0:0{self.digits}} à "
                f"{len(self.panels) - 1}."
            )
        return self.panels[number]


def leximin(problem: Problem, *, prove: bool | None = None) -> Leximin:
    """The fairest chances. Raises Infeasible when no panel keeps the quotas.

    `prove`: whether to prove them attained; by default when there are at most PROVED kinds.
    """
    kinds = kinds_of(problem)
    panels = Panels(kinds)
    chances = relaxed(kinds)
    if chances is None or panels.best(np.zeros(len(kinds.counts))) is None:
        raise Infeasible(relaxation(problem))
    if prove is False or (prove is None and len(kinds.counts) > PROVED):
        return Leximin(kinds, chances, attained=False)
    common = math.lcm(*(chance.denominator for chance in chances))
    if common <= COMMON and split(kinds, panels, chances, common) is not None:
        return Leximin(kinds, chances, attained=True)
    mix = mixed(kinds, panels)
    if mix is None:
        raise Infeasible(relaxation(problem))
    return Leximin(kinds, mix.chances, attained=True, mix=mix)


def prepare(problem: Problem, panels: int = PANELS, *, prove: bool | None = None) -> Lottery:
    """Make the numbered panels, each checked. Raises Infeasible, InvalidDraw (number), Stuck."""
    if not 1 <= panels <= MOST_PANELS:
        raise InvalidDraw(
            f"Le nombre de panels va de 1 à {MOST_PANELS} : {panels} ne convient pas."
        )
    fairest = leximin(problem, prove=prove)
    made = _split(fairest, panels)
    if made is None:
        kinds = fairest.kinds
        mix = fairest.mix or mixed(kinds, Panels(kinds))
        if mix is None:
            raise Infeasible(relaxation(problem))
        fairest = Leximin(kinds, mix.chances, attained=True, mix=mix)
        made = _split(fairest, panels) or apportioned(kinds, mix, panels)
    if not all(fairest.kinds.keeps(panel) for panel, _times in made):
        raise Stuck("Un panel calculé ne tient pas les quotas.")
    salt = data_digest(problem)
    listed = seated(fairest.kinds, repeated(made), salt)
    order = sorted(range(panels), key=lambda place: lot(salt, str(place)))
    numbered = tuple(listed[place] for place in order)
    return Lottery(problem, fairest, numbered, panels_digest(salt, numbered), f"HiGHS {VERSION}")


def _split(fairest: Leximin, panels: int) -> Split | None:
    return split(fairest.kinds, Panels(fairest.kinds), fairest.chances, panels)


def data_digest(problem: Problem) -> str:
    """SHA-256 of pool, quotas and size, whatever the order of people and quotas."""
    categories = sorted(problem.categories)
    record = {
        "size": problem.size,
        "quotas": sorted([q.category, q.feature, q.low, q.high] for q in problem.quotas),
        "people": sorted(
            [p.id, *(p.features[c] for c in categories), p.household] for p in problem.people
        ),
    }
    return _digest(record)


def panels_digest(salt: str, panels: tuple[Panel, ...]) -> str:
    """SHA-256 of the digest of the data and of every panel in order."""
    return _digest([salt, panels])


def _digest(record: object) -> str:
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
