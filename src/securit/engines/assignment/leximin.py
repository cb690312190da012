"""Leximin: the worst-off first, then the second worst, and so on up; what is settled of it is said.

The worst-off is lifted by the ladder of floors of :mod:`.lexicographic`; :mod:`.levels` goes on from there. Where all
are settled the totals of all applications are known, so nothing is left for their sum to decide. With a floor that is
enough nobody is lifted above it, and the greatest total comes after the last level below.
"""

from __future__ import annotations

import numpy as np

from securit.engines._shared.effort import Effort
from securit.engines._shared.errors import Infeasible, refuse_if_any
from securit.engines._shared.outcome import Answer, Limits, Objective, Status
from securit.engines.assignment import flow, lexicographic
from securit.engines.assignment.demand import reasons_against
from securit.engines.assignment.explanation import explain
from securit.engines.assignment.floored import Found, could_reach
from securit.engines.assignment.grid import Grid, grid_of
from securit.engines.assignment.incumbent import quick
from securit.engines.assignment.levels import NO_LIMIT, Levels
from securit.engines.assignment.lexicographic import Ladder
from securit.engines.assignment.problem import Assignment, Problem
from securit.engines.assignment.programme import floors_of


def answer(problem: Problem, seed: int, limits: Limits) -> Answer[Assignment]:
    """The answer of the rule; raises ``Infeasible`` with what clashes.

    A step is one linear programme or one node of a tree search. ``settled`` counts the applications whose total is
    proven, from the worst-off up; it is the number of all where the whole order is.
    """
    refuse_if_any(reasons_against(problem), Infeasible)
    grid = grid_of(problem)
    ladder = Ladder(problem, grid, Effort(limits))
    if not ladder.counted.any():
        return lexicographic.answer(problem, seed, limits)
    first = quick(problem, grid, ladder.counted, seed) if limits.name else None
    ladder.look_ahead()
    if first is not None:
        limits.watch.shown(_answer(ladder, _levels(ladder, first)))
    levels = _levels(ladder, ladder.better(ladder.climb(), first))
    if limits.name:
        levels.after = lambda known: limits.watch.shown(_answer(ladder, known))
        levels.after(levels)
    if levels.low >= ladder.goal:
        levels.climb()
    if first is not None and first.chosen is not None and ladder.effort.was_cut:
        levels.offer(first.chosen)
    return _answer(ladder, levels)


def _levels(ladder: Ladder, found: Found) -> Levels:
    if found.chosen is None or found.bound is None:
        raise RuntimeError("The search ended without a choice.")
    problem, grid, worst = ladder.problem, ladder.grid, ladder.worst_off(found)
    floor = problem.floor
    enough = NO_LIMIT if floor is None else -int(-floor.score * grid.scale // 1)
    bound = found.bound if worst >= enough else _most(grid, worst, ladder.counted)
    return Levels(problem, grid, ladder.effort, ladder.counted, found.chosen, worst, bound, enough)


def _most(grid: Grid, worst: int, counted: flow.Flags) -> int:
    """No assignment whose worst-off has so much has a greater total: a flow over the pairs that can reach it."""
    free = grid.free & could_reach(grid, floors_of(grid, -NO_LIMIT, np.where(counted, worst, -NO_LIMIT)))
    network = flow.network_of(free, grid.units, grid.needs, grid.most, grid.least)
    best = flow.best_flow(network)
    if best is None:
        raise RuntimeError("An assignment was found where no flow is.")
    return flow.bound_from(network, flow.prices_of(network, best)) + grid.fixed


def _answer(ladder: Ladder, levels: Levels) -> Answer[Assignment]:
    grid, effort, had = ladder.grid, ladder.effort, levels.sums(levels.chosen)
    worst, total = int(had[levels.counted].min()), int(had.sum())
    all_settled = levels.settled == levels.everybody
    known = all_settled and levels.enough == NO_LIMIT
    open_end = Status.STOPPED if effort.was_cut else Status.BY_RULE
    figures = (
        ("worst_off", grid.exact(worst), grid.exact(max(worst, ladder.high))),
        ("settled", grid.exact(levels.settled * grid.scale), grid.exact(levels.everybody * grid.scale)),
        ("total", grid.exact(total), grid.exact(total if known else max(total, levels.bound))),
    )
    objectives = tuple(
        Objective(name, value, bound, Status.OPTIMAL if value == bound else open_end) for name, value, bound in figures
    )
    proven = {objective.status for objective in objectives} == {Status.OPTIMAL}
    pairs = grid.pairs(levels.chosen)
    return Answer(
        decision=Assignment(pairs),
        status=Status.OPTIMAL if proven else open_end,
        objectives=objectives,
        headline="total",
        trace=(*ladder.notes, *levels.notes, *explain(ladder.problem, grid, pairs)),
        stopped_by="" if proven else effort.name,
    )
