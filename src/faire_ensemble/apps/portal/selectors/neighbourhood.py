"""Everything the page of a neighbourhood shows, in words, in a constant number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.text import slugify
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.selectors import DecidedHere, decided_here
from faire_ensemble.apps.governance.selectors import BodyHere, Followed, bodies_here, followed_at
from faire_ensemble.apps.observatory.selectors import (
    Comparison,
    NoGapReason,
    ThemeGaps,
    comparison_record,
    gaps_of_neighbourhood,
    gaps_of_neighbourhoods,
    sources_of,
    words,
)
from faire_ensemble.apps.observatory.selectors import Figure as Published
from faire_ensemble.apps.observatory.selectors import Theme as Themes
from faire_ensemble.apps.portal.selectors.figures import theme_figures
from faire_ensemble.apps.portal.selectors.money import Funded, funded_in
from faire_ensemble.apps.territory.selectors import (
    Territory,
    day_for,
    groups_of,
    perimeter_of,
    territory_with_code,
)
from faire_ensemble.core.statistics import Rise
from faire_ensemble.kit.charts import Figure
from faire_ensemble.kit.joining import pair

KINDS = ("priority", "monitored", "lived", "group")
DESCRIBING = (Themes.POPULATION, Themes.INCOME)
"""Themes that say who lives there; the others are the five of the contract."""
SETS = {"priority": "-QPV", "monitored": "-VEILLE"}
"""How the code of the set of all neighbourhoods of a kind ends, in an EPCI that has one."""

MOST_OF_SET = 4
"""Rows of the whole set shown on the page of one neighbourhood; the set has its own page."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Places on a line of 100 units: the neighbourhood, the metropolis, the interval."""

    here: float
    there: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator, every cell in words. `tone` is good, bad or neutral for residents.

    `relative_itself`: the figure already compares with the metropolis (a gap in points, a ratio).
    `note` is the source's own remark; `notes` are sentences that the page prints once under the
    table.
    """

    code: str
    label: str
    year: int | None
    value: str
    reference: str
    gap: str
    relative: str
    interval: str
    tone: str
    evolution: str
    verdict: str
    target: str
    target_state: str
    state_words: str
    scale: Scale | None
    relative_itself: bool
    source: str
    note: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with its rows; `notes` and `sources` hold for all of them.

    `compared` is false when no row has a reference: the page then leaves its columns out.
    `whole` is the same theme for the set of neighbourhoods that this one belongs to.
    """

    slug: str
    label: str
    compared: bool
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    whole: "Theme | None" = None
    charts: tuple[Figure, ...] = ()

    @property
    def moves(self) -> str:
        """What the last column holds: "target" (and evolutions), "evolution", or nothing."""
        if any(row.target for row in self.rows):
            return "target"
        return "evolution" if any(row.evolution for row in self.rows) else ""


@dataclass(frozen=True, slots=True)
class Link:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class NeighbourhoodPage:
    """The read model of the page."""

    id: int
    code: str
    name: str
    kind: str
    generation: int | None
    epci: Link | None
    communes: tuple[Link, ...]
    population: int | None
    population_source: str
    described: tuple[Theme, ...]
    themes: tuple[Theme, ...]
    key_rows: tuple[tuple[str, Row], ...]
    funded: Funded
    decided: DecidedHere | None
    bodies: tuple[BodyHere, ...]
    followed: Followed
    whole: Link | None
    map_source: str

    @property
    def scaled(self) -> bool:
        """Whether some row is drawn on its line: the page then says how to read it."""
        return any(row.scale for theme in self.described + self.themes for row in theme.rows)


def neighbourhood_page(code: str) -> NeighbourhoodPage | None:
    """The page of a neighbourhood, or None when no open territory bears this code."""
    territory = territory_with_code(code, *KINDS)
    if territory is None:
        return None
    whole = _set_of(territory)
    asked = (territory, whole) if whole is not None else (territory,)
    every = gaps_of_neighbourhoods(asked, headline_only=True)
    gaps = every[territory.code]
    themes = tuple(
        replace(_theme(each), charts=theme_figures(each.comparisons, slugify(code)))
        for each in gaps
    )
    wider = {} if whole is None else {each.theme: each for each in every[whole.code]}
    perimeter = perimeter_of(territory, day_for(territory.generation))
    epci = territory.epci
    communes = tuple(Link(each.code, each.name) for each in territory.communes.order_by("name"))
    return NeighbourhoodPage(
        id=territory.pk,
        code=territory.code,
        name=territory.name,
        kind=territory.get_kind_display(),
        generation=territory.generation,
        epci=Link(epci.code, epci.name) if epci is not None else None,
        communes=communes,
        population=territory.population,
        population_source=territory.population_source,
        described=tuple(each for each in themes if each.slug in DESCRIBING),
        themes=_five_themes({each.slug: each for each in themes}, wider),
        key_rows=key_rows(gaps),
        funded=funded_in([territory.pk], territory.epci_id),
        decided=decided_here([territory.pk]),
        bodies=bodies_here(code, [each.code for each in communes]),
        followed=followed_at(code),
        whole=Link(whole.code, whole.name) if whole is not None else None,
        map_source=perimeter.source if perimeter is not None else "",
    )


def _set_of(territory: Territory) -> Territory | None:
    """The set of all neighbourhoods of this kind in the EPCI, when one is known (one query)."""
    ending = SETS.get(territory.kind)
    if ending is None or territory.epci_id is None:
        return None
    return groups_of(territory.epci_id).filter(code__endswith=ending).first()


