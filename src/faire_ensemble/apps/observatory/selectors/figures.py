"""Published figures, each with its status, note, vintage and source."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from faire_ensemble.apps.observatory.models import Value, ValueStatus, Vintage


@dataclass(frozen=True, slots=True)
class SourceInfo:
    code: str
    name: str
    publisher: str
    licence: str
    address: str
    rolling_years: int


@dataclass(frozen=True, slots=True)
class VintageInfo:
    """One year of one source; `label` is the period as its publisher writes it."""

    year: int
    label: str
    source: SourceInfo


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as published. `value` is None exactly when the status says why."""

    value: Decimal | None
    denominator: Decimal | None
    status: ValueStatus
    note: str
    vintage: VintageInfo

    @property
    def year(self) -> int:
        return self.vintage.year

    @property
    def source(self) -> SourceInfo:
        return self.vintage.source


Series = Mapping[int, Figure]
"""The figures of one indicator for one territory, by year."""

FigureSet = Mapping[tuple[int, int], Series]
"""Series by (indicator id, territory id); a missing pair has no row in any source."""

NOTHING: Series = {}
_KNOWN = (ValueStatus.PUBLISHED, ValueStatus.FLAGGED)


def load_vintages() -> dict[int, VintageInfo]:
    """All vintages with their sources, by id (one query, a few rows)."""
    found: dict[int, VintageInfo] = {}
    sources: dict[str, SourceInfo] = {}
    names = ("code", "name", "publisher", "licence", "address", "rolling_years")
    rows = Vintage.objects.order_by().values_list(
        "pk", "year", "label", *(f"source__{name}" for name in names)
    )
    for pk, year, label, code, *rest in rows:
        source = sources.setdefault(code, SourceInfo(code, *rest))
        found[pk] = VintageInfo(year, label, source)
    return found


@dataclass(frozen=True, slots=True)
class SourceYears:
    """A source and the years of it that were loaded, most recent first."""

    source: SourceInfo
    years: tuple[int, ...]


def known_sources() -> tuple[SourceYears, ...]:
    """Every source with its years, by publisher and name (one query)."""
    years: dict[SourceInfo, set[int]] = defaultdict(set)
    for vintage in load_vintages().values():
        years[vintage.source].add(vintage.year)
    ordered = sorted(years, key=lambda source: (source.publisher, source.name, source.code))
    return tuple(SourceYears(each, tuple(sorted(years[each], reverse=True))) for each in ordered)


def load_figures(
    *, indicators: Iterable[int] | None = None, territories: Iterable[int]
) -> FigureSet:
    """Every figure of these territories, for these indicators or all (two queries).

    When two sources give the same indicator, territory and year, a known value wins over a
    missing one, then the source that comes first by code: the answer never depends on the order
    of the rows.
    """
    vintages = load_vintages()
    rows = Value.objects.filter(territory__in=list(territories)).order_by()
    if indicators is not None:
        rows = rows.filter(indicator__in=list(indicators))
    found: dict[tuple[int, int], dict[int, Figure]] = defaultdict(dict)
    fields = ("indicator_id", "territory_id", "vintage_id")
    for indicator, territory, vintage, value, denominator, status, note in rows.values_list(
        *fields, "value", "denominator", "status", "note"
    ):
        figure = Figure(value, denominator, ValueStatus(status), note, vintages[vintage])
        series = found[(indicator, territory)]
        held = series.get(figure.year)
        if held is None or _preference(figure) < _preference(held):
            series[figure.year] = figure
    return found


def _preference(figure: Figure) -> tuple[bool, str]:
    return figure.status not in _KNOWN, figure.source.code


def known(figure: Figure | None) -> Decimal | None:
    """The value, or None when there is no row, or the row says why there is no value."""
    return figure.value if figure is not None else None
