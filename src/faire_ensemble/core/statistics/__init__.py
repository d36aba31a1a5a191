"""Gaps with their intervals, their evolution, targets and rankings (docs/methods).

Pure: no clock, no chance, no input or output. Rates inside `intervals` and `nested_gap` are
shares (0..1); what is published, in percent or in euros, enters through `rate_gap` and
`amount_gap`.
"""

from faire_ensemble.core.statistics.direction import Rise
from faire_ensemble.core.statistics.evolution import (
    Cause,
    Evolution,
    Move,
    NoChangeInterval,
    Observation,
    gap_evolution,
)
from faire_ensemble.core.statistics.gaps import (
    Gap,
    GapMethod,
    NoIntervalReason,
    amount_gap,
    nested_gap,
    rate_gap,
    rest_of,
)
from faire_ensemble.core.statistics.intervals import (
    LEVEL,
    Estimate,
    Interval,
    Rate,
    difference,
    newcombe,
    wilson,
)
from faire_ensemble.core.statistics.ranking import Ranked, Ranking, rank
from faire_ensemble.core.statistics.targets import (
    Basis,
    TargetPath,
    TargetState,
    TargetStatus,
    target_status,
)

__all__ = [
    "LEVEL",
    "Basis",
    "Cause",
    "Estimate",
    "Evolution",
    "Gap",
    "GapMethod",
    "Interval",
    "Move",
    "NoChangeInterval",
    "NoIntervalReason",
    "Observation",
    "Ranked",
    "Ranking",
    "Rate",
    "Rise",
    "TargetPath",
    "TargetState",
    "TargetStatus",
    "amount_gap",
    "difference",
    "gap_evolution",
    "nested_gap",
    "newcombe",
    "rank",
    "rate_gap",
    "rest_of",
    "target_status",
    "wilson",
]
