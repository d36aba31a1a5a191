"""The year's grants, added up every way that the report shows them."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.selectors import (
    GrantLine,
    YearTotal,
    grant_totals,
    grants_of_year,
)
from faire_ensemble.apps.reporting.selectors.material import Money, Share
from faire_ensemble.apps.reporting.selectors.words import listing, sources

PARTS = 8
"""A chart tells eight schemes apart; the smaller ones are added up."""


def grant_years(epci: int) -> set[int]:
    """Years with a grant (one query)."""
    return {each.year for each in grant_totals(epci)}


def load_money(epci: int, year: int) -> Money:
    """Two queries: the lines of the year, the totals of every year."""
    lines = grants_of_year(epci, year)
    totals = [each for each in grant_totals(epci) if each.year <= year]
    years, schemes, history = _history(totals)
    return Money(
        count=len(lines),
        amount=sum((line.amount for line in lines), Decimal(0)),
        holders=len({line.holder_id for line in lines}),
        by_scheme=shares(lines, lambda line: _scheme(line.scheme)),
        by_funder=shares(lines, lambda line: line.funder),
        by_holder=_holders(lines),
        by_objective=shares(lines, lambda line: line.objective),
        by_territory=shares(lines, lambda line: line.territory),
        by_nature=shares(lines, lambda line: line.nature or _("nature non précisée par la source")),
        history_years=years,
        history_schemes=schemes,
        history=history,
        sources=sources(line.source for line in lines),
        history_sources=sources(each.source for each in totals),
    )


def shares(lines: Iterable[GrantLine], named: Callable[[GrantLine], str]) -> tuple[Share, ...]:
    """Add up by name, largest first; lines without a name are left out."""
    counts: dict[str, int] = defaultdict(int)
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        if name := named(line):
            counts[name] += 1
            amounts[name] += line.amount
    order = sorted(amounts, key=lambda name: (-amounts[name], name))
    return tuple(Share(name, counts[name], amounts[name]) for name in order)


def _holders(lines: list[GrantLine]) -> tuple[Share, ...]:
    """By organisation, not by name: two holders may bear the same one."""
    held: dict[int, list[GrantLine]] = defaultdict(list)
    for line in lines:
        held[line.holder_id].append(line)
    found = [
        Share(
            own[0].holder,
            len(own),
            sum((line.amount for line in own), Decimal(0)),
            _few(sorted({_scheme(line.scheme) for line in own})),
        )
        for own in held.values()
    ]
    return tuple(sorted(found, key=lambda share: (-share.amount, share.label)))


def _history(
    totals: list[YearTotal],
) -> tuple[tuple[int, ...], tuple[str, ...], tuple[tuple[Decimal, ...], ...]]:
    """Years, schemes (largest first), and the amounts of each year by scheme."""
    by_scheme: dict[str, Decimal] = defaultdict(Decimal)
    by_cell: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for each in totals:
        by_scheme[_scheme(each.scheme)] += each.amount
        by_cell[each.year, _scheme(each.scheme)] += each.amount
    schemes = sorted(by_scheme, key=lambda name: (-by_scheme[name], name))
    kept = schemes if len(schemes) <= PARTS else schemes[: PARTS - 1]
    years = sorted({each.year for each in totals})
    rows = [[by_cell[year, name] for name in kept] for year in years]
    if len(kept) < len(schemes):
        for row, year in zip(rows, years, strict=True):
            row.append(sum((by_cell[year, name] for name in schemes[PARTS - 1 :]), Decimal(0)))
        kept = [*kept, _("Autres dispositifs")]
    return tuple(years), tuple(kept), tuple(map(tuple, rows))


def _scheme(name: str) -> str:
    return name or _("Dispositif non précisé")


def _few(schemes: list[str]) -> str:
    """The names of one or two schemes, the number of more."""
    if len(schemes) <= 2:
        return listing(schemes)
    return _("%(count)s dispositifs") % {"count": len(schemes)}
