"""Panels drawn by lot: quotas kept, chances as equal as they can be, checked by anyone.

Pure: no clock, no input or output, no chance but the published seed or number. What is computed,
what is guaranteed and how to call this: docs/methods/tirage.md.
"""

from faire_ensemble.core.sortition.files import (
    Unreadable,
    read_people,
    read_quotas,
    write_panels,
    write_people,
    write_quotas,
)
from faire_ensemble.core.sortition.lots import lot, number_drawn
from faire_ensemble.core.sortition.lottery import (
    PANELS,
    Leximin,
    Lottery,
    data_digest,
    leximin,
    prepare,
)
from faire_ensemble.core.sortition.problem import InvalidDraw, Person, Problem, Quota
from faire_ensemble.core.sortition.programs import Stuck
from faire_ensemble.core.sortition.relaxing import (
    Change,
    Infeasible,
    Reason,
    Relaxation,
    Vain,
    contradictions,
    relaxation,
)
from faire_ensemble.core.sortition.replacing import replacement, stand_ins
from faire_ensemble.core.sortition.seating import Panel
from faire_ensemble.core.sortition.summary import Odds, odds

__all__ = [
    "PANELS",
    "Change",
    "Infeasible",
    "InvalidDraw",
    "Leximin",
    "Lottery",
    "Odds",
    "Panel",
    "Person",
    "Problem",
    "Quota",
    "Reason",
    "Relaxation",
    "Stuck",
    "Unreadable",
    "Vain",
    "contradictions",
    "data_digest",
    "leximin",
    "lot",
    "number_drawn",
    "odds",
    "prepare",
    "read_people",
    "read_quotas",
    "relaxation",
    "replacement",
    "stand_ins",
    "write_panels",
    "write_people",
    "write_quotas",
]
