"""HiGHS, always asked the same way: one thread, one seed, so that answers repeat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from faire_ensemble.core.allocation.formulation import Model

SEED = 0
VERSION = str(highspy.Highs().version())  # type: ignore[no-untyped-call]
FEASIBILITY = 1e-7


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop: `gap` (relative), `nodes` (repeats anywhere), `seconds` (does not repeat)."""

    gap: float = 0.0
    nodes: int | None = None
    seconds: float | None = None


@dataclass(frozen=True)
class Outcome:
    """What HiGHS found. `values` is None without a solution; `prices` only for a relaxation."""

    values: Sequence[float] | None
    prices: Sequence[float] | None
    bound: float
    infeasible: bool
    complete: bool
    """Whether the search ended by itself, within the gap asked for."""


def relax(model: Model) -> Outcome:
    """The linear relaxation with the price of each row."""
    return _run(model, Limits(), {}, whole=False)


def search(
    model: Model, limits: Limits, fixed: Mapping[int, float], start: Mapping[int, float]
) -> Outcome:
    """The mixed-integer program, some columns fixed, from a known solution when there is one."""
    return _run(model, limits, fixed, whole=True, start=start)


def _run(
    model: Model,
    limits: Limits,
    fixed: Mapping[int, float],
    whole: bool,
    start: Mapping[int, float] | None = None,
) -> Outcome:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    options: dict[str, bool | int | float] = {
        "output_flag": False,
        "threads": 1,
        "random_seed": SEED,
        "mip_rel_gap": limits.gap,
        "mip_abs_gap": 1e-9,
        "mip_feasibility_tolerance": FEASIBILITY,
        "primal_feasibility_tolerance": FEASIBILITY,
    }
    if limits.nodes is not None:
        options["mip_max_nodes"] = limits.nodes
    if limits.seconds is not None:
        options["time_limit"] = float(limits.seconds)
    for name, value in options.items():
        solver.setOptionValue(name, value)
    solver.passModel(_matrix(model, fixed, whole))
    if start:
        columns = np.fromiter(start.keys(), dtype=np.int32)
        solver.setSolution(len(columns), columns, np.fromiter(start.values(), dtype=np.float64))
    solver.run()
    return _outcome(solver, whole)


def _outcome(solver: highspy.Highs, whole: bool) -> Outcome:
    status = solver.getModelStatus()
    info = solver.getInfo()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    solution = solver.getSolution()
    return Outcome(
        values=list(solution.col_value) if found else None,
        prices=None if whole or not found else list(solution.row_dual),
        bound=info.mip_dual_bound if whole else info.objective_function_value,
        infeasible=status
        in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible),
        complete=status == highspy.HighsModelStatus.kOptimal,
    )


def _matrix(model: Model, fixed: Mapping[int, float], whole: bool) -> highspy.HighsLp:
    low, high = np.array(model.low), np.array(model.high)
    for column, value in fixed.items():
        low[column] = high[column] = value
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(model.cost), len(model.rows)
    program.sense_ = highspy.ObjSense.kMaximize
    program.col_cost_ = np.array(model.cost)
    program.col_lower_, program.col_upper_ = low, high
    program.row_lower_ = np.array([row[1] for row in model.rows])
    program.row_upper_ = np.array([row[2] for row in model.rows])
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    starts = np.cumsum([0, *(len(terms) for terms, _, _ in model.rows)])
    program.a_matrix_.start_ = starts.astype(np.int32)
    program.a_matrix_.index_ = np.array(
        [column for terms, _, _ in model.rows for column, _ in terms], dtype=np.int32
    )
    program.a_matrix_.value_ = np.array(
        [value for terms, _, _ in model.rows for _, value in terms], dtype=np.float64
    )
    if whole:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        program.integrality_ = [kinds[flag] for flag in model.whole]
    return program
