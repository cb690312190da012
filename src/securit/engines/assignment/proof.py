"""What prices prove: a total that no assignment exceeds. Part of the checker; shares no code with the rules."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from securit.engines.assignment.problem import Problem
from securit.engines.assignment.table import Table

NEVER = -(10**15)
CERTAIN = Fraction(1)


@dataclass(frozen=True, slots=True, eq=False)
class _Board:
    """Scores on one fine scale, and the places that the pins leave."""

    scale: int
    scores: NDArray[np.int64]
    is_open: NDArray[np.bool_]
    needs: list[int]
    most: list[int]
    least: list[int]
    pinned: list[int]  # what the pins of each application score


def reach_of(problem: Problem, price: Mapping[str, Fraction], likeliest: Fraction = CERTAIN) -> Fraction:
    """The bound that follows from these prices.

    Prices of evaluators are paid for their places. With prices of applications every pair may keep what it gains
    beyond both, ``likeliest`` times at most; with a ``floor`` in the prices every application takes the best team that
    reaches it.
    """
    scale = math.lcm(*(value.denominator for value in price.values()))
    board = _board(problem, scale)
    of_evaluator = [int(price.get(f"evaluator:{e.id}", 0) * board.scale) for e in problem.evaluators]
    surplus = 0
    reach = sum(board.pinned) + sum(
        own * (most if own > 0 else least)
        for own, most, least in zip(of_evaluator, board.most, board.least, strict=True)
    )
    weights = board.scores - np.array(of_evaluator, dtype=np.int64)[None, :]
    for row, application in enumerate(problem.applications):
        need, here = board.needs[row], np.flatnonzero(board.is_open[row])
        if need <= 0:
            continue
        if "floor" in price:
            floor = math.ceil(price["floor"] * board.scale) - board.pinned[row]
            reach += _best_team(board.scores[row, here], weights[row, here], floor, need)
        else:
            own = int(price.get(f"application:{application.id}", 0) * board.scale)
            reach += own * need
            surplus += int(np.maximum(weights[row, here] - own, 0).sum())
    return Fraction(reach + likeliest * surplus) / board.scale


def _best_team(scores: NDArray[np.int64], weights: NDArray[np.int64], floor: int, size: int) -> int:
    """The greatest weight of ``size`` candidates whose scores reach the floor; very little where none do."""
    if len(scores) < size:
        return NEVER
    heaviest = np.argsort(-weights)[:size]
    if scores[heaviest].sum() >= floor:
        return int(weights[heaviest].sum())
    if size == 1:
        return int(weights[scores >= floor].max(initial=NEVER))
    if size == 2:
        fits = np.triu(scores[:, None] + scores[None, :] >= floor, k=1)
        pairs = np.where(fits, weights[:, None] + weights[None, :], NEVER)
        return int(pairs.max())
    return max(
        int(weights[first])
        + _best_team(scores[first + 1 :], weights[first + 1 :], floor - int(scores[first]), size - 1)
        for first in range(len(scores) - size + 1)
    )


def _board(problem: Problem, scale: int) -> _Board:
    rows = {a.id: index for index, a in enumerate(problem.applications)}
    columns = {e.id: index for index, e in enumerate(problem.evaluators)}
    is_open = np.ones((len(rows), len(columns)), dtype=np.bool_)
    scores = np.zeros(is_open.shape, dtype=np.int64)
    table = problem.affinities
    if isinstance(table, Table):
        scale = math.lcm(scale, table.scale)
        place = np.ix_([rows[a] for a in table.applications], [columns[e] for e in table.evaluators])
        scores[place] = table.units * (scale // table.scale)
        is_open[place] &= ~table.barred
    else:
        scale = math.lcm(scale, *(one.score.denominator for one in table))
        for one in table:
            scores[rows[one.application], columns[one.evaluator]] = int(one.score * scale)
    for conflict in problem.conflicts:
        is_open[rows[conflict.application], columns[conflict.evaluator]] = False
    needs = [a.required for a in problem.applications]
    most, least = [e.most for e in problem.evaluators], [e.least for e in problem.evaluators]
    pinned = [0] * len(needs)
    for pin in problem.pinned:
        row, column = rows[pin.application], columns[pin.evaluator]
        is_open[row, column] = False
        needs[row], most[column], least[column] = needs[row] - 1, most[column] - 1, max(0, least[column] - 1)
        pinned[row] += int(scores[row, column])
    for row, application in enumerate(problem.applications):
        for column, evaluator in enumerate(problem.evaluators):
            if most[column] <= 0 or (application.session and application.session in evaluator.away):
                is_open[row, column] = False
    return _Board(scale, scores, is_open, needs, most, least, pinned)
