"""The public list of grants: one page of rows, what they add up to, and what can be chosen.

The page is read often: rows come as ready texts, so that the template only writes them.
"""

from collections import defaultdict
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from faire_ensemble.apps.contract.selectors import objective_choices
from faire_ensemble.apps.directory.selectors import organisation_names
from faire_ensemble.apps.funding.models import FundingNature, Grant
from faire_ensemble.apps.funding.selectors.lines import cents
from faire_ensemble.kit.charts import Columns, Figure, figure
from faire_ensemble.kit.joining import listed
from faire_ensemble.kit.numbers import euros

PAGE_SIZE = 50
CHART_YEARS, CHART_PARTS, SOURCES_SHOWN = 7, 8, 5
# Rows of (funder when grouped by it,) year, scheme, source, count, amount.
Sums = tuple[Any, ...]
NEIGHBOURHOODS = ("priority", "monitored", "lived")


@dataclass(frozen=True, slots=True)
class GrantFilters:
    """What the reader chose; every empty field means « all ».

    `holder` is a folded name. `neighbourhood` is an official code.
    """

    year: int | None = None
    funder: int | None = None
    scheme: str | None = None
    holder: str = ""
    objective: int | None = None
    neighbourhood: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) not in (None, "") for each in fields(self))


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A line of the list, in words. Addresses are the end of a path (a number, a code)."""

    year: int
    holder_id: int
    holder: str
    funder_id: int
    funder: str
    scheme: str
    purpose: str
    objective: str
    territory: str
    neighbourhood: str
    asked: str
    awarded: str
    paid: str
    in_kind: str


@dataclass(frozen=True, slots=True)
class Choices:
    years: tuple[int, ...]
    funders: tuple[tuple[int, str], ...]
    schemes: tuple[str, ...]
    objectives: tuple[tuple[int, str], ...]
    neighbourhoods: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class GrantList:
    """One page of grants. `total` is awarded money; `count` counts every page."""

    rows: tuple[GrantRow, ...]
    count: int
    total: Decimal
    page: int
    pages: int
    choices: Choices
    sources: str
    chart: Figure | None


def listing_of(sources: set[str]) -> str:
    """The files that figures come from; the first ones by name when there are many."""
    names = sorted(sources)
    if len(names) <= SOURCES_SHOWN:
        return listed(names)
    more = _("et %(n)s autres fichiers") % {"n": len(names) - SOURCES_SHOWN}
    return listed([*names[:SOURCES_SHOWN], more])


def matching(filters: GrantFilters) -> QuerySet[Grant]:
    """The grants that the reader asks for."""
    found = Grant.objects.all()
    if filters.year is not None:
        found = found.filter(year=filters.year)
    if filters.funder is not None:
        found = found.filter(funder_id=filters.funder)
    if filters.scheme is not None:
        found = found.filter(scheme=filters.scheme)
    for word in filters.holder.split():
        found = found.filter(holder__name_key__contains=word)
    if filters.objective is not None:
        found = found.filter(objective_id=filters.objective)
    if filters.neighbourhood:
        found = found.filter(territory__code=filters.neighbourhood)
    return found


def grant_list(filters: GrantFilters, page: int = 1) -> GrantList:
    """A page of the list: five queries, six with a filter, whatever the number of grants."""
    everything = _sums(Grant.objects.all(), "funder_id")
    found = matching(filters)
    sums = _sums(found) if filters else everything
    count = sum(row[-2] for row in sums)
    pages = max(1, -(-count // PAGE_SIZE))
    page = min(max(page, 1), pages)
    by_cell: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for *_funder, year, scheme, _source, _count, amount in sums:
        by_cell[year, scheme] += cents(amount)
    sources = listing_of({row[-3] for row in sums})
    return GrantList(
        rows=_rows(found, page),
        count=count,
        total=sum(by_cell.values(), Decimal(0)),
        page=page,
        pages=pages,
        choices=_choices(everything),
        sources=sources,
        chart=_chart(tuple(sorted(by_cell.items())), sources, get_language() or "fr"),
    )


def _sums(grants: QuerySet[Grant], *by: str) -> list[Sums]:
    rows = (
        grants.order_by()
        .values_list(*by, "year", "scheme", "source")
        .annotate(count=Count("pk"), amount=Sum("amount_awarded"))
    )
    return list(rows)


def _rows(grants: QuerySet[Grant], page: int) -> tuple[GrantRow, ...]:
    start = (page - 1) * PAGE_SIZE
    rows = grants.order_by("-year", "-amount_awarded", "pk").values_list(
        "year", "holder_id", "holder__name", "funder_id", "funder__name", "scheme", "nature",
        "purpose", "objective__title", "territory__name", "territory__code", "territory__kind",
        "amount_asked", "amount_awarded", "amount_paid", "amount_in_kind",
    )[start : start + PAGE_SIZE]  # fmt: skip
    natures = {
        FundingNature.SPECIFIC.value: str(FundingNature.SPECIFIC.label),
        FundingNature.MAINSTREAM.value: str(FundingNature.MAINSTREAM.label),
    }
    return tuple(
        GrantRow(
            year,
            holder_id,
            holder,
            funder_id,
            funder,
            ", ".join(text for text in (scheme, natures.get(nature)) if text),
            purpose,
            objective or "",
            territory or "",
            code if kind in NEIGHBOURHOODS else "",
            _money(asked),
            _money(awarded),
            _money(paid),
            _money(in_kind),
        )
        for (
            year, holder_id, holder, funder_id, funder, scheme, nature, purpose, objective,
            territory, code, kind, asked, awarded, paid, in_kind,
        ) in rows
    )  # fmt: skip


def _money(value: Decimal | None) -> str:
    """Euros, with cents only when there are some; nothing when it is not known."""
    if value is None:
        return ""
    return euros(value, 0 if value == value.to_integral_value() else 2)


def _choices(everything: list[Sums]) -> Choices:
    funders = organisation_names({row[0] for row in everything})
    places = (
        Grant.objects.filter(territory__isnull=False)
        .order_by("territory__name", "territory__code")
        .values_list("territory__code", "territory__name")
        .distinct()
    )
    return Choices(
        years=tuple(sorted({row[1] for row in everything}, reverse=True)),
        funders=tuple(sorted(funders.items(), key=lambda item: item[1].casefold())),
        schemes=tuple(sorted({str(row[2]) for row in everything if row[2]})),
        objectives=tuple(objective_choices()),
        neighbourhoods=tuple(places),
    )


@lru_cache(maxsize=64)
def _chart(
    cells: tuple[tuple[tuple[int, str], Decimal], ...], sources: str, language: str
) -> Figure | None:
    """Amounts by year and scheme. The same amounts give the same drawing, in each language."""
    if not cells:
        return None
    amounts = dict(cells)
    all_years = sorted({year for year, _scheme in amounts})
    years = all_years[-CHART_YEARS:]
    weight: dict[str, Decimal] = defaultdict(Decimal)
    for (_year, scheme), amount in cells:
        weight[scheme] += amount
    schemes = sorted(weight, key=lambda scheme: (-weight[scheme], scheme))
    kept = schemes if len(schemes) <= CHART_PARTS else schemes[: CHART_PARTS - 1]
    table = [[amounts.get((year, scheme), Decimal(0)) for scheme in kept] for year in years]
    names = [scheme or _("Dispositif non précisé") for scheme in kept]
    if len(kept) < len(schemes):
        names.append(_("Autres dispositifs"))
        for row, year in zip(table, years, strict=True):
            row.append(
                sum(
                    (amounts.get((year, each), Decimal(0)) for each in schemes[len(kept) :]),
                    Decimal(0),
                )
            )
    note = _("Les années les plus anciennes sont dans le fichier CSV.")
    return figure(
        Columns(
            title=_("Montants attribués par année et par dispositif"),
            unit="euros",
            columns=tuple(str(year) for year in years),
            parts=tuple(names),
            amounts=tuple(tuple(row) for row in table),
        ),
        uid="par-annee",
        source=sources,
        note=note if len(years) < len(all_years) else "",
    )
