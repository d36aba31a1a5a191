"""Reads everything that a report needs, in a constant number of queries, by the apps' doors."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from faire_ensemble.apps.contract.selectors import (
    ContractPage,
    commitments,
    contract_in_year,
    contract_page,
)
from faire_ensemble.apps.observatory.selectors import (
    Comparison,
    IndicatorInfo,
    ThemeGaps,
    gaps_of_neighbourhoods,
    words,
    years_in_epci,
)
from faire_ensemble.apps.participation.selectors import year_of_participation
from faire_ensemble.apps.reporting.selectors.cartography import situation_map, value_map
from faire_ensemble.apps.reporting.selectors.grants import grant_years, load_money
from faire_ensemble.apps.reporting.selectors.material import (
    CommitmentFacts,
    CommuneFacts,
    ContractFacts,
    EpciFacts,
    IndicatorRows,
    Material,
    NeighbourhoodFacts,
    ObjectiveFacts,
    PillarFacts,
)
from faire_ensemble.apps.reporting.selectors.sexes import SHOWN, both_sexes
from faire_ensemble.apps.reporting.selectors.words import theme_name
from faire_ensemble.apps.territory.selectors import (
    Territory,
    communes_of,
    epci_with_siren,
    epcis,
    groups_of,
    neighbourhoods_of,
)
from faire_ensemble.core.statistics import Ranking, rank

GEOGRAPHIES = ((2024, 2024), (2015, 2014))
"""(first year in force, generation) of the official maps of priority neighbourhoods."""


POPULATION = "POP_MUN"
"""Insee's column for the municipal population of a neighbourhood."""


def load_material(epci: Territory, year: int) -> Material:
    """Everything for one EPCI and one year."""
    communes = list(communes_of(epci.pk))
    places = in_force(list(neighbourhoods_of(epci.pk).prefetch_related("communes")), year)
    groups = list(groups_of(epci.pk))
    compared = gaps_of_neighbourhoods([*places, *groups], until=year)
    near = _by_indicator(compared[place.code] for place in places)
    inhabitants = _inhabitants(near)
    headlines = tuple(
        each for each in near if each.indicator.headline is not None and each.indicator.comparable
    )
    situation = situation_map(epci, places, year)
    return Material(
        epci=EpciFacts(
            id=epci.pk,
            code=epci.code,
            name=epci.name,
            population=epci.population,
            population_source=epci.population_source,
            communes=len(communes),
        ),
        year=year,
        all_years=report_years(epci),
        communes=_communes(communes, places),
        neighbourhoods=tuple(_neighbourhood(place, inhabitants) for place in places),
        contract=_contract(epci, year),
        headlines=headlines,
        by_sex=_by_sex(near),
        groups=tuple(
            each
            for each in _by_indicator(compared[group.code] for group in groups)
            if each.indicator.headline is not None
        ),
        money=load_money(epci.pk, year),
        participation=year_of_participation(epci.pk, year),
        situation=situation,
        values=value_map(epci, places, year, headlines) if situation is not None else None,
    )


def epci_asked(siren: str = "") -> Territory | None:
    """The EPCI that bears this SIREN; without one, the first that was opened."""
    return epci_with_siren(siren) if siren else epcis().order_by("pk").first()


def report_years(epci: Territory) -> tuple[int, ...]:
    """Years with a figure or a grant, latest first."""
    return tuple(sorted({*years_in_epci(epci.pk), *grant_years(epci.pk)}, reverse=True))


def in_force(places: list[Territory], year: int) -> list[Territory]:
    """Neighbourhoods of the official map in force that year, and those without a generation.

    When that map is not loaded, the nearest earlier one, failing that the oldest loaded: two maps
    are never mixed, for they overlap.
    """
    loaded = {place.generation for place in places if place.generation is not None}
    wanted = [generation for start, generation in GEOGRAPHIES if start <= year]
    oldest = min(loaded, default=None)
    chosen = next((each for each in wanted if each in loaded), oldest)
    kept = [place for place in places if place.generation in (chosen, None)]
    return sorted(kept, key=lambda place: (place.kind, place.code))


def _communes(communes: list[Territory], places: list[Territory]) -> tuple[CommuneFacts, ...]:
    held = Counter(commune.pk for place in places for commune in place.communes.all())
    return tuple(
        CommuneFacts(each.code, each.name, each.population, held[each.pk])
        for each in sorted(communes, key=lambda commune: commune.name)
    )


