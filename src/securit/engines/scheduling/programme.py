"""The door to the mixed-integer solver (HiGHS through scipy): columns are 0 or 1, rows have a most and a least."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from securit.engines.scheduling.search import Effort

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Row = tuple[Mapping[int, int], float, float]
"""Column → coefficient, the least and the most of their sum."""


@dataclass(slots=True)
class Programme:
    """A 0–1 programme. ``least`` holds columns that must be 1."""

    columns: int
    rows: list[Row] = field(default_factory=list)
    least: dict[int, int] = field(default_factory=dict)

    def best(
        self, gain: Mapping[int, int], effort: Effort, extra: Sequence[Row] = ()
    ) -> tuple[NDArray[np.bool_] | None, int | None, bool]:
        """The columns set, a bound on the gain (rounded down), and whether no choice exists at all.

        Nothing and no bound where a limit came before anything was known.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp

        if self.columns == 0:
            return np.zeros(0, dtype=np.bool_), 0, False
        cost = np.zeros(self.columns)
        cost[list(gain)] = [-value for value in gain.values()]
        rows = [*self.rows, *extra]
        constraints = (
            [] if not rows else [LinearConstraint(self.table(rows), [r[1] for r in rows], [r[2] for r in rows])]
        )
        options: dict[str, Any] = {"mip_rel_gap": 0.0}
        if effort.limits.seconds is not None:
            options["time_limit"] = max(0.1, effort.seconds_left())
        if effort.limits.steps is not None:
            options["node_limit"] = effort.limits.steps
        result = milp(
            cost,
            integrality=np.ones(self.columns),
            bounds=Bounds(self._lower(), 1),
            constraints=constraints,
            options=options,
        )
        if result.status == 2:
            return None, None, True
        # The node limit comes back as status 4 with this message: the solver's library does not know that status.
        if result.status not in (0, 1) and "Solution limit reached" not in result.message:
            raise RuntimeError(f"The solver ended with: {result.message}")
        effort.was_cut = effort.was_cut or result.status != 0
        dual = getattr(result, "mip_dual_bound", None)
        bound = None if dual is None or not np.isfinite(dual) else int(np.floor(-dual + 1e-4))
        return None if result.x is None else result.x > 0.5, bound, False

    def prices(self, gain: Mapping[int, int], effort: Effort) -> NDArray[np.float64] | None:
        """The price of each row's upper limit in the linear relaxation; nothing when a limit came first."""
        from scipy.optimize import linprog

        if not self.rows or not self.columns:
            return np.zeros(len(self.rows))
        cost = np.zeros(self.columns)
        cost[list(gain)] = [-value for value in gain.values()]
        options: dict[str, Any] = {}
        if effort.limits.seconds is not None:
            options["time_limit"] = max(0.1, effort.seconds_left())
        result = linprog(
            cost,
            A_ub=self.table(self.rows),
            b_ub=[row[2] for row in self.rows],
            bounds=np.column_stack([self._lower(), np.ones(self.columns)]),
            method="highs",
            options=options,
        )
        effort.was_cut = effort.was_cut or result.status == 1
        return -result.ineqlin.marginals if result.status == 0 else None

    def _lower(self) -> NDArray[np.float64]:
        lower = np.zeros(self.columns)
        lower[list(self.least)] = list(self.least.values())
        return lower

    def table(self, rows: Sequence[Row]) -> csr_array:
        """The rows as a sparse matrix."""
        from scipy.sparse import csr_array

        where = [(index, column, value) for index, row in enumerate(rows) for column, value in row[0].items()]
        line, column, value = (np.array([cell[k] for cell in where]) for k in range(3)) if where else (np.zeros(0),) * 3
        return csr_array((value.astype(float), (line.astype(int), column.astype(int))), shape=(len(rows), self.columns))
