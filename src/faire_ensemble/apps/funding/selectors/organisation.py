"""What an organisation received and gave, by year."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from faire_ensemble.apps.directory.selectors import OrganisationCard, organisation_card
from faire_ensemble.apps.funding.models import Grant
from faire_ensemble.apps.funding.selectors.lines import GrantLine, cents, grants_of_holder
from faire_ensemble.apps.funding.selectors.listing import listing_of

SHOWN = 50


@dataclass(frozen=True, slots=True)
class YearSum:
    year: int
    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class OrganisationMoney:
    """An organisation with its money: sums by year, and its latest grants (at most `SHOWN`)."""

    card: OrganisationCard
    received: tuple[YearSum, ...]
    given: tuple[YearSum, ...]
    latest: tuple[GrantLine, ...]

    @property
    def total_received(self) -> Decimal:
        return sum((each.amount for each in self.received), Decimal(0))

    @property
    def total_given(self) -> Decimal:
        return sum((each.amount for each in self.given), Decimal(0))

    @property
    def sources(self) -> str:
        """The files that its latest grants come from."""
        return listing_of({line.source for line in self.latest})

    @property
    def more(self) -> int:
        """How many grants received are not in `latest`."""
        return sum(each.count for each in self.received) - len(self.latest)


def organisation_money(organisation_id: int) -> OrganisationMoney | None:
    """The page of an organisation: five queries."""
    card = organisation_card(organisation_id)
    if card is None:
        return None
    return OrganisationMoney(
        card=card,
        received=_by_year("holder_id", organisation_id),
        given=_by_year("funder_id", organisation_id),
        latest=tuple(grants_of_holder(organisation_id, SHOWN)),
    )


def _by_year(side: str, organisation_id: int) -> tuple[YearSum, ...]:
    rows = (
        Grant.objects.filter(**{side: organisation_id})
        .order_by("-year")
        .values_list("year")
        .annotate(count=Count("pk"), amount=Sum("amount_awarded"))
    )
    return tuple(YearSum(year, count, cents(amount)) for year, count, amount in rows)
