"""The exact rule: the assignment with the greatest total affinity, as a minimum-cost flow.

Demands on every application (diversity, a floor) are beyond a flow; with them :mod:`.demands` answers.

The prices from which the bound follows are computed from the flow itself and held against it in whole numbers:
whatever the solver did, the bound holds. Among equally good assignments the one with the greatest sum of draws is
taken; it is found on the pairs that the prices leave open, so the total is untouched.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from securit.engines._shared.draws import draw
from securit.engines._shared.errors import Infeasible, refuse_if_any
from securit.engines._shared.outcome import Answer, Limits, Objective, Status
from securit.engines.assignment import demands, flow
from securit.engines.assignment.demand import reasons_against
from securit.engines.assignment.explanation import explain
from securit.engines.assignment.greedy import best_conceivable, greedy_pairs
from securit.engines.assignment.grid import Grid, grid_of
from securit.engines.assignment.problem import Assignment, Problem

DRAW_BITS = 20  # draws between equals go from 0 to 2**20 − 1


def answer(problem: Problem, seed: int, limits: Limits) -> Answer[Assignment]:
    """The answer of the rule; raises ``Infeasible`` with what clashes.

    A step is one reading to place: with fewer ``steps`` than readings the greedy assignment is the answer. A limit in
    seconds is not looked at; the flow takes less than one.
    """
    grid = grid_of(problem)
    if demands.asked_of(problem):
        refuse_if_any(reasons_against(problem), Infeasible)
        return demands.answer(problem, grid, limits)
    if limits.steps is not None and limits.steps < grid.needs.sum():
        return _stopped(problem, grid, seed, limits)
    network = flow.network_of(grid.free, grid.units, grid.needs, grid.most, grid.least)
    chosen = None if (grid.conflicted & grid.pinned).any() else flow.best_flow(network)
    if chosen is None:
        refuse_if_any(reasons_against(problem), Infeasible)
        raise RuntimeError("No flow was found although nothing stands against one.")
    prices = flow.prices_of(network, chosen)
    total, bound = int(network.gain[chosen].sum()), flow.bound_from(network, prices)
    if bound != total:
        raise RuntimeError(f"The prices prove {bound}, but the flow reaches {total}.")
    picked = np.zeros_like(grid.free)
    drawn = flow.best_of_equals(network, prices, draws(grid, network, prices, seed))
    picked[network.rows[drawn], network.columns[drawn]] = True
    pairs = grid.pairs(picked)
    value = grid.exact(total + grid.fixed)
    return Answer(
        decision=Assignment(pairs),
        status=Status.OPTIMAL,
        objectives=(Objective("total", value, value, Status.OPTIMAL),),
        headline="total",
        trace=explain(problem, grid, pairs),
        certificate=certificate(grid, prices),
    )


def draws(grid: Grid, network: flow.Network, prices: flow.Prices, seed: int) -> flow.Ints:
    """A published draw for each pair that the prices leave open; 0 for the others."""
    drawn = np.zeros(len(network.gain), dtype=np.int64)
    for arc in np.flatnonzero(flow.reduced(network, prices) == 0):
        pair = grid.applications[network.rows[arc]], grid.evaluators[network.columns[arc]]
        drawn[arc] = draw(seed, *pair) >> (64 - DRAW_BITS)
    return drawn


def certificate(grid: Grid, prices: flow.Prices) -> tuple[tuple[str, Fraction], ...]:
    """The prices by the names of what they are paid for."""
    applications = zip(grid.applications, prices.applications.tolist(), strict=True)
    evaluators = zip(grid.evaluators, prices.evaluators.tolist(), strict=True)
    return tuple((f"application:{name}", grid.exact(price)) for name, price in applications) + tuple(
        (f"evaluator:{name}", grid.exact(price)) for name, price in evaluators
    )


def _stopped(problem: Problem, grid: Grid, seed: int, limits: Limits) -> Answer[Assignment]:
    """The greedy assignment, with a bound that owes nothing to a solver."""
    refuse_if_any(reasons_against(problem), Infeasible)
    pairs = greedy_pairs(grid, seed)
    total = grid.exact(int(grid.units[grid.chosen(pairs)].sum()))
    bound = grid.exact(best_conceivable(grid))
    return Answer(
        decision=Assignment(pairs),
        status=Status.STOPPED,
        objectives=(Objective("total", total, bound, Status.STOPPED),),
        headline="total",
        trace=explain(problem, grid, pairs),
        stopped_by=limits.name,
    )
