"""HiGHS, always asked the same way: one thread, one seed, no limit of time."""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from faire_ensemble.core.sortition.kinds import Kinds
from faire_ensemble.core.sortition.matrices import Floats, Ints, Matrix

VERSION = str(highspy.Highs().version())  # type: ignore[no-untyped-call]
INFINITY = highspy.kHighsInf
WHOLE = 1e-6
GAP = 0.02
"""How far from the best (relative) a panel may be when it needs not be the best."""
SEARCHED = (60, 240)
"""Kinds searched at first, then next, when a fractional panel is not whole."""
OPTIONS: dict[str, bool | int | float] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_abs_gap": 1e-6,
}
FINE, COARSE = 1e-9, 1e-7
TOLERANCES = (
    "primal_feasibility_tolerance",
    "dual_feasibility_tolerance",
    "mip_feasibility_tolerance",
)
ANSWERS = (
    highspy.HighsModelStatus.kOptimal,
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)


class Stuck(RuntimeError):
    """The solver gave no answer where one exists: numbers too large for its arithmetic."""


@dataclass(frozen=True)
class Answer:
    """The columns, their reduced costs, the price of each row, the objective."""

    columns: Floats
    reduced: Floats
    prices: Floats
    objective: float


class Program:
    """Maximise `cost · x`, `low <= rows @ x <= high`, `lower <= x <= upper`."""

    def __init__(
        self,
        rows: Matrix,
        low: Floats | Ints,
        high: Floats | Ints,
        lower: Floats | Ints,
        upper: Floats | Ints,
        cost: Floats,
        *,
        whole: bool | Sequence[bool] = False,
        gap: float = 0.0,
    ) -> None:
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in OPTIONS.items():
            self._solver.setOptionValue(name, value)
        for name in TOLERANCES:
            self._solver.setOptionValue(name, FINE)
        self._solver.setOptionValue("mip_rel_gap", gap)
        integral = [whole] * rows.width if isinstance(whole, bool) else whole
        self._whole = any(integral)
        program = highspy.HighsLp()
        program.num_row_, program.num_col_ = rows.height, rows.width
        program.sense_ = highspy.ObjSense.kMaximize
        program.col_cost_ = cost
        program.col_lower_, program.col_upper_ = lower.astype(float), upper.astype(float)
        program.row_lower_, program.row_upper_ = low.astype(float), high.astype(float)
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_ = rows.starts.astype(np.int32)
        program.a_matrix_.index_ = rows.columns.astype(np.int32)
        program.a_matrix_.value_ = rows.values.astype(float)
        if self._whole:
            sorts = highspy.HighsVarType
            program.integrality_ = [
                sorts.kInteger if each else sorts.kContinuous for each in integral
            ]
        self._solver.passModel(program)
        self._columns = np.arange(rows.width, dtype=np.int32)
        self._rows = np.arange(rows.height, dtype=np.int32)

    def prefer(self, cost: Floats) -> None:
        self._solver.changeColsCost(len(self._columns), self._columns, cost)

    def bound(self, lower: Floats | Ints, upper: Floats | Ints) -> None:
        self._solver.changeColsBounds(
            len(self._columns), self._columns, lower.astype(float), upper.astype(float)
        )

    def bound_rows(self, low: Floats | Ints, high: Floats | Ints) -> None:
        self._solver.changeRowsBounds(  # type: ignore[attr-defined]
            len(self._rows), self._rows, low.astype(float), high.astype(float)
        )

    def add_column(self, cost: float, lower: float, rows: Sequence[int], values: Floats) -> None:
        self._solver.addCol(
            cost, lower, INFINITY, len(rows), np.array(rows, dtype=np.int32), values
        )
        self._columns = np.arange(len(self._columns) + 1, dtype=np.int32)

    def solve(self) -> Answer | None:
        """The best answer; None when nothing keeps the rows.

        Where the solver loses itself it starts afresh, the second time with its own tolerance.
        """
        self._solver.run()
        for tolerance in (FINE, COARSE):
            if self._solver.getModelStatus() in ANSWERS:
                break
            self._solver.clearSolver()
            for name in TOLERANCES:
                self._solver.setOptionValue(name, tolerance)
            self._solver.run()
        for name in TOLERANCES:
            self._solver.setOptionValue(name, FINE)
        status = self._solver.getModelStatus()
        if status not in ANSWERS:
            raise Stuck(f"HiGHS {VERSION} : {status}")
        if status != highspy.HighsModelStatus.kOptimal:
            return None
        solution = self._solver.getSolution()
        prices = np.zeros(len(self._rows)) if self._whole else np.array(solution.row_dual)
        return Answer(
            np.array(solution.col_value),
            np.array(solution.col_dual) if not self._whole else prices[:0],
            prices,
            float(self._solver.getInfo().objective_function_value),
        )


class Panels:
    """The panels that keep every row, asked for the one that pleases most.

    A linear program first: it is often whole already, and then it is the answer. Else the kinds
    in doubt are searched, with those nearest to changing; more and more if that is not enough.
    """

    def __init__(self, kinds: Kinds) -> None:
        self._kinds = kinds
        zeros = np.zeros(len(kinds.counts))
        given = (kinds.rows, kinds.low, kinds.high, zeros, kinds.counts, zeros)
        self._loose = Program(*given)

    def best(
        self,
        weights: Floats,
        bounds: tuple[Ints, Ints] | None = None,
        rows: tuple[Ints, Ints] | None = None,
        *,
        proved: bool = False,
    ) -> Ints | None:
        """The panel of most weight, within narrower bounds if given; None when there is none.

        Unless `proved`, a panel of nearly most weight is enough.
        """
        lower, upper = bounds or (np.zeros_like(self._kinds.counts), self._kinds.counts)
        low, high = rows or (self._kinds.low, self._kinds.high)
        self._loose.prefer(weights)
        self._loose.bound_rows(low, high)
        self._loose.bound(lower, upper)
        answer = self._loose.solve()
        if answer is None:
            return None
        rounded = np.rint(answer.columns).astype(np.int64)
        doubtful = np.abs(answer.columns - rounded) > WHOLE
        if not doubtful.any():
            return rounded
        order = np.lexsort((np.abs(np.round(answer.reduced, 3)), ~doubtful))
        sizes = [] if proved else [size for size in SEARCHED if size < len(order)]
        for size in [*sizes, len(order)]:
            free = np.sort(order[:size])
            found = self._search(weights, free, rounded, (lower, upper), (low, high), proved)
            if found is not None:
                return found
        return None

    def _search(
        self,
        weights: Floats,
        free: Ints,
        start: Ints,
        bounds: tuple[Ints, Ints],
        rows: tuple[Ints, Ints],
        proved: bool,
    ) -> Ints | None:
        """The best panel when only some kinds may leave the seats they start with."""
        held = start.copy()
        held[free] = 0
        sums = self._kinds.rows @ held
        program = Program(
            self._kinds.rows.only(free),
            rows[0] - sums,
            rows[1] - sums,
            bounds[0][free],
            bounds[1][free],
            weights[free],
            whole=True,
            gap=0.0 if proved else GAP,
        )
        answer = program.solve()
        if answer is None:
            return None
        held[free] = np.rint(answer.columns).astype(np.int64)
        return held
