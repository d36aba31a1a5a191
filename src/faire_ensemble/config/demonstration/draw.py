"""What the demonstration invents: holders and the files they were granted. Pure and reproducible.

The same facts and seed always give the same holders and the same files, to the cent, with the
counts and totals written in `facts/invented.toml`. The generator is Python's Mersenne Twister,
whose `random()` is guaranteed stable between versions: every draw below goes through it alone.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import exp
from typing import Any, TypeVar

from faire_ensemble.config.demonstration import facts
from faire_ensemble.config.demonstration.facts import Neighbourhood, Town

T = TypeVar("T")
FLOOR = 500  # euros: no file below
STEP = 100  # euros: amounts are rounded to it
COMMUNES = "communes"
# How many funders examine one action, and how often (invented).
FUNDERS_OF_AN_ACTION = ((1, 0.55), (2, 0.30), (3, 0.15))


@dataclass(frozen=True, slots=True)
class Holder:
    """An invented holder; `commune` is an INSEE code."""

    name: str
    kind: str
    commune: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where an action takes place: a neighbourhood, or a commune that has none of its own."""

    code: str
    name: str
    commune: str
    weight: float


@dataclass(frozen=True, slots=True)
class Dossier:
    """One file: an action examined by one funder (several files share an action's reference)."""

    key: str
    reference: str
    funder: str
    holder: Holder
    place: Place
    objective: int
    purpose: str
    scheme: str
    nature: str
    agreed_on: date
    asked: Decimal
    awarded: Decimal
    paid: Decimal


class Draw:
    """The few draws needed, all through `random()`."""

    def __init__(self, seed: int) -> None:
        # Not a secret: anyone must be able to draw the same demonstration again.
        self.uniform = random.Random(seed).random  # noqa: S311

    def below(self, count: int) -> int:
        return int(self.uniform() * count)

    def one(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]

    def weighted(self, items: Sequence[T], weights: Sequence[float]) -> T:
        mark = self.uniform() * sum(weights)
        for item, weight in zip(items, weights, strict=True):
            mark -= weight
            if mark < 0:
                return item
        return items[-1]

    def bell(self) -> float:
        """Roughly normal, mean 0 and variance 1 (sum of twelve uniform draws)."""
        return sum(self.uniform() for _ in range(12)) - 6

    def shuffle(self, items: list[T]) -> None:
        for index in range(len(items) - 1, 0, -1):
            other = self.below(index + 1)
            items[index], items[other] = items[other], items[index]


def places(
    neighbourhoods: Sequence[Neighbourhood],
    towns: Sequence[Town],
    populations: dict[str, int],
) -> list[Place]:
    """Neighbourhoods by population, and the communes of the contract that have none."""
    found = [
        Place(item.code, item.name, item.communes[0], float(populations[item.code]))
        for item in neighbourhoods
    ]
    covered = {code for item in neighbourhoods for code in item.communes}
    least = min(place.weight for place in found)
    found += [
        Place(town.commune, town.name, town.commune, least)
        for town in towns
        if town.commune not in covered
    ]
    return found


def holders(plan: dict[str, Any], towns: Sequence[Town], where: Sequence[Place]) -> list[Holder]:
    """The towns, their social services, then associations until the count is reached."""
    draw, mark = Draw(plan["seed"]), plan["mark"]
    found = [Holder(f"{town.organisation} {mark}", "commune", town.commune) for town in towns]
    found += [
        Holder(f"{town.organisation.replace('Ville', 'CCAS', 1)} {mark}", "commune", town.commune)
        for town in towns
    ]
    names = [f"{head} {tail}" for head in plan["names"]["heads"] for tail in plan["names"]["tails"]]
    draw.shuffle(names)
    weights = [place.weight for place in where]
    for name in names[: plan["holders"] - len(found)]:
        commune = draw.weighted(where, weights).commune
        found.append(Holder(f"{name} {mark}", "association", commune))
    return found


