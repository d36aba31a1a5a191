"""From the fields of a draft, as typed, to a budget and the list of its faults.

Keys that are read, every other key of the draft being left alone:

| key | what it holds |
| --- | --- |
| `budget.charges.<code>`, `budget.income.<code>` | the amount of a line of the chart |
| `budget.income.74.<slot>` | another subsidy (`<slot>` is any name, such as 1, 2, 3) |
| `budget.income.74.<slot>.name`, `.kind` | its funder, and a `FunderKind` |
| `request.<funder key>.asked` | the amount asked of a funder of the call |

An empty field is no amount. A wrong one is a fault on its key and counts for nothing; what was
typed stays in the draft.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from faire_ensemble.core.budget.amounts import parse_amount
from faire_ensemble.core.budget.budget import Budget, FunderKind, OtherSubsidy
from faire_ensemble.core.budget.chart import LINES
from faire_ensemble.core.budget.faults import AmountRefused, Fault, FaultCode
from faire_ensemble.core.budget.lines import SUBSIDIES

REQUEST = re.compile(r"^request\.([^.]+)\.asked$")
COLUMN = re.compile(r"^budget\.(charges|income)(\.|$)")
LINE = re.compile(r"^budget\.(charges|income)\.([^.]+)$")
OTHER = re.compile(r"^budget\.income\.74\.([^.]+)$")
OTHER_WORDS = re.compile(r"^budget\.income\.74\.[^.]+\.(name|kind)$")


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read, and what could not: each fault names its key."""

    budget: Budget
    faults: tuple[Fault, ...]


def request_field(funder: str) -> str:
    """The key of the amount asked of a funder of the call."""
    return f"request.{funder}.asked"


def other_field(slot: str) -> str:
    """The key of the amount of another subsidy."""
    return f"budget.income.{SUBSIDIES}.{slot}"


def budget_keys(typed: Mapping[str, str]) -> Iterator[str]:
    """The keys of a draft that a budget is made of, in their order."""
    return (key for key in typed if COLUMN.match(key) or REQUEST.match(key))


def read_budget(typed: Mapping[str, str]) -> Reading:
    """Read the keys of the table above; never raises on what a person typed.

    A key of a column that names no line of the chart is a fault when it is not empty: an amount
    must not disappear in silence. Other `budget.` keys (a note) are not amounts.
    """
    amounts: dict[str, Decimal] = {}
    requests: dict[str, Decimal] = {}
    others: dict[str, OtherSubsidy] = {}
    faults: list[Fault] = []
    for key in budget_keys(typed):
        if OTHER_WORDS.match(key) or not typed[key].strip():
            continue
        try:
            value = parse_amount(typed[key])
        except AmountRefused as refused:
            faults.append(Fault(refused.fault.code, key, refused.fault.params))
            continue
        if found := REQUEST.match(key):
            requests[found[1]] = value
        elif found := OTHER.match(key):
            others[found[1]] = _other(key, value, typed)
        elif code := _code(key):
            amounts[code] = value
        else:
            faults.append(Fault(FaultCode.UNKNOWN_LINE, key, {"text": typed[key].strip()}))
    return Reading(Budget(amounts, requests, others), tuple(faults))


def _other(key: str, amount: Decimal, typed: Mapping[str, str]) -> OtherSubsidy:
    kind = typed.get(f"{key}.kind", "")
    known = FunderKind(kind) if kind in list(FunderKind) else FunderKind.PUBLIC
    return OtherSubsidy(amount, " ".join(typed.get(f"{key}.name", "").split()), known)


def _code(key: str) -> str:
    """The code of a key, if it is a line that is typed, on its own side."""
    found = LINE.match(key)
    line = LINES.get(found[2]) if found else None
    return line.code if line and line.typed and line.field == key else ""
