"""Grants as read models: one flat line a grant, one query a question.

SQLite adds amounts as floating numbers: sums are rounded to the cent, which is exact far beyond
the amounts of a contract (PostgreSQL is exact by itself).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from faire_ensemble.apps.contract.selectors import contracts_of
from faire_ensemble.apps.funding.models import FundingNature, Grant
from faire_ensemble.apps.territory.selectors import Territory

CENT = Decimal("0.01")
FIELDS = (
    "pk",
    "year",
    "agreed_on",
    "scheme",
    "nature",
    "purpose",
    "amount_awarded",
    "amount_asked",
    "amount_paid",
    "amount_in_kind",
    "funder_id",
    "funder__name",
    "holder_id",
    "holder__name",
    "objective__title",
    "territory__code",
    "territory__name",
    "reference",
    "source",
)
NATURE = FIELDS.index("nature")
NAMES = [rank for rank, name in enumerate(FIELDS) if name.startswith(("objective_", "territory_"))]


@dataclass(frozen=True, slots=True)
class GrantLine:
    """A grant. `amount` is what was awarded; `asked` and `paid` are often not published.

    `nature` is in words, empty when it is not known. Amounts are euros.
    """

    id: int
    year: int
    agreed_on: date | None
    scheme: str
    nature: str
    purpose: str
    amount: Decimal
    asked: Decimal | None
    paid: Decimal | None
    in_kind: Decimal | None
    funder_id: int
    funder: str
    holder_id: int
    holder: str
    objective: str
    territory_code: str
    territory: str
    reference: str
    source: str


@dataclass(frozen=True, slots=True)
class YearTotal:
    """Grants of a year under a scheme, from one source."""

    year: int
    scheme: str
    source: str
    count: int
    amount: Decimal


def cents(value: Decimal | None) -> Decimal:
    """A sum from the database, rounded to the cent; zero when there is nothing to add."""
    return Decimal(value or 0).quantize(CENT, rounding=ROUND_HALF_UP)


def lines(grants: QuerySet[Grant]) -> list[GrantLine]:
    """Read models of grants, in one query. A name through an empty key is an empty text."""
    natures = {
        nature.value: "" if nature == FundingNature.UNKNOWN else str(nature.label)
        for nature in FundingNature
    }
    found = []
    for row in grants.values_list(*FIELDS):
        values: list[Any] = list(row)
        values[NATURE] = natures[values[NATURE]]
        for index in NAMES:
            values[index] = values[index] or ""
        found.append(GrantLine(*values))
    return found


def of_epci(epci_id: int) -> Q:
    """Grants of the EPCI's contracts, or given for one of its territories.

    Subqueries and not joins: each side then uses its own index.
    """
    places = Territory.objects.filter(Q(epci_id=epci_id) | Q(pk=epci_id)).values("pk")
    return Q(contract__in=contracts_of(epci_id).values("pk")) | Q(territory__in=places)


def grants_of_year(epci_id: int, year: int) -> list[GrantLine]:
    """The grants of an EPCI for a year, the largest first."""
    return lines(
        Grant.objects.filter(of_epci(epci_id), year=year).order_by("-amount_awarded", "pk")
    )


def grants_of_contract(contract_id: int, year: int | None = None) -> list[GrantLine]:
    """The grants of a contract (of one year when given), the latest and largest first."""
    found = Grant.objects.filter(contract_id=contract_id)
    if year is not None:
        found = found.filter(year=year)
    return lines(found.order_by("-year", "-amount_awarded", "pk"))


def grants_of_territory(territory_id: int, limit: int = 200) -> list[GrantLine]:
    """What was funded in a neighbourhood, the latest and largest first."""
    found = Grant.objects.filter(territory_id=territory_id)
    return lines(found.order_by("-year", "-amount_awarded", "pk")[:limit])


def grants_of_territories(territory_ids: Iterable[int], limit: int) -> list[GrantLine]:
    """What was funded in any of these places, the latest and largest first."""
    found = Grant.objects.filter(territory__in=list(territory_ids))
    return lines(found.order_by("-year", "-amount_awarded", "pk")[:limit])


def totals_of_territories(territory_ids: Iterable[int]) -> list[YearTotal]:
    """Totals of these places by year, scheme and source, in one query."""
    return _totals(Grant.objects.filter(territory__in=list(territory_ids)))


def grants_of_holder(organisation_id: int, limit: int = 200) -> list[GrantLine]:
    """What an organisation received, the latest and largest first."""
    found = Grant.objects.filter(holder_id=organisation_id)
    return lines(found.order_by("-year", "-amount_awarded", "pk")[:limit])


def grant_totals(epci_id: int) -> list[YearTotal]:
    """Totals of an EPCI by year, scheme and source, in one query."""
    return _totals(Grant.objects.filter(of_epci(epci_id)))


def totals_by_scheme_and_year(contract_id: int) -> list[YearTotal]:
    """Totals of a contract by year, scheme and source, in one query."""
    return _totals(Grant.objects.filter(contract_id=contract_id))


def _totals(grants: QuerySet[Grant]) -> list[YearTotal]:
    rows: Iterable[tuple[int, str, str, int, Decimal]] = (
        grants.order_by("year", "scheme", "source")
        .values_list("year", "scheme", "source")
        .annotate(count=Count("pk"), amount=Sum("amount_awarded"))
    )
    return [
        YearTotal(year, scheme, source, count, cents(amount))
        for year, scheme, source, count, amount in rows
    ]
