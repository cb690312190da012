"""The better of two quick assignments by the worst-off, then the total: a search that is cut short falls back on it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from securit.engines._shared.outcome import Limits
from securit.engines.assignment import demands, flow, min_cost_flow
from securit.engines.assignment.floored import Found
from securit.engines.assignment.greedy import greedy_pairs
from securit.engines.assignment.grid import Grid
from securit.engines.assignment.problem import Problem

MOST_GREEDY = 300_000  # free pairs up to which the greedy assignment is made too: a few seconds


def quick(problem: Problem, grid: Grid, counted: flow.Flags, seed: int) -> Found | None:
    """The better of the flow's and the greedy assignment; nothing where neither keeps the demands of the problem."""
    if problem.diversity:
        return None
    made = [min_cost_flow.answer(replace(problem, floor=None), seed, Limits()).decision.pairs]
    if grid.free.sum() <= MOST_GREEDY:
        made.append(greedy_pairs(grid, seed))
    found = []
    for pairs in made:
        chosen = grid.chosen(pairs)
        of_each = np.where(chosen, grid.units, 0).sum(axis=1)
        found.append((int(of_each[counted].min()), int(of_each.sum()), chosen & ~grid.pinned))
    most = found[0][1]
    worst, total, chosen = max(found, key=lambda one: one[:2])
    floor = demands.floor_units(problem, grid)
    if floor is not None and worst < floor:
        return None
    return Found(-(2**50), chosen, total, most)