def _inhabitants(near: list[IndicatorRows]) -> dict[str, tuple[int, str]]:
    """Population of each neighbourhood from the observatory, with its source."""
    return {
        row.place.code: (int(row.figure.value), words.source_words(row.figure))
        for each in near
        if each.indicator.official_code.strip() == POPULATION
        for row in each.rows
        if row.figure is not None and row.figure.value is not None
    }


def _neighbourhood(place: Territory, inhabitants: dict[str, tuple[int, str]]) -> NeighbourhoodFacts:
    """The observatory's population, failing that the territory's own."""
    own = (place.population, place.population_source)
    population, source = inhabitants.get(place.code, own)
    return NeighbourhoodFacts(
        code=place.code,
        name=place.name,
        kind=str(place.get_kind_display()),
        priority=place.kind == "priority",
        communes=tuple(sorted(commune.name for commune in place.communes.all())),
        population=population,
        population_source=source,
    )


def _by_indicator(places: Iterable[tuple[ThemeGaps, ...]]) -> list[IndicatorRows]:
    """The comparisons of all places, turned: one entry an indicator, in catalogue order."""
    held: dict[IndicatorInfo, list[Comparison]] = defaultdict(list)
    for themes in places:
        for theme in themes:
            for row in theme.comparisons:
                held[row.indicator].append(row)
    order = sorted(held, key=_order)
    return [_rows(indicator, held[indicator]) for indicator in order]


def _order(indicator: IndicatorInfo) -> tuple[int, bool, int, str]:
    themes = list(type(indicator.theme))
    missing = indicator.headline is None
    return themes.index(indicator.theme), missing, indicator.headline or 0, indicator.code


def _rows(indicator: IndicatorInfo, rows: list[Comparison]) -> IndicatorRows:
    years = Counter(row.year for row in rows if row.year is not None)
    year = max(years, key=lambda each: (years[each], each))
    values = {row.place.code: row.figure.value if row.figure else None for row in rows}
    ranking = rank(values.items(), indicator.rise)
    place = {code: at for at, code in enumerate(_keys(ranking))}
    rows = sorted(rows, key=lambda row: place[row.place.code])
    return IndicatorRows(indicator, year, tuple(rows))


def _by_sex(near: list[IndicatorRows]) -> tuple[IndicatorRows, ...]:
    """Figures for women, each after the same for both sexes when the source gives it."""
    held = {each.indicator.official_code.strip(): each for each in near}
    chosen: dict[str, IndicatorRows] = {}
    for code in SHOWN:
        if code in held and len(chosen) < 6:
            for other in (*(each for each in both_sexes(code) if each in held), code):
                chosen.setdefault(other, held[other])
    return tuple(chosen.values())


def _keys(ranking: Ranking) -> tuple[str, ...]:
    return (*(each.key for each in ranking.ranked), *ranking.missing)


def _contract(epci: Territory, year: int) -> ContractFacts | None:
    found = contract_in_year(epci.pk, year)
    page = contract_page(found) if found is not None else None
    return _contract_facts(page) if page is not None else None


def _contract_facts(page: ContractPage) -> ContractFacts:
    contract = page.contract
    return ContractFacts(
        name=contract.name,
        signed_on=contract.signed_on,
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        orientations=contract.orientations,
        source=contract.source,
        codes=tuple(each.code for each in page.codes),
        pillars=tuple(
            PillarFacts(
                pillar.title,
                tuple(
                    ObjectiveFacts(
                        each.title,
                        theme_name(each.theme),
                        ", ".join(one.label for one in each.indicators),
                    )
                    for each in pillar.objectives
                ),
            )
            for pillar in page.pillars
        ),
        partners=tuple(
            (group.kind, tuple(name for _id, name, _role in group.partners))
            for group in page.partners
        ),
        commitments=tuple(
            CommitmentFacts(
                organisation=each.organisation,
                title=each.title,
                mainstream=each.mainstream,
                specific=each.specific,
                due_on=each.due_on,
                state=each.state_words,
                kept=each.state in ("kept", "partly"),
                late=each.late,
            )
            for each in commitments(contract.pk)
        ),
    )
