"""One neighbourhood against its reference: pure reading of figures already loaded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from faire_ensemble.apps.observatory.models import Unit, ValueStatus
from faire_ensemble.apps.observatory.selectors.catalogue import IndicatorInfo
from faire_ensemble.apps.observatory.selectors.figures import Figure, Series, known
from faire_ensemble.core.statistics import (
    Evolution,
    Gap,
    GapMethod,
    Interval,
    NoIntervalReason,
    Observation,
    Rate,
    TargetPath,
    TargetStatus,
    amount_gap,
    gap_evolution,
    rate_gap,
    target_status,
    wilson,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A territory as pages name it. `generation` is the official geography (2014, 2024)."""

    id: int
    code: str
    name: str
    kind: str
    epci_id: int | None = None
    generation: int | None = None

    @property
    def is_set(self) -> bool:
        """A set of neighbourhoods ("all priority neighbourhoods"): compared, never ranked."""
        return self.kind == "group"


class NoGapReason(StrEnum):
    """Why a neighbourhood has no gap; each has its sentence in `words`."""

    VALUE_ABSENT = "value_absent"
    VALUE_SUPPRESSED = "value_suppressed"
    VALUE_MISSING = "value_missing"
    REFERENCE_UNKNOWN = "reference_unknown"
    REFERENCE_SUPPRESSED = "reference_suppressed"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class TargetInfo:
    """A target set on a gap, with its path; `source` says who decided it and where."""

    base_year: int
    base_gap: Decimal
    target_year: int
    remaining: Decimal
    source: str
    path: TargetPath


@dataclass(frozen=True, slots=True)
class Change:
    """What moved since an earlier vintage of the same indicator.

    `value` and `reference` are the changes of each side; `gap` splits them and is None when a
    reference is missing in either year. `overlapping` as in core/statistics.
    """

    earlier: int
    later: int
    value: Decimal
    overlapping: bool
    gap: Evolution | None = None


