"""All demands at once as one integer programme over single pairs: diversity, a floor, and needs and loads.

Used where teams cannot be enumerated or where diversity crosses the loads. Branch and cut by HiGHS; its bound is the
solver's own, rounded to the grid of the scores.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from securit.engines._shared.effort import Effort
from securit.engines.assignment.diversity import Diversity
from securit.engines.assignment.floored import Found, could_reach
from securit.engines.assignment.grid import Grid
from securit.engines.assignment.problem import Problem

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(slots=True)
class _Row:
    """``low ≤ Σ weight · variable ≤ high``."""

    variables: Ints
    weights: Ints
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Tier:
    """A total (in units) that all applications but so many must reach; pins count towards it."""

    floor: int
    but: int


@dataclass(slots=True)
class Compact:
    """One floor (in units; nothing: none) over one grid, with the diversity that the problem asks for.

    ``gain`` is what is made greatest, where it is not the scores; ``at_least`` marks pairs of which so many must be.
    ``lots`` are floors of single applications above the common one. ``tiers`` rise and lie above the floor, which then
    there must be; with ``is_count`` the number of applications that reach the last of them is made greatest, and
    (less what the pins score) is the bound.
    """

    problem: Problem
    grid: Grid
    floor: int | None
    effort: Effort
    gain: Ints | None = None
    at_least: tuple[Flags, int] | None = None
    lots: Ints | None = None
    tiers: tuple[Tier, ...] = ()
    is_count: bool = False

    def run(self) -> Found:
        """The best choice, or the proof that there is none, as far as the effort goes."""
        floor = -(2**50) if self.floor is None else self.floor
        own = floors_of(self.grid, floor, self.lots)
        free = self.grid.free & could_reach(self.grid, own)
        rows, columns = np.nonzero(free)
        number = np.full(free.shape, -1, dtype=np.int64)
        number[rows, columns] = np.arange(len(rows))
        made = list(self._rows(number, own))
        if any(not len(row.variables) and not row.low <= 0 <= row.high for row in made):
            return Found(floor, None, 0, None)
        gain = self.grid.units if self.gain is None else self.gain
        told = np.zeros(len(rows), dtype=np.int64) if self.is_count else gain[rows, columns]
        taken, bound = self._solve(told, [row for row in made if len(row.variables)])
        if taken is None:
            return Found(floor, None, 0, bound)
        chosen = np.zeros_like(free)
        chosen[rows[taken], columns[taken]] = True
        total = int(self.grid.units[chosen].sum()) + self.grid.fixed
        is_total = self.gain is None and not self.is_count
        return Found(floor, chosen, total, None if bound is None else max(total, bound) if is_total else bound)

    def _rows(self, number: Ints, own: Ints) -> Iterator[_Row]:
        grid = self.grid
        for row, need in enumerate(grid.needs.tolist()):
            here = _known(number[row])
            yield _Row(here, np.ones_like(here), need, need)
            if self.floor is not None and self.problem.applications[row].required:
                yield _Row(here, grid.units[row][number[row] >= 0], float(own[row]), np.inf)
        for column in range(len(grid.evaluators)):
            here = _known(number[:, column])
            yield _Row(here, np.ones_like(here), float(grid.least[column]), float(grid.most[column]))
        if self.at_least is not None:
            here = number[self.at_least[0] & (number >= 0)]
            yield _Row(here, np.ones_like(here), self.at_least[1], np.inf)
        more = int(number.max(initial=-1)) + 1
        if self.tiers:
            yield from self._reaching(number, own, more)
            more += len(self.tiers) * len(grid.applications)
        for asked in self.problem.diversity:
            values = np.array([e.trait(asked.trait) for e in self.problem.evaluators], dtype=np.str_)
            for row in range(len(grid.applications)):
                for one, used in self._mixture(asked, values, row, number[row], more):
                    more += used
                    yield one

    def _reaching(self, number: Ints, own: Ints, more: int) -> Iterator[_Row]:
        """One variable per tier and application (1: it reaches the tier), tier by tier from ``more`` on."""
        grid, count = self.grid, len(self.grid.applications)
        asked = [row for row in range(count) if self.problem.applications[row].required]
        steps = np.diff([self.floor or 0, *(tier.floor for tier in self.tiers)])
        for row in asked:
            marks = more + np.arange(len(self.tiers)) * count + row
            weights = np.concatenate([grid.units[row][number[row] >= 0], -steps])
            yield _Row(np.concatenate([_known(number[row]), marks]), weights, float(own[row]), np.inf)
            for lower, higher in pairwise(marks.tolist()):
                yield _Row(np.array([lower, higher]), np.array([1, -1]), 0, np.inf)
        for place, tier in enumerate(self.tiers):
            marks = more + place * count + np.array(asked, dtype=np.int64)
            yield _Row(marks, np.ones_like(marks), len(asked) - tier.but, np.inf)
        idle = [row for row in range(count) if row not in set(asked)]
        if idle:
            marks = np.concatenate([more + place * count + np.array(idle) for place in range(len(self.tiers))])
            yield _Row(marks, np.ones_like(marks), 0, 0)

    def _mixture(
        self, asked: Diversity, values: NDArray[np.str_], row: int, number: Ints, more: int
    ) -> Iterator[tuple[_Row, int]]:
        """The rows of one demand on one application; each says how many variables of its own it brought."""
        required = self.problem.applications[row].required
        pinned = self.grid.pinned[row]
        known = sorted(set(values.tolist()) - {""})
        counted = more
        for value in known:
            mine = values == value
            here, held = _known(number[mine]), int(pinned[mine].sum())
            low = 1 - held if value in asked.present else 0
            high = asked.each_most - held if asked.each_most else np.inf
            if low > 0 or high < np.inf:
                yield _Row(here, np.ones_like(here), low, high), 0
            if asked.kinds == 2:
                mine |= values == ""
                here, held = _known(number[mine]), int(pinned[mine].sum())
                yield _Row(here, np.ones_like(here), 0 if required else 1, required - 1 - held), 0
            if asked.kinds > 2:
                seen = np.append(here, counted)
                counted += 1
                yield _Row(seen, np.append(np.ones_like(here), -1), -held, np.inf), 1
        nothing = np.zeros(0, dtype=np.int64)
        if asked.kinds > 2:
            marks = np.arange(more, counted)
            yield _Row(marks, np.ones_like(marks), asked.kinds, np.inf), 0
        elif asked.kinds > len(known) or (asked.kinds == 1 and not known):
            yield _Row(nothing, nothing, 1, 1), 0
        elif asked.kinds == 1:
            mine = values != ""
            here = _known(number[mine])
            yield _Row(here, np.ones_like(here), 1 - int(pinned[mine].sum()), np.inf), 0
        for value in asked.present:
            if value not in known:
                yield _Row(nothing, nothing, 1, 1), 0

    def _solve(self, gain: Ints, rows: list[_Row]) -> tuple[Flags | None, int | None]:
        """The taken pairs and the bound of the total; two nothings where there is no answer."""
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        count = max([len(gain), *(int(row.variables.max()) + 1 for row in rows)])
        if not count:
            return np.zeros(0, dtype=np.bool_), self.grid.fixed
        unit = float(max(1, int(np.abs(gain).max(initial=0))))
        cost = np.append(-gain / unit, np.zeros(count - len(gain)))
        if self.is_count:
            last, width = len(gain) + (len(self.tiers) - 1) * len(self.grid.applications), len(self.grid.applications)
            cost[last : last + width] = -1.0
        scale = [1.0 / max(1.0, float(np.abs(row.weights).max())) for row in rows]
        matrix = csr_array(
            (
                np.concatenate([row.weights * one for row, one in zip(rows, scale, strict=True)]),
                np.concatenate([row.variables for row in rows]),
                np.cumsum([0, *(len(row.variables) for row in rows)]),
            ),
            shape=(len(rows), count),
        )
        low = np.array([row.low * one for row, one in zip(rows, scale, strict=True)])
        high = np.array([row.high * one for row, one in zip(rows, scale, strict=True)])
        result = milp(
            cost,
            constraints=LinearConstraint(matrix, low - 1e-9, high + 1e-9),
            integrality=np.ones(count),
            bounds=Bounds(0, 1),
            options=self._options(),
        )
        self.effort.step(max(1, int(result.get("mip_node_count") or 0)))
        return self._read(result, len(gain), unit)

    def _options(self) -> dict[str, float]:
        options: dict[str, float] = {"mip_rel_gap": 0.0}
        if self.effort.seconds_left is not None:
            options["time_limit"] = max(0.1, self.effort.seconds_left)
        if self.effort.steps_left is not None:
            options["node_limit"] = max(1, self.effort.steps_left)
        return options

    def _read(self, result: Any, count: int, unit: float) -> tuple[Flags | None, int | None]:
        if result.status == 2:
            return None, None
        if result.status not in (0, 1):
            raise RuntimeError(f"The solver ended an integer programme with: {result.message}")
        self.effort.was_cut = self.effort.was_cut or result.status == 1
        limit = result.get("mip_dual_bound")
        bound = 2**60 if limit is None or not np.isfinite(limit) else int(np.floor(-limit * unit + 0.01))
        return (None if result.x is None else result.x[:count] > 0.5), bound + self.grid.fixed


def floors_of(grid: Grid, floor: int, lots: Ints | None = None) -> Ints:
    """What the free pairs of each application must score: the floor, or its own lot above it, less its pins."""
    asked = np.full(len(grid.applications), floor) if lots is None else np.maximum(floor, lots)
    own: Ints = asked - np.where(grid.pinned, grid.units, 0).sum(axis=1)
    return own


def _known(numbers: Ints) -> Ints:
    known: Ints = numbers[numbers >= 0]
    return known
