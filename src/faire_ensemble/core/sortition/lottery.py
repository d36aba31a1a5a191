"""The lottery: fairest chances, turned into numbered panels that each keep every quota.

One number then decides everything. Whoever has the data makes the same panels again, and whoever
has the panels alone counts the chances by hand.
"""

import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import numpy as np

from faire_ensemble.core.sortition.kinds import Kinds, Sort, crowded, entangled, kinds_of
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
SPARE = (2, 5)
"""Households of people whose kind is nearly all taken count first: fewer than so many left."""
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
    if not (len(kinds.counts) <= PROVED if prove is None else prove):
        return _bounded(problem)
    panels = Panels(kinds)
    chances = relaxed(kinds)
    if chances is None or panels.best(np.zeros(len(kinds.counts))) is None:
        raise Infeasible(relaxation(problem))
    common = math.lcm(*(chance.denominator for chance in chances))
    if common <= COMMON and split(kinds, panels, chances, common) is not None:
        return Leximin(kinds, chances, attained=True)
    mix = mixed(kinds, panels)
    if mix is None:
        raise Infeasible(relaxation(problem))
    return Leximin(kinds, mix.chances, attained=True, mix=mix)


def _bounded(problem: Problem) -> Leximin:
    """The bound. Households count only where people of one would sit together.

    Chances that are the fairest with fewer rules, and that keep the rules left out, are the
    fairest: so these are those of all the households, found over far fewer kinds.
    """
    strict: set[Sort] = set()
    while True:
        kinds = kinds_of(problem, strict)
        chances = relaxed(kinds)
        if chances is None:
            raise Infeasible(relaxation(problem))
        over = crowded(kinds, chances)
        if not over:
            break
        strict |= over
    bound = Leximin(kinds, chances, attained=False)
    for found in _finer(bound):
        panel = Panels(found.kinds).best(np.zeros(len(found.chances)))
        if panel is None:
            break
        if seated(found.kinds, [panel], "") is not None:
            return bound
    raise Infeasible(relaxation(problem))


def _finer(fairest: Leximin) -> Iterator[Leximin]:
    """The same chances over more and more kinds, until every household counts."""
    problem = fairest.kinds.problem
    if fairest.attained or not any(person.household for person in problem.people):
        yield fairest
        return
    finest, known = kinds_of(problem), 0
    for spare in (*SPARE, None):
        kinds = finest
        if spare is not None:
            kinds = kinds_of(problem, entangled(fairest.kinds, fairest.chances, spare))
            if not known < len(kinds.counts) <= len(finest.counts) / 2:
                continue
        known = len(kinds.counts)
        chances = tuple(fairest.by_person[ids[0]] for ids in kinds.members)
        yield replace(fairest, kinds=kinds, chances=chances)


def prepare(problem: Problem, panels: int = PANELS, *, prove: bool | None = None) -> Lottery:
    """Make the numbered panels, each checked. Raises Infeasible, InvalidDraw (number), Stuck."""
    if not 1 <= panels <= MOST_PANELS:
        raise InvalidDraw(
            f"Le nombre de panels va de 1 à {MOST_PANELS} : {panels} ne convient pas."
        )
    best: Lottery | None = None
    for fairest in _finer(leximin(problem, prove=prove)):
        made = _lottery(fairest, panels, _split(fairest, panels))
        if made and (best is None or made.deviation < best.deviation):
            best = made
        if best and best.deviation < Fraction(1, panels):
            break
    if best is None:
        kinds = fairest.kinds
        mix = fairest.mix or mixed(kinds, Panels(kinds))
        if mix is None:
            raise Infeasible(relaxation(problem))
        fairest = Leximin(kinds, mix.chances, attained=True, mix=mix)
        shared = _split(fairest, panels) or apportioned(kinds, mix, panels)
        best = _lottery(fairest, panels, shared)
    if best is None:
        raise Stuck("Les panels n'ont pas pu être répartis entre les foyers.")
    return best


def _split(fairest: Leximin, panels: int) -> Split | None:
    return split(fairest.kinds, Panels(fairest.kinds), fairest.chances, panels)


def _lottery(fairest: Leximin, panels: int, made: Split | None) -> Lottery | None:
    """People seated; None where no panels were found or two of a household must sit together."""
    if made is None:
        return None
    if not all(fairest.kinds.keeps(panel) for panel, _times in made):
        raise Stuck("Un panel calculé ne tient pas les quotas.")
    problem = fairest.kinds.problem
    salt = data_digest(problem)
    listed = seated(fairest.kinds, repeated(made), salt)
    if listed is None:
        return None
    order = sorted(range(panels), key=lambda place: lot(salt, str(place)))
    numbered = tuple(listed[place] for place in order)
    return Lottery(problem, fairest, numbered, panels_digest(salt, numbered), f"HiGHS {VERSION}")


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
