"""Neighbourhoods by commune, and the page of a commune."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from faire_ensemble.apps.governance.selectors import BodyHere, Followed, bodies_here, followed_at
from faire_ensemble.apps.observatory.selectors import (
    GapTable,
    IndicatorInfo,
    all_indicators,
    gaps_of_indicator,
    measured_for,
    words,
)
from faire_ensemble.apps.portal.selectors.money import Funded, funded_in
from faire_ensemble.apps.portal.selectors.neighbourhood import Link, tone_of
from faire_ensemble.apps.territory.selectors import (
    Territory,
    epcis,
    neighbourhoods_of,
    territory_with_code,
)
from faire_ensemble.core.statistics import Rise

LISTED = ("income", "employment")
"""The list shows the first comparable key figure of each of these themes."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and its gap, in words."""

    value: str
    gap: str
    tone: str


@dataclass(frozen=True, slots=True)
class Line:
    """A neighbourhood in a list. `also` are its other communes."""

    code: str
    name: str
    kind_code: str
    kind: str
    generation: int | None
    population: int | None
    also: tuple[Link, ...]
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class CommuneGroup:
    """A commune and its neighbourhoods. A neighbourhood of three communes is in three groups."""

    commune: Link
    population: int | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A key figure of the list; `source` says which vintage."""

    code: str
    label: str
    reference: str
    source: str


@dataclass(frozen=True, slots=True)
class EpciList:
    """The neighbourhoods of one EPCI. `elsewhere` are those whose communes are not known."""

    epci: Link
    columns: tuple[Column, ...]
    groups: tuple[CommuneGroup, ...]
    elsewhere: tuple[Line, ...]
    count: int


@dataclass(frozen=True, slots=True)
class CommunePage:
    """The read model of a commune."""

    id: int
    code: str
    name: str
    epci: Link | None
    population: int | None
    population_source: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    funded: Funded
    bodies: tuple[BodyHere, ...]
    followed: Followed


def neighbourhood_lists() -> list[EpciList]:
    """One list for each open EPCI (a constant number of queries for each)."""
    return [_list(epci) for epci in epcis().order_by("name")]


def listed_indicators(
    epci_id: int, place_ids: Iterable[int], themes: Iterable[str] = LISTED, most: int | None = None
) -> tuple[IndicatorInfo, ...]:
    """The key figure to show of each theme, among those that these places have (three queries).

    Counts, and rates of which a rise means nothing, are left out.

    It is the first that the EPCI has too, else the first. At most `most`, compared ones first.
    """
    known, compared = measured_for(place_ids), measured_for([epci_id])
    first: dict[str, IndicatorInfo] = {}
    for indicator in all_indicators(headline_only=True):
        theme = str(indicator.theme.value)
        meant = indicator.comparable and indicator.rise is not Rise.NEUTRAL
        if not meant or indicator.id not in known:
            continue
        held = first.setdefault(theme, indicator)
        if held.id not in compared and indicator.id in compared:
            first[theme] = indicator
    found = [first[theme] for theme in themes if theme in first]
    return tuple(sorted(found, key=lambda each: each.id not in compared)[:most])


def _list(epci: Territory) -> EpciList:
    groups: dict[tuple[str, str], list[Line]] = defaultdict(list)
    populations: dict[str, int | None] = {}
    elsewhere = []
    rows = list(neighbourhoods_of(epci.pk).prefetch_related("communes").order_by("name", "code"))
    indicators = listed_indicators(epci.pk, [row.pk for row in rows])
    tables = [gaps_of_indicator(each, epci) for each in indicators]
    for row in rows:
        communes = list(row.communes.all())
        for commune in communes:
            populations[commune.code] = commune.population
            groups[(commune.name, commune.code)].append(_line(row, tables, commune.code))
        if not communes:
            elsewhere.append(_line(row, tables))
    return EpciList(
        epci=Link(epci.code, epci.name),
        columns=_columns(tables),
        groups=tuple(
            CommuneGroup(Link(code, name), populations[code], tuple(lines))
            for (name, code), lines in sorted(groups.items())
        ),
        elsewhere=tuple(elsewhere),
        count=len(rows),
    )


def commune_page(code: str) -> CommunePage | None:
    """The page of a commune, or None when no open commune bears this code."""
    commune = territory_with_code(code, "commune")
    if commune is None:
        return None
    epci = commune.epci
    rows = list(commune.neighbourhoods.prefetch_related("communes").order_by("name", "code"))
    tables = []
    if epci is not None:
        indicators = listed_indicators(epci.pk, [row.pk for row in rows])
        tables = [gaps_of_indicator(each, epci) for each in indicators]
    return CommunePage(
        id=commune.pk,
        code=commune.code,
        name=commune.name,
        epci=Link(epci.code, epci.name) if epci is not None else None,
        population=commune.population,
        population_source=commune.population_source,
        columns=_columns(tables),
        lines=tuple(_line(row, tables, commune.code) for row in rows),
        funded=funded_in([commune.pk, *(row.pk for row in rows)], commune.epci_id),
        bodies=bodies_here(code),
        followed=followed_at(code),
    )


def _columns(tables: Iterable[GapTable]) -> tuple[Column, ...]:
    return tuple(
        Column(
            code=table.indicator.code,
            label=table.indicator.label,
            reference=known_words(table),
            source=_source(table),
        )
        for table in tables
    )


def known_words(table: GapTable) -> str:
    """The EPCI's own value; empty when it is not known."""
    held = table.reference
    if held is None or held.value is None:
        return ""
    return words.figure_words(table.indicator, held)


def _source(table: GapTable) -> str:
    figure = next((row.figure for row in table.rows if row.figure is not None), table.reference)
    return words.source_words(figure) if figure is not None else ""


def _line(row: Territory, tables: Iterable[GapTable], inside: str = "") -> Line:
    return Line(
        code=row.code,
        name=row.name,
        kind_code=row.kind,
        kind=row.get_kind_display(),
        generation=row.generation,
        population=row.population,
        also=tuple(
            Link(each.code, each.name) for each in row.communes.all() if each.code != inside
        ),
        cells=tuple(_cell(table, row.code) for table in tables),
    )


def _cell(table: GapTable, code: str) -> Cell | None:
    held = next((row for row in table.rows if row.place.code == code), None)
    if held is None or held.figure is None:
        return None
    return Cell(
        words.figure_words(held.indicator, held.figure),
        words.gap_words(held.indicator, held.gap) if held.gap else "",
        tone_of(held),
    )
