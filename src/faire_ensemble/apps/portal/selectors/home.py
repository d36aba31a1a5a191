"""What the home page says in five seconds: where, how far apart, what was done."""

from dataclasses import dataclass
from typing import Any

from faire_ensemble.apps.funding.selectors import grant_totals
from faire_ensemble.apps.governance.selectors import (
    DecisionLine,
    coming_meetings,
    late_decisions,
)
from faire_ensemble.apps.observatory.selectors import (
    Comparison,
    GapTable,
    gaps_of_indicator,
    gaps_of_neighbourhood,
    words,
)
from faire_ensemble.apps.participation.selectors import ProcessLine, open_processes
from faire_ensemble.apps.portal.selectors.money import YearSum, by_year
from faire_ensemble.apps.portal.selectors.neighbourhood import SETS, Link, Row, key_rows
from faire_ensemble.apps.portal.selectors.places import known_words, listed_indicators
from faire_ensemble.apps.territory.selectors import Territory, epcis, groups_of, neighbourhoods_of
from faire_ensemble.kit.readings import Reading

THEMES = ("income", "employment", "housing", "education", "health", "urban")

SHOWN = 3
INVITATIONS = 3


@dataclass(frozen=True, slots=True)
class Spread:
    """A key figure over all neighbourhoods: its two ends and the metropolis."""

    code: str
    theme: str
    label: str
    low: str
    low_place: Link
    high: str
    high_place: Link
    reference: str
    source: str
    known: int


@dataclass(frozen=True, slots=True)
class Home:
    """`epci` is the one with most neighbourhoods; `groups` are its sets of neighbourhoods and
    `others` the others that are open."""

    epci: Link
    population: int | None
    population_source: str
    count: int
    residents: int | None
    residents_of: int
    spreads: tuple[Spread, ...]
    whole: tuple[tuple[Link, tuple[tuple[str, Row], ...]], ...]
    groups: tuple[Link, ...]
    others: tuple[Link, ...]
    money: tuple[YearSum, ...]


@dataclass(frozen=True, slots=True)
class Front:
    """What the first page says to everyone: `home` is none when no territory is open."""

    home: Home | None
    invitations: tuple[ProcessLine, ...]
    meetings: tuple[Any, ...]
    late: tuple[DecisionLine, ...]


def _front() -> Front:
    return Front(
        home=home(),
        invitations=tuple(open_processes(INVITATIONS)),
        meetings=tuple(coming_meetings(INVITATIONS)),
        late=tuple(late_decisions(INVITATIONS)),
    )


front = Reading(_front)
"""The part of everyone, kept: a person who is signed in reads the part of their own only."""


def home() -> Home | None:
    """The home of the EPCI with most neighbourhoods; None when none is open yet."""
    opened = [(epci, list(neighbourhoods_of(epci.pk))) for epci in epcis().order_by("name")]
    if not opened:
        return None
    epci, rows = max(opened, key=lambda each: len(each[1]))
    priority = [row for row in rows if row.kind == "priority"]
    latest = max((row.generation or 0 for row in priority), default=0)
    current = [row for row in priority if (row.generation or 0) == latest]
    counted = [row.population for row in current if row.population is not None]
    indicators = listed_indicators(epci.pk, [row.pk for row in current], THEMES, SHOWN)
    tables = [gaps_of_indicator(each, epci) for each in indicators]
    groups = list(groups_of(epci.pk).order_by("name"))
    return Home(
        epci=Link(epci.code, epci.name),
        population=epci.population,
        population_source=epci.population_source,
        count=len(current),
        residents=sum(counted) if counted else None,
        residents_of=len(counted),
        spreads=tuple(filter(None, (_spread(table) for table in tables))),
        money=by_year(grant_totals(epci.pk))[:3],
        whole=_whole(groups),
        groups=tuple(Link(each.code, each.name) for each in groups),
        others=tuple(Link(other.code, other.name) for other, _rows in opened if other != epci),
    )


def _whole(groups: list[Territory]) -> tuple[tuple[Link, tuple[tuple[str, Row], ...]], ...]:
    """The key gaps of the set of all priority neighbourhoods, when its figures are published."""
    whole = next((each for each in groups if each.code.endswith(SETS["priority"])), None)
    if whole is None:
        return ()
    rows = [
        (slug, row)
        for slug, row in key_rows(gaps_of_neighbourhood(whole, headline_only=True))
        if row.gap
    ]
    rows.sort(key=lambda each: each[1].tone == "neutral")
    return ((Link(whole.code, whole.name), tuple(rows[:SHOWN])),) if rows else ()


def _spread(table: GapTable) -> Spread | None:
    known: list[tuple[Comparison, float]] = [
        (row, float(row.figure.value))
        for row in table.rows
        if row.figure is not None and row.figure.value is not None
    ]
    if not known:
        return None
    low, high = min(known, key=lambda each: each[1])[0], max(known, key=lambda each: each[1])[0]
    return Spread(
        code=table.indicator.code,
        theme=str(table.indicator.theme.value),
        label=table.indicator.label,
        low=words.figure_words(table.indicator, low.figure),
        low_place=Link(low.place.code, low.place.name),
        high=words.figure_words(table.indicator, high.figure),
        high_place=Link(high.place.code, high.place.name),
        reference=known_words(table),
        source=words.source_words(low.figure) if low.figure is not None else "",
        known=len(known),
    )
