"""Gaps of an indicator over all neighbourhoods, and of a neighbourhood over all indicators.

Every function here asks a constant number of queries, whatever the number of rows.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from faire_ensemble.apps.observatory.models import Theme
from faire_ensemble.apps.observatory.selectors.catalogue import IndicatorInfo, all_indicators
from faire_ensemble.apps.observatory.selectors.comparison import (
    Comparison,
    Place,
    best_year,
    compare,
)
from faire_ensemble.apps.observatory.selectors.figures import (
    NOTHING,
    Figure,
    FigureSet,
    Series,
    known,
    load_figures,
)
from faire_ensemble.apps.observatory.selectors.places import (
    AnyTerritory,
    expected_places,
    national_places,
    neighbourhood_places,
    place_of,
)
from faire_ensemble.apps.observatory.selectors.targets import TargetSet, load_targets
from faire_ensemble.core.statistics import Ranked, Ranking, rank


@dataclass(frozen=True, slots=True)
class GapTable:
    """Every neighbourhood of an EPCI against it, for an indicator and a year.

    `rows` hold the sets of neighbourhoods, which have no rank, then the ranking (least
    favourable first), then those without a value, by code.
    `ranks` is by territory code. `years` are those that can be asked for, most recent first.
    """

    indicator: IndicatorInfo
    year: int | None
    years: tuple[int, ...]
    epci: Place
    reference: Figure | None
    national: Figure | None
    rows: tuple[Comparison, ...]
    ranking: Ranking
    ranks: Mapping[str, Ranked]

    @property
    def with_interval(self) -> int:
        return sum(row.gap is not None and row.gap.interval is not None for row in self.rows)


@dataclass(frozen=True, slots=True)
class ThemeGaps:
    """The comparisons of one neighbourhood for one theme, key figures first."""

    theme: Theme
    label: str
    comparisons: tuple[Comparison, ...]


def gaps_of_indicator(
    indicator: IndicatorInfo,
    epci: AnyTerritory,
    year: int | None = None,
    since: int | None = None,
) -> GapTable:
    """Every neighbourhood against the EPCI (five queries).

    Without `year`, the latest one for which the EPCI's own value is known, failing that the
    latest one. `since` chooses the vintage that evolutions start from.
    """
    places = neighbourhood_places(epci)
    groups = national_places()
    ids = [epci.id, *(place.id for place in places + groups)]
    figures = load_figures(indicators=[indicator.id], territories=ids)
    targets = load_targets(territories=ids, indicators=[indicator.id])
    years = _years(figures, indicator, places)
    references = figures.get((indicator.id, epci.id), NOTHING)
    if year is None:
        compared = [each for each in years if known(references.get(each)) is not None]
        year = next(iter(compared or years), None)
    national = _national(figures, indicator, groups)
    comparisons = {
        place.code: compare(
            indicator,
            place,
            year,
            figures=figures.get((indicator.id, place.id), NOTHING),
            references=references,
            national=national,
            since=since,
            targets=targets.get((indicator.id, place.id), ()),
        )
        for place in expected_places(places, figures, indicator.id, year)
    }
    ranking, order = _ranked(comparisons, indicator)
    return GapTable(
        indicator=indicator,
        year=year,
        years=years,
        epci=place_of(epci),
        reference=references.get(year) if year is not None else None,
        national=national.get(year) if year is not None else None,
        rows=tuple(comparisons[code] for code in order),
        ranking=ranking,
        ranks=MappingProxyType({each.key: each for each in ranking.ranked}),
    )


def _ranked(
    comparisons: Mapping[str, Comparison], indicator: IndicatorInfo
) -> tuple[Ranking, list[str]]:
    """The ranking of the neighbourhoods, and the order of all rows: sets, ranks, then the rest."""
    sets = [code for code, row in comparisons.items() if row.place.is_set]
    values = [
        (code, known(row.figure)) for code, row in comparisons.items() if not row.place.is_set
    ]
    ranking = rank(values, indicator.rise)
    return ranking, [*sets, *(each.key for each in ranking.ranked), *ranking.missing]


def gaps_of_neighbourhood(
    neighbourhood: AnyTerritory,
    *,
    until: int | None = None,
    headline_only: bool = False,
) -> tuple[ThemeGaps, ...]:
    """Every indicator of a neighbourhood against its EPCI, by theme (five queries).

    For each one, the latest year with a gap (not after `until`), failing that the latest with a
    value. Indicators without a row for this neighbourhood are left out.
    """
    return gaps_of_neighbourhoods((neighbourhood,), until=until, headline_only=headline_only)[
        neighbourhood.code
    ]


def gaps_of_neighbourhoods(
    neighbourhoods: tuple[AnyTerritory, ...] | list[AnyTerritory],
    *,
    until: int | None = None,
    headline_only: bool = False,
    only: Collection[int] | None = None,
) -> dict[str, tuple[ThemeGaps, ...]]:
    """The same for several neighbourhoods, by territory code (still five queries); of the
    indicators `only` (keys) when given."""
    places = [place_of(each) for each in neighbourhoods]
    groups = national_places()
    indicators = all_indicators(headline_only=headline_only)
    if only is not None:
        indicators = tuple(each for each in indicators if each.id in only)
    ids = {place.id for place in places} | {each.id for each in groups}
    ids |= {place.epci_id for place in places if place.epci_id is not None}
    chosen = headline_only or only is not None
    wanted = [each.id for each in indicators] if chosen else None
    figures = load_figures(indicators=wanted, territories=ids)
    targets = load_targets(territories=ids, indicators=wanted)
    return {
        place.code: _by_theme(place, indicators, figures, targets, groups, until)
        for place in places
    }


def gap_in(indicator: IndicatorInfo, place: Place, year: int) -> Comparison:
    """One neighbourhood against its EPCI in one year (two queries, no target)."""
    ids = [place.id] if place.epci_id is None else [place.id, place.epci_id]
    figures = load_figures(indicators=[indicator.id], territories=ids)
    references = NOTHING
    if place.epci_id is not None:
        references = figures.get((indicator.id, place.epci_id), NOTHING)
    series = figures.get((indicator.id, place.id), NOTHING)
    return compare(indicator, place, year, figures=series, references=references, national=NOTHING)


def _by_theme(
    place: Place,
    indicators: tuple[IndicatorInfo, ...],
    figures: FigureSet,
    targets: TargetSet,
    groups: tuple[Place, ...],
    until: int | None,
) -> tuple[ThemeGaps, ...]:
    found: dict[Theme, list[Comparison]] = defaultdict(list)
    for indicator in indicators:
        series = figures.get((indicator.id, place.id), NOTHING)
        references = NOTHING
        if place.epci_id is not None:
            references = figures.get((indicator.id, place.epci_id), NOTHING)
        year = best_year(indicator, series, references, until)
        if year is None:
            continue
        found[indicator.theme].append(
            compare(
                indicator,
                place,
                year,
                figures=series,
                references=references,
                national=_national(figures, indicator, groups),
                targets=targets.get((indicator.id, place.id), ()),
                newer=_newer(series, year, until),
            )
        )
    return tuple(
        ThemeGaps(theme, str(theme.label), tuple(found[theme])) for theme in Theme if theme in found
    )


def _newer(series: Series, year: int, until: int | None) -> Figure | None:
    later = [y for y in series if y > year and (until is None or y <= until)]
    return next(
        (series[y] for y in sorted(later, reverse=True) if known(series[y]) is not None), None
    )


def _years(
    figures: FigureSet, indicator: IndicatorInfo, places: tuple[Place, ...]
) -> tuple[int, ...]:
    """Years for which a neighbourhood has a row: the EPCI alone compares nothing."""
    found = {year for place in places for year in figures.get((indicator.id, place.id), NOTHING)}
    return tuple(sorted(found, reverse=True))


def _national(figures: FigureSet, indicator: IndicatorInfo, groups: tuple[Place, ...]) -> Series:
    """The national series; with several sets, the first by code that has one."""
    for group in groups:
        series = figures.get((indicator.id, group.id))
        if series:
            return series
    return NOTHING
