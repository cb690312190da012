"""The linear programme and the integer programme over columns: single pairs, and whole teams of one application."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from securit.engines._shared.effort import Effort
from securit.engines.assignment.grid import Grid

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
FINE = 10_000


@dataclass(slots=True)
class Columns:
    """Columns by application; a team serves its application wholly, a pair serves one of its places."""

    grid: Grid
    risky: set[int]
    worth: int = 1  # 0 while only the shortage counts
    penalty: int = 4
    pairs: dict[tuple[int, int], None] = field(default_factory=dict)
    teams: dict[tuple[int, ...], None] = field(default_factory=dict)  # (application, *members ascending)

    def add_pairs(self, row: int, columns: Ints) -> int:
        """Add single pairs of an application; how many were new."""
        before = len(self.pairs)
        self.pairs.update(dict.fromkeys((row, column) for column in columns.tolist()))
        return len(self.pairs) - before

    def add_teams(self, row: int, members: Ints) -> int:
        """Add teams, one row of members each; how many were new."""
        before = len(self.teams)
        self.teams.update(dict.fromkeys((row, *sorted(team)) for team in members.tolist()))
        return len(self.teams) - before

    def at_risk(self, row: int) -> None:
        """From now on the application takes a team; its single pairs go."""
        self.risky.add(row)
        self.pairs = {pair: None for pair in self.pairs if pair[0] != row}

    def teams_of(self, row: int) -> list[tuple[int, ...]]:
        """The members of each team of an application."""
        return [team[1:] for team in self.teams if team[0] == row]

    def chosen(self, taken: Flags) -> Flags:
        """The pairs of the taken columns, as an array of the grid."""
        chosen = np.zeros_like(self.grid.free)
        every = [*self.pairs, *self.teams]
        for index in np.flatnonzero(taken).tolist():
            row, *members = every[index]
            chosen[row, members] = True
        return chosen

    def programme(self) -> Programme:
        """The columns as sparse rows, in the order pairs, teams."""
        from scipy.sparse import csr_array

        grid, every = self.grid, [*self.pairs, *self.teams]
        rows = np.array([one[0] for one in every], dtype=np.int64)
        width = np.array([len(one) - 1 for one in every], dtype=np.int64)
        members = np.array([member for one in every for member in one[1:]], dtype=np.int64)
        column = np.repeat(np.arange(len(every)), width)
        units = grid.units[rows[column], members].astype(np.float64)
        gain: NDArray[np.float64] = np.bincount(column, units, minlength=len(every)).astype(np.float64)
        ones = np.ones(len(every))
        shape = (len(grid.applications), len(every))
        served = csr_array((ones, (rows, np.arange(len(every)))), shape=shape)
        loads = csr_array((np.ones(len(column)), (members, column)), shape=(len(grid.evaluators), len(every)))
        needs = grid.needs.astype(np.float64)
        needs[sorted(self.risky)] = 1.0
        return Programme(rows, gain, served, loads, needs)


@dataclass(frozen=True, slots=True, eq=False)
class Programme:
    """``gain`` per column; ``served`` (applications × columns) adds up to ``needs``; ``loads`` within the loads."""

    rows: Ints
    gain: NDArray[np.float64]
    served: Any
    loads: Any
    needs: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Relaxed:
    """The solution of the linear programme: shares, prices in 1/FINE units, and what could not be served."""

    taken: NDArray[np.float64]
    own: Ints  # price per application: of a place, or of a team
    prices: Ints  # price per evaluator
    noise: int  # what a column must gain beyond the prices to be worth adding, in 1/FINE units
    short: bool

    def sums(self, columns: Columns) -> NDArray[np.float64]:
        """What each application scores, in units."""
        programme = columns.programme()
        sums = np.bincount(programme.rows, programme.gain * self.taken, minlength=len(columns.grid.applications))
        return sums.astype(np.float64)

    def whole(self, columns: Columns) -> Flags | None:
        """The choice, if every share is whole."""
        taken = self.taken > 0.5
        return columns.chosen(taken) if np.allclose(self.taken, taken, atol=1e-7) else None


def relaxed(columns: Columns, effort: Effort) -> Relaxed | None:
    """Solve the linear programme; nothing when a limit ended it. Shortages are allowed at a penalty."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, eye_array, hstack, vstack

    grid, made = columns.grid, columns.programme()
    people, count = len(grid.evaluators), len(made.gain)
    unit = float(max(1, int(np.abs(grid.units).max(initial=0))))
    short = float(columns.penalty * (1 + int(grid.needs.max(initial=0)))) if columns.worth else 1.0
    cost = np.concatenate([-made.gain * columns.worth / unit, np.full(len(made.needs) + people, short)])
    low = np.flatnonzero(grid.least > 0)
    lack = eye_array(people, format="csr")[low]
    left = effort.seconds_left
    result = linprog(
        cost,
        A_ub=vstack(
            [
                hstack([made.loads, csr_array((people, len(made.needs) + people))]),
                hstack([-made.loads[low], csr_array((len(low), len(made.needs))), -lack]),
            ],
            format="csr",
        ),
        b_ub=np.concatenate([grid.most, -grid.least[low]]),
        A_eq=hstack([made.served, eye_array(len(made.needs)), csr_array((len(made.needs), people))], format="csr"),
        b_eq=made.needs,
        bounds=[(0, 1)] * count + [(0, None)] * (len(made.needs) + people),
        method="highs",
        options={"dual_feasibility_tolerance": 1e-10} | ({} if left is None else {"time_limit": max(0.1, left)}),
    )
    effort.step()
    if result.status == 1:
        return None
    if result.status != 0:
        raise RuntimeError(f"The solver ended a linear programme that has an answer with: {result.message}")
    prices = -result.ineqlin.marginals[:people]
    prices[low] += result.ineqlin.marginals[people:]
    fine = unit * FINE
    return Relaxed(
        taken=result.x[:count],
        own=np.rint(-result.eqlin.marginals * fine).astype(np.int64),
        prices=np.rint(prices * fine).astype(np.int64),
        noise=max(5, int(fine * 1e-9)),
        short=bool(result.x[count:].sum() > 1e-7),
    )


def best_whole(columns: Columns, effort: Effort) -> tuple[Flags | None, int | None]:
    """The best whole choice among the columns and the solver's bound on them; two nothings: there is none.

    A bound without a choice means that a limit ended the search. One run of branch and cut (HiGHS).
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    grid, made = columns.grid, columns.programme()
    unit = float(max(1, int(np.abs(grid.units).max(initial=0))))
    options: dict[str, float] = {"mip_rel_gap": 0.0}
    if effort.seconds_left is not None:
        options["time_limit"] = max(0.1, effort.seconds_left)
    if effort.steps_left is not None:
        options["node_limit"] = max(1, effort.steps_left)
    result = milp(
        -made.gain / unit,
        constraints=[
            LinearConstraint(made.served, made.needs, made.needs),
            LinearConstraint(made.loads, grid.least, grid.most),
        ],
        integrality=np.ones(len(made.gain)),
        bounds=Bounds(0, 1),
        options=options,
    )
    effort.step(max(1, int(result.get("mip_node_count") or 0)))
    if result.status == 2:
        return None, None
    if result.status not in (0, 1):
        raise RuntimeError(f"The solver ended an integer programme that has an answer with: {result.message}")
    limit = result.get("mip_dual_bound")
    bound = 2**60 if limit is None or not np.isfinite(limit) else int(np.floor(-limit * unit + 0.01)) + grid.fixed
    return (None if result.x is None else columns.chosen(result.x > 0.5)), bound
