"""An assignment that is drawn, so that nobody can arrange or foresee who reads what (Jecmen et al. 2020).

No pair is likelier than ``Problem.likeliest`` = a/b; pinned pairs are certain. The chances with the greatest expected
total are a flow of least cost in b-ths: up to a on a pair, b·k on an application, up to b·u on an evaluator. Being
whole numbers they are the average of b assignments: halved again and again by flows between floor and ceiling of the
half (Hoffman: a flow in between exists because the half itself is one), they end in b assignments that are equally
likely, so every chance is exact and every load stays within one of what was expected. Only the way to the drawn one
is walked: about log2(b) flows.

Source: S. Jecmen et al., *Mitigating manipulation in peer review via randomized reviewer assignments*, NeurIPS 2020.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from securit.engines._shared.draws import draw
from securit.engines._shared.errors import Infeasible, Unusable, refuse_if_any
from securit.engines._shared.exact import plain
from securit.engines._shared.outcome import Answer, Limits, Note, Objective, Status
from securit.engines.assignment import demands, flow
from securit.engines.assignment.demand import reasons_against, reasons_against_chances
from securit.engines.assignment.explanation import explain
from securit.engines.assignment.grid import Grid, grid_of
from securit.engines.assignment.min_cost_flow import certificate
from securit.engines.assignment.problem import Assignment, Chance, Problem


def answer(problem: Problem, seed: int, limits: Limits) -> Answer[Assignment]:
    """The answer of the rule; it takes a few flows, whatever the limits.

    Raises ``Infeasible`` with what clashes, and ``Unusable`` for demands that a draw does not keep.
    """
    refuse_if_any(demands.not_looked_at(problem, "randomised"), Unusable)
    refuse_if_any(reasons_against(problem), Infeasible)
    grid, (each, whole) = grid_of(problem), problem.likeliest.as_integer_ratio()
    network = network_of(grid, whole)
    amounts = flow.best_amounts(network, each)
    if amounts is None:
        refuse_if_any(reasons_against_chances(problem), Infeasible)
        raise RuntimeError("No flow was found although nothing stands against one.")
    prices = flow.prices_of_amounts(network, amounts, each)
    total, bound = int(network.gain @ amounts), flow.bound_from(network, prices, each)
    if bound != total:
        raise RuntimeError(f"The prices prove {bound}, but the flow reaches {total}.")
    chosen = np.zeros_like(grid.free)
    drawn = assignment_at(network, amounts, whole, drawn_number(seed, whole))
    chosen[network.rows[drawn], network.columns[drawn]] = True
    pairs = grid.pairs(chosen)
    expected = grid.exact(grid.fixed) + Fraction(total, grid.scale * whole)
    had = grid.exact(int(grid.units[chosen].sum()) + grid.fixed)
    return Answer(
        decision=Assignment(pairs, _chances(grid, network, amounts, whole)),
        status=Status.OPTIMAL,
        objectives=(Objective("expected", expected, expected, Status.OPTIMAL),),
        headline="expected",
        trace=(*_told(problem, grid, expected, had), *explain(problem, grid, pairs)),
        certificate=(("likeliest", problem.likeliest), *certificate(grid, prices)),
    )


def network_of(grid: Grid, whole: int) -> flow.Network:
    """The free pairs, with needs and loads in parts of which ``whole`` make a reading."""
    return flow.network_of(grid.free, grid.units, whole * grid.needs, whole * grid.most, whole * grid.least)


def drawn_number(seed: int, whole: int) -> int:
    """Which of the ``whole`` assignments is drawn: the smallest of the published draws of ``assignment 1``, 2, …"""
    return min(range(whole), key=lambda number: draw(seed, f"assignment {number + 1}"))


def assignment_at(network: flow.Network, amounts: flow.Ints, whole: int, number: int) -> flow.Flags:
    """The chosen arcs of one of the ``whole`` assignments, from 0, whose sum the amounts are.

    All of them together choose each arc exactly as often as its amount says.
    """
    while whole > 1:
        first = whole // 2
        half = _share(network, amounts, first, whole)
        if number < first:
            amounts, whole = half, first
        else:
            amounts, whole, number = amounts - half, whole - first, number - first
    return np.asarray(amounts > 0, dtype=np.bool_)


def _share(network: flow.Network, amounts: flow.Ints, part: int, whole: int) -> flow.Ints:
    """``part`` of ``whole`` of the amounts, every arc and every load rounded to a whole number next to it.

    What an application needs divides evenly, so it is met exactly.
    """
    share, rest = np.divmod(part * amounts, whole)
    unsure = np.flatnonzero(rest)
    of_rows, of_columns = len(network.needs), len(network.most)
    needs, given = _sums(network.rows, amounts, of_rows), _sums(network.rows, share, of_rows)
    loads, taken = _sums(network.columns, amounts, of_columns), _sums(network.columns, share, of_columns)
    chosen = flow.best_flow(
        flow.Network(
            rows=network.rows[unsure],
            columns=network.columns[unsure],
            gain=np.zeros(len(unsure), dtype=np.int64),
            needs=part * needs // whole - given,
            most=-(-part * loads // whole) - taken,
            least=part * loads // whole - taken,
        )
    )
    if chosen is None:
        raise RuntimeError("The amounts are not the sum of so many assignments.")
    share[unsure[chosen]] += 1
    return share


def _sums(ends: flow.Ints, amounts: flow.Ints, count: int) -> flow.Ints:
    sums = np.zeros(count, dtype=np.int64)
    np.add.at(sums, ends, amounts)
    return sums


def _chances(grid: Grid, network: flow.Network, amounts: flow.Ints, whole: int) -> tuple[Chance, ...]:
    """The chance of every pair that has one, pinned pairs among them, sorted."""
    parts = np.where(grid.pinned, whole, 0)
    parts[network.rows, network.columns] += amounts
    return tuple(
        Chance(grid.applications[i], grid.evaluators[j], Fraction(int(parts[i, j]), whole))
        for i, j in zip(*np.nonzero(parts), strict=True)
    )


def _told(problem: Problem, grid: Grid, expected: Fraction, had: Fraction) -> tuple[Note, ...]:
    """What the chances cost in expected total, and what the drawn assignment has."""
    certain = network_of(grid, 1)
    best = flow.best_flow(certain)
    if best is None:
        raise RuntimeError("No flow was found although nothing stands against one.")
    greatest = grid.exact(int(certain.gain[best].sum()) + grid.fixed)
    limit = plain(problem.likeliest)
    return (
        Note(
            (),
            "price",
            f"Chances of at most {limit} cost {plain(greatest - expected)} in expected total:"
            f" {plain(expected)} instead of {plain(greatest)}.",
        ),
        Note((), "drawn", f"The drawn assignment totals {plain(had)}."),
    )
