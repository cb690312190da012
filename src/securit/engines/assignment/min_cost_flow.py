"""The exact rule: the assignment with the greatest total affinity, as a minimum-cost flow.

The flow is solved as a linear programme (its matrix is totally unimodular, so a vertex is whole). The prices the
solver returns are rounded to whole units and the bound is computed from them again in exact arithmetic: whatever
the solver did, the bound holds. Among equally good assignments the one with the greatest sum of draws is taken;
it is found on the arcs that the prices leave open, so the total is untouched.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from securit.engines._shared.draws import draw
from securit.engines._shared.errors import Infeasible, refuse_if_any
from securit.engines._shared.outcome import Answer, Limits, Objective, Status
from securit.engines.assignment.demand import reasons_against
from securit.engines.assignment.explanation import explain
from securit.engines.assignment.greedy import best_conceivable, greedy_pairs
from securit.engines.assignment.problem import Assignment, Pair, Problem
from securit.engines.assignment.room import Room, room_in
from securit.engines.assignment.scores import Scores, scores_in

DRAW_BITS = 20  # draws between equals go from 0 to 2**20 − 1


@dataclass(frozen=True, slots=True)
class _Network:
    """The free pairs as columns, the applications and evaluators as rows."""

    room: Room
    row_of: NDArray[np.int64]  # application row of each pair
    evaluator_of: NDArray[np.int64]  # evaluator row of each pair
    gain: NDArray[np.int64]
    needs: NDArray[np.int64]
    most: NDArray[np.int64]
    least: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Prices:
    """Whole-number prices: per application (any sign) and per evaluator (positive: full; negative: at the least)."""

    applications: NDArray[np.int64]
    evaluators: NDArray[np.int64]


def answer(problem: Problem, seed: int, limits: Limits) -> Answer[Assignment]:
    """The answer of the rule; raises ``Infeasible`` with what clashes."""
    refuse_if_any(reasons_against(problem), Infeasible)
    scores = scores_in(problem)
    network = _network(room_in(problem), scores)
    fixed = sum(scores.of(pair) for pair in problem.pinned)
    solved = _solve(network, network.gain, limits)
    if solved is None:
        return _stopped(problem, seed, scores, limits)
    chosen, prices = solved
    bound = fixed + _bound(network, prices)
    total = fixed + int(network.gain[chosen].sum())
    drawn = _draw_between_equals(network, prices, seed, limits) if bound == total else None
    chosen = chosen if drawn is None else drawn
    pairs = tuple(sorted([*problem.pinned, *(network.room.pairs[i] for i in np.flatnonzero(chosen))]))
    status = Status.OPTIMAL if bound == total else Status.BY_RULE
    return Answer(
        decision=Assignment(pairs),
        status=status,
        objectives=(Objective("total", scores.exact(total), scores.exact(bound), status),),
        headline="total",
        trace=explain(problem, pairs),
        certificate=_certificate(network, prices, scores),
        stopped_by="" if drawn is not None else limits.name or "precision",
    )


def _network(room: Room, scores: Scores) -> _Network:
    rows = {name: index for index, name in enumerate(room.needs)}
    columns = {name: index for index, name in enumerate(room.most)}
    return _Network(
        room=room,
        row_of=np.array([rows[p.application] for p in room.pairs], dtype=np.int64),
        evaluator_of=np.array([columns[p.evaluator] for p in room.pairs], dtype=np.int64),
        gain=np.array([scores.of(p) for p in room.pairs], dtype=np.int64),
        needs=np.array(list(room.needs.values()), dtype=np.int64),
        most=np.array(list(room.most.values()), dtype=np.int64),
        least=np.array(list(room.least.values()), dtype=np.int64),
    )


def _solve(network: _Network, gain: NDArray[np.int64], limits: Limits) -> tuple[NDArray[np.bool_], _Prices] | None:
    """The chosen pairs and the rounded prices, or nothing when a limit stopped the solver."""
    count = len(gain)
    if count == 0:
        return np.zeros(0, dtype=np.bool_), _Prices(np.zeros_like(network.needs), np.zeros_like(network.most))
    ones, columns = np.ones(count), np.arange(count)
    by_row = csr_array((ones, (network.row_of, columns)), shape=(len(network.needs), count))
    by_evaluator = csr_array((ones, (network.evaluator_of, columns)), shape=(len(network.most), count))
    options: dict[str, object] = {"presolve": True}
    if limits.seconds is not None:
        options["time_limit"] = float(limits.seconds)
    if limits.steps is not None:
        options["maxiter"] = limits.steps
    result = linprog(
        -gain.astype(np.float64),
        A_eq=by_row,
        b_eq=network.needs,
        A_ub=vstack([by_evaluator, -by_evaluator], format="csr"),
        b_ub=np.concatenate([network.most, -network.least]),
        bounds=(0, 1),
        method="highs-ds",
        options=options,
    )
    if result.status == 1:
        return None
    if result.status != 0:
        raise RuntimeError(f"The solver ended a solvable assignment with: {result.message}")
    chosen = result.x > 0.5
    if not np.allclose(result.x, chosen, atol=1e-6):
        raise RuntimeError("The solver returned a flow that is not whole.")
    full, low = np.split(-np.rint(result.ineqlin.marginals), 2)
    return chosen, _Prices((-np.rint(result.eqlin.marginals)).astype(np.int64), (full - low).astype(np.int64))


def _reduced(network: _Network, prices: _Prices) -> NDArray[np.int64]:
    """What each pair gains beyond the prices it pays."""
    rest: NDArray[np.int64] = (
        network.gain - prices.applications[network.row_of] - prices.evaluators[network.evaluator_of]
    )
    return rest


def _bound(network: _Network, prices: _Prices) -> int:
    """No assignment of the free pairs can total more than this: weak duality, in whole numbers."""
    loads = np.where(prices.evaluators > 0, network.most, network.least)
    surplus = np.maximum(_reduced(network, prices), 0).sum()
    return int(prices.applications @ network.needs + prices.evaluators @ loads + surplus)


def _draw_between_equals(network: _Network, prices: _Prices, seed: int, limits: Limits) -> NDArray[np.bool_] | None:
    """Of all optimal assignments the one with the greatest sum of draws, or nothing when a limit stopped the search.

    An assignment is optimal exactly when it takes every pair that gains beyond its prices, none that falls short
    of them, and fills (or spares) every evaluator with a price; so the choice is a smaller flow.
    """
    reduced = _reduced(network, prices)
    free = np.flatnonzero(reduced == 0)
    sure = reduced > 0
    most = np.where(prices.evaluators < 0, network.least, network.most)
    least = np.where(prices.evaluators > 0, network.most, network.least)
    taken = np.bincount(network.evaluator_of[sure], minlength=len(most))
    open_network = _Network(
        room=network.room,
        row_of=network.row_of[free],
        evaluator_of=network.evaluator_of[free],
        gain=np.array([_drawn(seed, network.room.pairs[i]) for i in free], dtype=np.int64),
        needs=network.needs - np.bincount(network.row_of[sure], minlength=len(network.needs)),
        most=most - taken,
        least=np.maximum(least - taken, 0),
    )
    solved = _solve(open_network, open_network.gain, limits)
    if solved is None:
        return None
    drawn = sure.copy()
    drawn[free[solved[0]]] = True
    return drawn


def _drawn(seed: int, pair: Pair) -> int:
    return draw(seed, pair.application, pair.evaluator) >> (64 - DRAW_BITS)


def _certificate(network: _Network, prices: _Prices, scores: Scores) -> tuple[tuple[str, Fraction], ...]:
    applications = zip(network.room.needs, prices.applications, strict=True)
    evaluators = zip(network.room.most, prices.evaluators, strict=True)
    return tuple((f"application:{name}", scores.exact(int(price))) for name, price in applications) + tuple(
        (f"evaluator:{name}", scores.exact(int(price))) for name, price in evaluators
    )


def _stopped(problem: Problem, seed: int, scores: Scores, limits: Limits) -> Answer[Assignment]:
    """A limit was reached: the greedy assignment, with a bound that owes nothing to the solver."""
    pairs = greedy_pairs(problem, seed, scores)
    total = scores.exact(sum(scores.of(pair) for pair in pairs))
    bound = scores.exact(best_conceivable(problem, scores))
    return Answer(
        decision=Assignment(pairs),
        status=Status.STOPPED,
        objectives=(Objective("total", total, bound, Status.STOPPED),),
        headline="total",
        trace=explain(problem, pairs),
        stopped_by=limits.name,
    )
