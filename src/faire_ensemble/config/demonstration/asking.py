"""What the demonstration invents of a funding year: every file, funded or not. Pure.

The funded ones are the actions of `draw`, whose grants are the decisions of the year: both tell
the same amounts. Files that nobody funded complete the number that the report gives.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from faire_ensemble.config.demonstration import draw, facts
from faire_ensemble.config.demonstration.draw import Dossier, Draw, Holder, Place

ZERO = Decimal(0)
MORE_FUNDERS = 4  # one file in so many also asks a funder who refuses
MOST_REQUESTS = 4
AGES = ("0-5", "6-15", "16-25", "26-64", "65+")
AGES_OF_A_THEME = {
    "employment": ("16-25", "26-64"),
    "education": ("6-15", "16-25"),
    "health": ("6-15", "26-64", "65+"),
    "housing": ("26-64", "65+"),
    "urban": AGES,
}


@dataclass(frozen=True, slots=True)
class Ask:
    """What a file asks of a funder. `awarded` is 0 when it is refused; None: not decided yet."""

    funder: str
    asked: Decimal
    minimum: Decimal
    awarded: Decimal | None
    reason: str


@dataclass(frozen=True, slots=True)
class File:
    """One file of the year. `audience` maps (age, sex) to a number of people."""

    number: str
    holder: Holder
    place: Place
    objective: int
    theme: str
    purpose: str
    arrived: date
    asks: tuple[Ask, ...]
    own_money: Decimal
    volunteers: int
    audience: Mapping[tuple[str, str], int] = field(hash=False)

    @property
    def title(self) -> str:
        return f"{self.purpose}, {self.place.name}"

    @property
    def asked(self) -> Decimal:
        return sum((ask.asked for ask in self.asks), ZERO)

    @property
    def funded(self) -> bool:
        return any(ask.awarded for ask in self.asks)


def files() -> list[File]:
    """The files of 2016, in the order of their numbers: the same ones every time."""
    plan, words = facts.table("invented.toml"), facts.table("year.toml")["words"]
    themes = _themes()
    people, grants = draw.invented()
    maker = _Maker(Draw(plan["seed"] + 3), plan, words, themes)
    actions: dict[str, list[Dossier]] = {}
    for grant in grants:
        actions.setdefault(grant.reference, []).append(grant)
    found = [maker.funded(number, lines) for number, lines in actions.items()]
    where = draw.places(
        facts.neighbourhoods(), facts.towns(), facts.municipal_populations(plan["year"] + 1)
    )
    found += [
        maker.refused(number, people, where) for number in draw.numbering(plan)[len(actions) :]
    ]
    return sorted(found, key=lambda each: each.number)


def renewals(former: Sequence[File], count: int) -> list[File]:
    """Funded files that ask again the next year, not decided yet: the same numbers."""
    plan = facts.table("invented.toml")
    source = Draw(plan["seed"] + 4)
    kept = [each for each in former if each.funded and each.holder.kind == "association"]
    source.shuffle(kept)
    return [_again(source, each) for each in sorted(kept[:count], key=lambda each: each.number)]


def _again(source: Draw, former: File) -> File:
    asks = tuple(
        Ask(ask.funder, asked := ask.asked + 100 * source.below(20), _least(asked), None, "")
        for ask in former.asks
    )
    return File(
        former.number, former.holder, former.place, former.objective, former.theme,
        former.purpose, date(2016, 10, 3) + timedelta(days=source.below(72)), asks,
        _own(source, asks), former.volunteers, former.audience,
    )  # fmt: skip


class _Maker:
    """Draws what a file says beside its grants."""

    def __init__(
        self, source: Draw, plan: dict[str, Any], words: dict[str, Any], themes: list[str]
    ) -> None:
        self.draw, self.plan, self.words, self.themes = source, plan, words, themes
        self.weights = {each["partner"]: each["dossiers"] for each in plan["funders"]}

    def funded(self, number: str, lines: list[Dossier]) -> File:
        first = lines[0]
        asks = [
            Ask(line.funder, line.asked, min(_least(line.asked), line.awarded), line.awarded,
                self.draw.one(self.words["awarded"]))
            for line in lines
        ]  # fmt: skip
        if len(asks) < MOST_REQUESTS and not self.draw.below(MORE_FUNDERS):
            asks.append(self._turned_down({line.funder for line in lines}))
        return self._file(number, first.holder, first.place, first.objective, first.purpose, asks)

    def refused(self, number: str, people: Sequence[Holder], where: Sequence[Place]) -> File:
        holder = people[int(len(people) * self.draw.uniform() ** 1.6)]
        at_home = [each for each in where if each.commune == holder.commune]
        place = self.draw.one(at_home or where)
        objective = self.draw.below(len(self.themes))
        purpose = self.draw.one(self.plan["purposes"][self.themes[objective]])
        asks: list[Ask] = []
        for _ in range(1 + self.draw.below(3)):
            asks.append(self._turned_down({ask.funder for ask in asks}))
        return self._file(number, holder, place, objective, purpose, asks)

    def _turned_down(self, already: set[str]) -> Ask:
        names = [name for name in self.weights if name not in already]
        funder = self.draw.weighted(names, [self.weights[name] for name in names])
        asked = Decimal(1_000 + 100 * self.draw.below(140))
        return Ask(funder, asked, _least(asked), ZERO, self.draw.one(self.words["refused"]))

    def _file(
        self, number: str, holder: Holder, place: Place, objective: int, purpose: str,
        asks: list[Ask],
    ) -> File:  # fmt: skip
        theme = self.themes[objective]
        return File(
            number, holder, place, objective, theme, purpose,
            date(2015, 10, 1) + timedelta(days=self.draw.below(75)), tuple(asks),
            _own(self.draw, asks), self.draw.below(16),
            {
                (age, sex): 3 + self.draw.below(40)
                for age in AGES_OF_A_THEME[theme]
                for sex in ("f", "m")
            },
        )  # fmt: skip


def _own(source: Draw, asks: Sequence[Ask]) -> Decimal:
    """What the holder puts in: a tenth to a half of what it asks, to the euro."""
    asked = int(sum(ask.asked for ask in asks))
    return Decimal(asked * (10 + source.below(41)) // 100)


def _least(asked: Decimal) -> Decimal:
    """Three fifths of what is asked, to the euro."""
    return Decimal(int(asked) * 3 // 5)


def _themes() -> list[str]:
    pillars = facts.table("contract.toml")["pillars"]
    return [objective["theme"] for pillar in pillars for objective in pillar["objectives"]]
