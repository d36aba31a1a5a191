"""What a line of a budget is."""

from dataclasses import dataclass
from enum import StrEnum

SUBSIDIES = "74"


class Side(StrEnum):
    """The two columns of a budget: what it costs, what pays for it."""

    CHARGES = "charges"
    INCOME = "income"


class Part(StrEnum):
    """Money of the project itself, its share of the holder's overheads, or gifts in kind."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    IN_KIND = "in_kind"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `code` is unique in the chart, and is the account number where there is one.

    `label` and `purpose` (what to put there, for a volunteer) are French, translated by whoever
    shows them. Every line can be typed, but account 74, which sums up the subsidies.
    """

    code: str
    label: str
    side: Side
    part: Part
    purpose: str
    parent: str = ""

    @property
    def field(self) -> str:
        """The key of this line in a draft: `budget.charges.60`."""
        return f"budget.{self.side.value}.{self.code}"

    @property
    def account(self) -> str:
        """The account number; empty where the form has none (indirect charges, own money)."""
        return self.code if self.code.isdigit() else ""

    @property
    def typed(self) -> bool:
        """Whether a person writes the amount; account 74 is the sum of the subsidies."""
        return self.code != SUBSIDIES
