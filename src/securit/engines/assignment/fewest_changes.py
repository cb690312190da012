"""Re-planning: as many pairs of an earlier assignment as possible stay, and among those the total is the greatest.

Two flows, one after the other: the second runs over what the prices of the first leave open, so not one pair more is
given up for it. Earlier pairs that have become impossible (a conflict, somebody who left) count as changes.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from securit.engines._shared.effort import Effort
from securit.engines._shared.errors import Infeasible, TooLarge, refuse_if_any
from securit.engines._shared.outcome import Answer, Limits, Note, Objective, Sense, Status
from securit.engines.assignment import demands, flow
from securit.engines.assignment.demand import reasons_against
from securit.engines.assignment.explanation import explain
from securit.engines.assignment.grid import Grid, grid_of
from securit.engines.assignment.min_cost_flow import draws
from securit.engines.assignment.problem import Assignment, Pair, Problem
from securit.engines.assignment.programme import Compact


def answer(problem: Problem, seed: int, limits: Limits) -> Answer[Assignment]:
    """The answer of the rule; raises ``Infeasible`` with what clashes.

    Without demands on every application it takes two flows, whatever the limits; with them two tree searches.
    """
    refuse_if_any(reasons_against(problem), Infeasible)
    grid = grid_of(problem)
    earlier = grid.chosen(problem.earlier)
    if demands.asked_of(problem):
        return _by_programme(problem, grid, earlier, limits)
    network = flow.network_of(grid.free, earlier.astype(np.int64), grid.needs, grid.most, grid.least)
    kept = flow.best_flow(network)
    if kept is None:
        raise RuntimeError("No flow was found although nothing stands against one.")
    among = flow.equals(network, flow.prices_of(network, kept))
    gain = grid.units[network.rows, network.columns]
    second = replace(among.network, gain=gain[among.free])
    best = flow.best_flow(second)
    if best is None:
        raise RuntimeError("The prices leave no flow.")
    drawn = among.joined(flow.best_of_equals(second, *_prices_and_draws(grid, second, best, seed)))
    chosen = np.zeros_like(grid.free)
    chosen[network.rows[drawn], network.columns[drawn]] = True
    total = int(grid.units[chosen].sum()) + grid.fixed
    return _answer(problem, grid, chosen, _changes(problem, grid, chosen), total, "")


def _prices_and_draws(grid: Grid, network: flow.Network, best: flow.Flags, seed: int) -> tuple[flow.Prices, flow.Ints]:
    prices = flow.prices_of(network, best)
    return prices, draws(grid, network, prices, seed)


def _by_programme(problem: Problem, grid: Grid, earlier: flow.Flags, limits: Limits) -> Answer[Assignment]:
    effort, floor = Effort(limits), demands.floor_units(problem, grid)
    first = Compact(problem, grid, floor, effort, gain=earlier.astype(np.int64)).run()
    if first.bound is None:
        raise Infeasible([demands.clash(problem, grid)])
    if first.chosen is None:
        raise TooLarge(["Within the limits no assignment was found that keeps all demands."])
    stays = int((first.chosen & earlier).sum())
    second = Compact(problem, grid, floor, effort, at_least=(earlier, stays)).run()
    chosen = first.chosen if second.chosen is None else second.chosen
    total = int(grid.units[chosen].sum()) + grid.fixed
    fixed = int((earlier & grid.pinned).sum())
    best = len(problem.earlier) - min(len(problem.earlier), first.bound - grid.fixed + fixed)
    bound = total if second.bound is None else max(total, second.bound)
    return _answer(problem, grid, chosen, best, bound, effort.name)


def _changes(problem: Problem, grid: Grid, chosen: flow.Flags) -> int:
    return len(set(problem.earlier) - set(grid.pairs(chosen)))


def _answer(problem: Problem, grid: Grid, chosen: flow.Flags, fewest: int, most: int, cut: str) -> Answer[Assignment]:
    """``fewest`` changes and the greatest total ``most`` are the bounds."""
    pairs, changes = grid.pairs(chosen), _changes(problem, grid, chosen)
    total = int(grid.units[chosen].sum()) + grid.fixed
    open_end = Status.STOPPED if cut else Status.BY_RULE
    statuses = [Status.OPTIMAL if value == bound else open_end for value, bound in ((changes, fewest), (total, most))]
    proven = open_end not in statuses
    return Answer(
        decision=Assignment(pairs),
        status=Status.OPTIMAL if proven else open_end,
        objectives=(
            Objective("changes", Fraction(changes), Fraction(fewest), statuses[0], Sense.LEAST),
            Objective("total", grid.exact(total), grid.exact(most), statuses[1]),
        ),
        headline="total",
        trace=(*_told(problem, pairs), *explain(problem, grid, pairs)),
        stopped_by="" if proven else cut,
    )


def _told(problem: Problem, pairs: tuple[Pair, ...]) -> list[Note]:
    known = {a.id for a in problem.applications} | {e.id for e in problem.evaluators}
    given_up = sorted(set(problem.earlier) - set(pairs))
    return [
        Note(
            tuple(one for one in pair if one in known),
            "changed",
            f"{pair.evaluator} no longer reads {pair.application}.",
        )
        for pair in given_up
    ]
