"""What is wrong in what was typed: a code and what the sentence needs, never the sentence.

The sentences are written, in every language, by whoever shows them
(`apps/funding/selectors/wording`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

Param = str | Decimal


class FaultCode(StrEnum):
    """Every way a budget can be wrong. The first block is also known to budget.js."""

    EMPTY = "empty"
    NOT_AN_AMOUNT = "not_an_amount"
    ABBREVIATED = "abbreviated"
    NEGATIVE = "negative"
    AMBIGUOUS = "ambiguous"
    BAD_GROUPS = "bad_groups"
    TOO_MANY_DECIMALS = "too_many_decimals"
    TOO_LARGE = "too_large"

    UNKNOWN_LINE = "unknown_line"
    DETAIL_DIFFERS = "detail_differs"
    FUNDER_WITHOUT_NAME = "funder_without_name"
    NOTHING_TYPED = "nothing_typed"
    NOTHING_ASKED = "nothing_asked"
    INCOME_SHORT = "income_short"
    CHARGES_SHORT = "charges_short"
    IN_KIND_DIFFERS = "in_kind_differs"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `key` is the field of the draft it is about, empty for the whole budget.

    `params` by code: `text` what was typed, `suggestion` a figure (Decimal) to propose when one
    can be guessed, `thousands` and `decimals` both readings of an ambiguous amount, `charges`,
    `income`, `gap`, `typed`, `detail` amounts (Decimal), `line` a code of the chart.
    """

    code: FaultCode
    key: str = ""
    params: Mapping[str, Param] = field(default_factory=dict, hash=False)


class AmountRefused(ValueError):
    """A text that is not usable as an amount; `fault` says why, its `key` is empty."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"{fault.code}: {dict(fault.params)}")
        self.fault = fault