def _five_themes(own: Mapping[str, Theme], wider: Mapping[Themes, ThemeGaps]) -> tuple[Theme, ...]:
    """The five themes, even those of which nothing is known here: the page says so."""
    found = []
    for theme in Themes:
        if theme in DESCRIBING:
            continue
        label = str(theme.label)
        empty = Theme(str(theme.value), label[:1].upper() + label[1:], False, (), (), ())
        held = own.get(str(theme.value), empty)
        whole = _theme(wider[theme], MOST_OF_SET) if theme in wider else None
        found.append(replace(held, whole=whole))
    return tuple(found)


def neighbourhood_records(code: str) -> list[dict[str, object]] | None:
    """Every indicator of a neighbourhood for machines; None when the code is not known."""
    territory = territory_with_code(code, *KINDS)
    if territory is None:
        return None
    return [
        {
            "theme": theme.label,
            "libelle": held.indicator.label,
            **comparison_record(held),
        }
        for theme in gaps_of_neighbourhood(territory)
        for held in theme.comparisons
    ]


def key_rows(gaps: Iterable[ThemeGaps]) -> tuple[tuple[str, Row], ...]:
    """The first indicator with a gap of each theme, else with a value: what is said first."""
    found = []
    for theme in gaps:
        known = [
            held
            for held in theme.comparisons
            if held.indicator.comparable
            and _known(held.figure) is not None
            and (held.gap is not None or held.indicator.rise is not Rise.NEUTRAL)
        ]
        if known and theme.theme is not Themes.POPULATION:
            first = min(known, key=_plainness)
            found.append((str(theme.theme.value), row_of(first)))
    return tuple(found)


def _plainness(held: Comparison) -> tuple[bool, bool]:
    """Those with a gap first, then those of which a rise has a meaning."""
    return held.gap is None, held.indicator.rise is Rise.NEUTRAL


def _theme(theme: ThemeGaps, most: int | None = None) -> Theme:
    """The theme in words; `most` keeps the plainest rows only."""
    chosen = theme.comparisons
    if most is not None:
        chosen = tuple(sorted(chosen, key=_plainness)[:most])
    rows = tuple(row_of(each) for each in chosen)
    population = theme.theme is Themes.POPULATION
    return Theme(
        slug=str(theme.theme.value),
        label=_("Qui y vit") if population else theme.label[:1].upper() + theme.label[1:],
        compared=any(row.reference or row.gap for row in rows),
        rows=rows,
        notes=tuple(dict.fromkeys(note for row in rows for note in row.notes)),
        sources=tuple(words.source_words(each) for each in sources_of(chosen)),
    )


def row_of(held: Comparison) -> Row:
    """A comparison in words."""
    indicator, gap, change, status = held.indicator, held.gap, held.change, held.target_status
    target = held.target
    return Row(
        code=indicator.code,
        label=indicator.label,
        year=held.year,
        value=words.figure_words(indicator, held.figure),
        reference=(
            words.figure_words(indicator, held.reference)
            if held.reference and held.no_gap is not NoGapReason.COUNT
            else ""
        ),
        gap=words.gap_words(indicator, gap) if gap else "",
        relative=words.relative_words(gap),
        interval=words.interval_words(gap.interval) if gap else "",
        tone=tone_of(held),
        evolution=words.change_words(indicator, change) if change else "",
        verdict=words.move_words(change.gap, indicator.rise) if change and change.gap else "",
        target=(
            words.target_path_words(indicator, target)
            if target is not None and gap is not None
            else ""
        ),
        target_state=str(status.state.value) if status else "",
        state_words=words.target_state_words(status) if status else "",
        scale=_scale(held),
        relative_itself=_relative(held),
        source=words.source_words(held.figure) if held.figure is not None else "",
        note=held.figure.note if held.figure is not None else "",
        notes=tuple(filter(None, _notes(held))),
    )


def tone_of(held: Comparison) -> str:
    """Whether the gap is to residents' advantage; neutral when chance could explain it."""
    gap, rise = held.gap, held.indicator.rise
    if gap is None or gap.value == 0 or rise is Rise.NEUTRAL or gap.conclusive is False:
        return "neutral"
    return "good" if (gap.value > 0) == (rise is Rise.GOOD) else "bad"


def _notes(held: Comparison) -> Iterable[str]:
    if held.gap is not None:
        yield words.no_interval_words(held.gap.no_interval)
    elif held.no_gap is NoGapReason.REFERENCE_UNKNOWN and not _relative(held):
        yield words.no_gap_words(held.no_gap, held.year)
    elif held.no_gap not in (NoGapReason.COUNT, NoGapReason.REFERENCE_UNKNOWN):
        yield pair(held.indicator.label, words.no_gap_words(held.no_gap, held.year))
    if held.change is not None and held.change.overlapping:
        yield _(
            "Attention : des millésimes comparés ici ont des années de collecte en commun, ce qui "
            "atténue les évolutions."
        )


def _relative(held: Comparison) -> bool:
    """Published gaps and ratios to the metropolis have no reference of their own."""
    return held.indicator.unit in ("points", "ratio")


def _scale(held: Comparison) -> Scale | None:
    """A rate stands on 0..100; an amount on 0..1.5 times the larger of the two."""
    here, there = _known(held.figure), _known(held.reference)
    if here is None or there is None or min(here, there) < 0:
        return None
    top = Decimal(100) if held.indicator.unit == "percent" else max(here, there) * Decimal("1.25")
    if top == 0 or max(here, there) > top:
        return None
    low = high = None
    if held.gap is not None and held.gap.interval is not None:
        base = float(there)
        low = _place(base + held.gap.interval.low, float(top))
        high = _place(base + held.gap.interval.high, float(top))
    return Scale(_place(float(here), float(top)), _place(float(there), float(top)), low, high)


def _place(value: float, top: float) -> float:
    return round(min(100.0, max(0.0, 100 * value / top)), 1)


def _known(figure: Published | None) -> Decimal | None:
    return figure.value if figure is not None else None
