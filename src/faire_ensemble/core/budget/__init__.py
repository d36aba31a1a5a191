"""The budget of a request for a subsidy: its lines, its totals, what is wrong in it.

Pure: no clock, no input or output, no language. Euros are `Decimal`, to the cent
(docs/methods/budget.md).
"""

from faire_ensemble.core.budget.amounts import LARGEST, format_amount, parse_amount
from faire_ensemble.core.budget.budget import Budget, FunderKind, OtherSubsidy
from faire_ensemble.core.budget.chart import (
    CHART,
    LINES,
    details_of,
    line_of,
    lines_of,
    top_lines,
)
from faire_ensemble.core.budget.checks import check_budget
from faire_ensemble.core.budget.comparison import Change, RowKind, compare
from faire_ensemble.core.budget.drafts import (
    Reading,
    budget_keys,
    other_field,
    read_budget,
    request_field,
)
from faire_ensemble.core.budget.faults import AmountRefused, Fault, FaultCode
from faire_ensemble.core.budget.lines import SUBSIDIES, Line, Part, Side

__all__ = [
    "CHART",
    "LARGEST",
    "LINES",
    "SUBSIDIES",
    "AmountRefused",
    "Budget",
    "Change",
    "Fault",
    "FaultCode",
    "FunderKind",
    "Line",
    "OtherSubsidy",
    "Part",
    "Reading",
    "RowKind",
    "Side",
    "budget_keys",
    "check_budget",
    "compare",
    "details_of",
    "format_amount",
    "line_of",
    "lines_of",
    "other_field",
    "parse_amount",
    "read_budget",
    "request_field",
    "top_lines",
]
