"""Amounts for every request, all funders together: the programme of largest benefit, proved.

Pure: no clock decides (unless a limit in seconds is asked for), no chance, no input or output.
Money is Decimal euros. How benefit is defined and how to call this: docs/methods/enveloppes.md.
"""

from faire_ensemble.core.allocation.charging import Draw
from faire_ensemble.core.allocation.checking import Broken, Violation, check
from faire_ensemble.core.allocation.comparing import Comparison, Difference, Summary, compare
from faire_ensemble.core.allocation.diagnosis import Diagnosis, diagnose
from faire_ensemble.core.allocation.entities import (
    Application,
    Envelope,
    HolderCap,
    MinimumShare,
    Request,
    Scope,
    Weights,
)
from faire_ensemble.core.allocation.explaining import Cut, Explanation, explain
from faire_ensemble.core.allocation.formulation import Rule
from faire_ensemble.core.allocation.money import InvalidProblem
from faire_ensemble.core.allocation.obstacles import Barrier, Obstacle
from faire_ensemble.core.allocation.problem import Problem, Programme
from faire_ensemble.core.allocation.reading import Unreadable
from faire_ensemble.core.allocation.remarks import remarks
from faire_ensemble.core.allocation.scenario import (
    Scenario,
    digest,
    problem_from_json,
    problem_to_json,
    result_from_json,
    result_to_json,
    scenario_from_json,
    scenario_to_json,
)
from faire_ensemble.core.allocation.solver import (
    GAP,
    Infeasible,
    Mode,
    Price,
    Result,
    Unfinished,
    price_bound,
    solve,
)
from faire_ensemble.core.allocation.verifying import Sameness, Verification, verify

__all__ = [
    "GAP",
    "Application",
    "Barrier",
    "Broken",
    "Comparison",
    "Cut",
    "Diagnosis",
    "Difference",
    "Draw",
    "Envelope",
    "Explanation",
    "HolderCap",
    "Infeasible",
    "InvalidProblem",
    "MinimumShare",
    "Mode",
    "Obstacle",
    "Price",
    "Problem",
    "Programme",
    "Request",
    "Result",
    "Rule",
    "Sameness",
    "Scenario",
    "Scope",
    "Summary",
    "Unfinished",
    "Unreadable",
    "Verification",
    "Violation",
    "Weights",
    "check",
    "compare",
    "diagnose",
    "digest",
    "explain",
    "price_bound",
    "problem_from_json",
    "problem_to_json",
    "remarks",
    "result_from_json",
    "result_to_json",
    "scenario_from_json",
    "scenario_to_json",
    "solve",
    "verify",
]
