"""A budget: amounts by line, requests by funder, other subsidies; its totals and shares.

Amounts are euros to the cent, never negative. A total of charges or income never counts the
contributions in kind (86, 87) unless it says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from faire_ensemble.core.budget.chart import LINES, details_of, top_lines
from faire_ensemble.core.budget.lines import SUBSIDIES, Part, Side

ZERO = Decimal(0)
MONEY_PARTS = (Part.DIRECT, Part.INDIRECT)


class FunderKind(StrEnum):
    """Under which heading of account 74 the form prints a funder."""

    STATE = "state"
    REGION = "region"
    DEPARTMENT = "department"
    EPCI = "epci"
    COMMUNE = "commune"
    SOCIAL = "social"
    EUROPE = "europe"
    ASP = "asp"
    PUBLIC = "public"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class OtherSubsidy:
    """A subsidy declared but asked elsewhere: a funder that is not in our call."""

    amount: Decimal
    name: str = ""
    kind: FunderKind = FunderKind.PUBLIC

    @property
    def public(self) -> bool:
        """Whether it is public money: only foundations and companies are not."""
        return self.kind is not FunderKind.PRIVATE


@dataclass(frozen=True, slots=True)
class Budget:
    """`amounts` by code of the chart, `requests` by funder key, `others` by slot.

    A line that has sub-lines counts what was typed on it, or the sum of its sub-lines when any
    is typed. Raises ValueError on a line that is unknown, computed (74), or below zero.
    """

    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    requests: Mapping[str, Decimal] = field(default_factory=dict)
    others: Mapping[str, OtherSubsidy] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for code in self.amounts:
            if code not in LINES or not LINES[code].typed:
                raise ValueError(f"« {code} » n'est pas une ligne que l'on remplit.")
        other_amounts = [other.amount for other in self.others.values()]
        if min([*self.amounts.values(), *self.requests.values(), *other_amounts], default=0) < 0:
            raise ValueError("Un montant du budget ne peut pas être négatif.")
        for name in ("amounts", "requests", "others"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    @property
    def empty(self) -> bool:
        """Whether nothing at all was typed."""
        return not (self.amounts or self.requests or self.others)

    def detail(self, code: str) -> Decimal | None:
        """The sum of the sub-lines typed under a line; None when none is."""
        typed = [self.amounts[line.code] for line in details_of(code) if line.code in self.amounts]
        return sum(typed, ZERO) if typed else None

    def line(self, code: str) -> Decimal:
        """The total of a line, zero when nothing was typed. Raises KeyError on unknown codes."""
        if code == SUBSIDIES:
            return self.subsidies
        found = LINES[code]
        detail = self.detail(found.code)
        return detail if detail is not None else self.amounts.get(found.code, ZERO)

    def total(self, side: Side, *parts: Part) -> Decimal:
        """The total of a side over some of its parts; direct and indirect when none is given."""
        wanted = parts or MONEY_PARTS
        return sum((self.line(top.code) for top in top_lines(side) if top.part in wanted), ZERO)

    @property
    def charges(self) -> Decimal:
        """What the project costs in money, direct and indirect."""
        return self.total(Side.CHARGES)

    @property
    def income(self) -> Decimal:
        """What pays for it in money."""
        return self.total(Side.INCOME)

    @property
    def charges_in_kind(self) -> Decimal:
        """Account 86."""
        return self.total(Side.CHARGES, Part.IN_KIND)

    @property
    def income_in_kind(self) -> Decimal:
        """Account 87."""
        return self.total(Side.INCOME, Part.IN_KIND)

    @property
    def gap(self) -> Decimal:
        """Income less charges, in money: below zero, income is missing."""
        return self.income - self.charges

    @property
    def gap_in_kind(self) -> Decimal:
        """Account 87 less account 86."""
        return self.income_in_kind - self.charges_in_kind

    @property
    def balanced(self) -> bool:
        """Charges = income and 86 = 87, to the cent; the grand totals are then equal too."""
        return self.gap == 0 and self.gap_in_kind == 0

    @property
    def asked(self) -> Decimal:
        """What is asked of the funders of the call."""
        return sum(self.requests.values(), ZERO)

    @property
    def subsidies(self) -> Decimal:
        """Account 74: what is asked of our funders, and the other subsidies declared."""
        return self.asked + sum((other.amount for other in self.others.values()), ZERO)

    @property
    def public_subsidies(self) -> Decimal:
        """Account 74 less private funders; those of the call are taken as public."""
        return self.asked + sum(
            (other.amount for other in self.others.values() if other.public), ZERO
        )

    @property
    def self_financing(self) -> Decimal:
        """Income in money that is not a subsidy: sales, fees, gifts, own money."""
        return self.income - self.subsidies

    def share(self, amount: Decimal) -> Decimal | None:
        """An amount over total income in money (0..1); None while there is no income."""
        return amount / self.income if self.income else None

    def share_of(self, funder: str) -> Decimal | None:
        """The share of a funder of the call in total income (0..1)."""
        return self.share(self.requests.get(funder, ZERO))

    @property
    def subsidy_share(self) -> Decimal | None:
        """The share of all subsidies in total income (0..1)."""
        return self.share(self.subsidies)

    @property
    def self_financing_share(self) -> Decimal | None:
        """The share of total income that is not a subsidy (0..1)."""
        return self.share(self.self_financing)