@dataclass(frozen=True, slots=True)
class PastGap:
    """The value, reference and gap of one vintage; what is unknown is None."""

    year: int
    value: Decimal | None
    reference: Decimal | None
    gap: Gap | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A neighbourhood, its figure, its reference and everything that may be said of the gap.

    Exactly one of `gap` and `no_gap` is set. `national` is the figure of all priority
    neighbourhoods of the country, when the source gives it. `newer` is a more recent value that
    has no reference yet (only set when `year` was chosen for the sake of the comparison).
    """

    indicator: IndicatorInfo
    place: Place
    year: int | None
    figure: Figure | None
    reference: Figure | None
    national: Figure | None
    gap: Gap | None
    no_gap: NoGapReason | None
    change: Change | None
    target: TargetInfo | None
    target_status: TargetStatus | None
    newer: Figure | None = None
    figures: Series = field(default_factory=dict, compare=False, repr=False)
    references: Series = field(default_factory=dict, compare=False, repr=False)

    def history(self) -> tuple[PastGap, ...]:
        """Every vintage of the neighbourhood or of its reference, oldest first; no query."""
        return tuple(
            PastGap(
                year,
                known(self.figures.get(year)),
                known(self.references.get(year)),
                gap_between(self.indicator, self.figures.get(year), self.references.get(year))[0],
            )
            for year in sorted({*self.figures, *self.references})
        )


def compare(
    indicator: IndicatorInfo,
    place: Place,
    year: int | None,
    *,
    figures: Series,
    references: Series,
    national: Series,
    since: int | None = None,
    targets: Sequence[TargetInfo] = (),
    newer: Figure | None = None,
) -> Comparison:
    """Compare in one year; `since` chooses the earlier vintage of the evolution.

    A target has no status in its base year: the gap is on its path by construction.
    """
    figure = figures.get(year) if year is not None else None
    reference = references.get(year) if year is not None else None
    gap, reason = gap_between(indicator, figure, reference)
    target = relevant_target(targets, year)
    status = None
    if gap is not None and target is not None and year is not None and year > target.base_year:
        status = target_status(target.path, year, gap.value, gap.interval)
    return Comparison(
        indicator=indicator,
        place=place,
        year=year,
        figure=figure,
        reference=reference,
        national=national.get(year) if year is not None else None,
        gap=gap,
        no_gap=reason,
        change=_change(indicator, year, since, figures, references) if year else None,
        target=target,
        target_status=status,
        newer=newer,
        figures=figures,
        references=references,
    )


def gap_between(
    indicator: IndicatorInfo, figure: Figure | None, reference: Figure | None
) -> tuple[Gap | None, NoGapReason | None]:
    """The gap, or why there is none."""
    if figure is None:
        return None, NoGapReason.VALUE_ABSENT
    if figure.value is None:
        suppressed = figure.status == ValueStatus.SUPPRESSED
        return None, NoGapReason.VALUE_SUPPRESSED if suppressed else NoGapReason.VALUE_MISSING
    if not indicator.comparable:
        return None, NoGapReason.COUNT
    if reference is None or reference.value is None:
        if reference is not None and reference.status == ValueStatus.SUPPRESSED:
            return None, NoGapReason.REFERENCE_SUPPRESSED
        return None, NoGapReason.REFERENCE_UNKNOWN
    sizes = (figure.denominator, reference.denominator)
    return _gap(indicator.unit, figure.value, reference.value, *sizes), None


def _gap(
    unit: Unit,
    value: Decimal,
    reference: Decimal,
    size: Decimal | None,
    reference_size: Decimal | None,
) -> Gap:
    """Rates get an interval when both denominators are known.

    A percentage may lie outside 0..100 (taxes as a share of income are negative, a growth rate
    may be): it is then no share of persons, and gets the plain difference.
    """
    if unit == Unit.PERCENT and 0 <= value <= 100 and 0 <= reference <= 100:
        return rate_gap(value, reference, size, reference_size)
    if unit == Unit.EUROS:
        return amount_gap(value, reference)
    return Gap(value - reference, GapMethod.PLAIN, no_interval=NoIntervalReason.UNKNOWN_SPREAD)


def value_interval(indicator: IndicatorInfo, figure: Figure | None) -> Interval | None:
    """Wilson interval of a rate, in percent, when its denominator is known."""
    if figure is None or figure.value is None or not figure.denominator:
        return None
    if indicator.unit != Unit.PERCENT or not 0 <= figure.value <= 100:
        return None
    return wilson(Rate(float(figure.value) / 100, float(figure.denominator))).scaled(100)


def relevant_target(targets: Sequence[TargetInfo], year: int | None) -> TargetInfo | None:
    """The target in force in a year: the nearest one ahead, else the last one that ended."""
    ordered = sorted(targets, key=lambda each: each.target_year)
    if year is not None:
        for each in ordered:
            if each.target_year >= year:
                return each
    return ordered[-1] if ordered else None


def _change(
    indicator: IndicatorInfo, year: int, since: int | None, figures: Series, references: Series
) -> Change | None:
    """The change since an earlier vintage, split when both references are known."""
    later = figures.get(year)
    start = earlier_year(figures, references, later, since) if later is not None else None
    if later is None or later.value is None or start is None:
        return None
    earlier = figures[start]
    if earlier.value is None:
        return None
    rolling = max(later.source.rolling_years, earlier.source.rolling_years)
    first = _observation(indicator, earlier, references.get(start))
    last = _observation(indicator, later, references.get(year))
    split = gap_evolution(first, last, indicator.rise, rolling) if first and last else None
    return Change(
        earlier=start,
        later=year,
        value=later.value - earlier.value,
        overlapping=year - start < rolling,
        gap=split,
    )


def _observation(
    indicator: IndicatorInfo, figure: Figure, reference: Figure | None
) -> Observation | None:
    gap, _reason = gap_between(indicator, figure, reference)
    value, against = known(figure), known(reference)
    if gap is None or value is None or against is None:
        return None
    return Observation(figure.year, value, against, gap)


def earlier_year(
    figures: Series, references: Series, later: Figure, since: int | None = None
) -> int | None:
    """The vintage to compare with, among those with a known value before `later`.

    `since` when given. Otherwise the most recent one that shares no year of collection, failing
    that the oldest; vintages that also have a reference come before those that do not.
    """
    years = sorted(y for y, f in figures.items() if y < later.year and f.value is not None)
    if since is not None:
        return since if since in years else None
    full = [year for year in years if known(references.get(year)) is not None]
    chosen = full if full and known(references.get(later.year)) is not None else years
    if not chosen:
        return None
    apart = [year for year in chosen if later.year - year >= later.source.rolling_years]
    return apart[-1] if apart else chosen[0]


def best_year(
    indicator: IndicatorInfo, figures: Series, references: Series, until: int | None = None
) -> int | None:
    """The latest year with a gap; failing that with a value; failing that with any row."""
    years = sorted((y for y in figures if until is None or y <= until), reverse=True)
    for year in years:
        if gap_between(indicator, figures[year], references.get(year))[0] is not None:
            return year
    for year in years:
        if figures[year].value is not None:
            return year
    return years[0] if years else None


def sources_of(comparisons: Iterable[Comparison]) -> tuple[Figure, ...]:
    """One figure for each vintage and source used, so that pages can name them all once."""
    seen: dict[tuple[str, int], Figure] = {}
    for each in comparisons:
        for figure in (each.figure, each.reference, each.national):
            if figure is not None:
                seen.setdefault((figure.source.code, figure.year), figure)
    return tuple(seen[key] for key in sorted(seen))