def amounts(draw: Draw, count: int, total: int, spread: float) -> list[int]:
    """`count` amounts in euros, at least FLOOR, whose sum is exactly `total`."""
    weights = [exp(spread * draw.bell()) for _ in range(count)]
    scale = (total - count * FLOOR) / sum(weights)
    found = [FLOOR + int(weight * scale / STEP) * STEP for weight in weights]
    rest, index = total - sum(found), 0
    while rest >= STEP:
        found[index % count] += STEP
        rest, index = rest - STEP, index + 1
    found[found.index(max(found))] += rest
    return found


def actions(draw: Draw, plan: dict[str, Any]) -> list[list[str]]:
    """The funders of each action, so that each funder examines exactly its number of files."""
    left = {funder["partner"]: funder["dossiers"] for funder in plan["funders"]}
    sizes = [size for size, _ in FUNDERS_OF_AN_ACTION]
    shares = [share for _, share in FUNDERS_OF_AN_ACTION]
    found = []
    while any(left.values()):
        chosen: list[str] = []
        for _ in range(draw.weighted(sizes, shares)):
            open_to = [name for name, count in left.items() if count and name not in chosen]
            if open_to:
                chosen.append(draw.weighted(open_to, [left[name] for name in open_to]))
        for name in chosen:
            left[name] -= 1
        found.append(chosen)
    return found


def numbering(plan: dict[str, Any]) -> list[str]:
    """Project numbers of the year, shuffled: the first ones are those of the funded actions."""
    numbers = [f"P{plan['year']}-{rank:05d}" for rank in range(1, plan["dossiers"] + 1)]
    Draw(plan["seed"] + 2).shuffle(numbers)
    return numbers


def dossiers(
    plan: dict[str, Any],
    objectives: Sequence[str],
    people: Sequence[Holder],
    where: Sequence[Place],
) -> list[Dossier]:
    """The files of the year. `objectives` gives the theme of each objective, in order."""
    draw = Draw(plan["seed"] + 1)
    funders = {funder["partner"]: funder for funder in plan["funders"]}
    money = {
        name: amounts(draw, funder["dossiers"], funder["total"], funder["spread"])
        for name, funder in funders.items()
    }
    weights = [place.weight for place in where]
    numbers = numbering(plan)
    found: list[Dossier] = []
    for number, names in enumerate(actions(draw, plan)):
        # Every holder has an action before any has a second one; then the first ones have more.
        rank = number if number < len(people) else int(len(people) * draw.uniform() ** 1.6)
        holder = people[rank]
        place = _place_of(draw, holder, where, weights)
        objective = draw.below(len(objectives))
        purpose = draw.one(plan["purposes"][objectives[objective]])
        for name in names:
            awarded = Decimal(money[name].pop())
            found.append(
                Dossier(
                    key=f"{plan['year']}-{len(found) + 1:04d}",
                    reference=numbers[number],
                    funder=name,
                    holder=holder,
                    place=place,
                    objective=objective,
                    purpose=purpose,
                    scheme=funders[name]["scheme"],
                    nature=funders[name]["nature"],
                    agreed_on=date(plan["year"], 4, 1) + timedelta(days=draw.below(200)),
                    asked=awarded + STEP * draw.below(1 + int(awarded) // (3 * STEP)),
                    awarded=awarded,
                    paid=awarded if draw.below(10) < 9 else awarded * 4 / 5,
                )
            )
    return found


def _place_of(
    draw: Draw, holder: Holder, where: Sequence[Place], weights: Sequence[float]
) -> Place:
    """A town acts at home; an association mostly does."""
    at_home = [place for place in where if place.commune == holder.commune]
    if at_home and (holder.kind == "commune" or draw.below(4)):
        return draw.weighted(at_home, [place.weight for place in at_home])
    if holder.kind == "commune":
        return Place(holder.commune, "toute la commune", holder.commune, 0.0)
    return draw.weighted(where, weights)


def invented() -> tuple[list[Holder], list[Dossier]]:
    """The holders and files drawn from the facts: the same ones every time."""
    plan, contract = facts.table("invented.toml"), facts.table("contract.toml")
    themes = [
        objective["theme"] for pillar in contract["pillars"] for objective in pillar["objectives"]
    ]
    towns = facts.towns()
    where = places(facts.neighbourhoods(), towns, facts.municipal_populations(2017))
    people = holders(plan, towns, where)
    return people, dossiers(plan, themes, people, where)
