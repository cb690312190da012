"""The baseline: take the best pair that still fits, again and again; then mend what was left short.

Mending moves pairs along alternating paths, so a feasible problem always gets a feasible assignment, though
rarely the best one.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import numpy as np

from securit.engines._shared.draws import draw
from securit.engines._shared.errors import Infeasible, Unusable, refuse_if_any
from securit.engines._shared.outcome import Answer, Limits, Objective, Status
from securit.engines.assignment import demands
from securit.engines.assignment.demand import reasons_against
from securit.engines.assignment.explanation import explain
from securit.engines.assignment.grid import Grid, grid_of
from securit.engines.assignment.problem import Assignment, Pair, Problem


def answer(problem: Problem, seed: int, limits: Limits) -> Answer[Assignment]:
    """The answer of the rule; it needs no limits.

    Raises ``Infeasible`` with what clashes, and ``Unusable`` for demands that it does not look at.
    """
    refuse_if_any(demands.not_looked_at(problem, "greedy"), Unusable)
    refuse_if_any(reasons_against(problem), Infeasible)
    grid = grid_of(problem)
    pairs = greedy_pairs(grid, seed)
    total = int(grid.units[grid.chosen(pairs)].sum())
    bound = best_conceivable(grid)
    status = Status.OPTIMAL if bound == total else Status.BY_RULE
    return Answer(
        decision=Assignment(pairs),
        status=status,
        objectives=(Objective("total", grid.exact(total), grid.exact(bound), status),),
        headline="total",
        trace=explain(problem, grid, pairs),
    )


def greedy_pairs(grid: Grid, seed: int) -> tuple[Pair, ...]:
    """The pairs of a feasible problem, pinned ones included, sorted."""
    rows, columns = np.nonzero(grid.free)
    free = [Pair(grid.applications[i], grid.evaluators[j]) for i, j in zip(rows, columns, strict=True)]
    gain = grid.units[rows, columns].tolist()
    order = sorted(range(len(free)), key=lambda i: (-gain[i], draw(seed, *free[i]), free[i]))
    board = _Board(_Room.of(grid), [free[i] for i in order])
    for pair in board.ordered:
        if board.missing(pair.application) > 0 and board.places(pair.evaluator) > 0:
            board.put(pair)
    for application in grid.applications:
        while board.missing(application) > 0:
            board.fill(application)
    for evaluator in grid.evaluators:
        while len(board.read_by[evaluator]) < board.room.least[evaluator]:
            board.occupy(evaluator)
    pinned = grid.pairs(np.zeros_like(grid.pinned))
    return tuple(sorted([*pinned, *board.pairs()]))


def best_conceivable(grid: Grid) -> int:
    """A total that nothing can exceed: each application with its best evaluators, as if nobody else wanted them."""
    low = np.where(grid.free, grid.units, np.int64(-(2**60)))
    ordered = -np.sort(-low, axis=1)
    taken = np.arange(ordered.shape[1])[None, :] < grid.needs[:, None]
    return grid.fixed + int(np.where(taken, ordered, 0).sum())


@dataclass(frozen=True, slots=True)
class _Room:
    """Places per application and per evaluator after the pins."""

    needs: dict[str, int]
    most: dict[str, int]
    least: dict[str, int]

    @classmethod
    def of(cls, grid: Grid) -> _Room:
        most, least = (dict(zip(grid.evaluators, a.tolist(), strict=True)) for a in (grid.most, grid.least))
        return cls(dict(zip(grid.applications, grid.needs.tolist(), strict=True)), most, least)


@dataclass(slots=True)
class _Board:
    """The pairs chosen so far, seen from both sides; neighbours stand in the order of the greedy list."""

    room: _Room
    ordered: list[Pair]
    readers_of: dict[str, set[str]] = field(init=False)
    read_by: dict[str, set[str]] = field(init=False)
    could_read: dict[str, list[str]] = field(init=False)
    could_be_read: dict[str, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.readers_of = {name: set() for name in self.room.needs}
        self.read_by = {name: set() for name in self.room.most}
        self.could_read = {name: [] for name in self.room.most}
        self.could_be_read = {name: [] for name in self.room.needs}
        for application, evaluator in self.ordered:
            self.could_read[evaluator].append(application)
            self.could_be_read[application].append(evaluator)

    def missing(self, application: str) -> int:
        return self.room.needs[application] - len(self.readers_of[application])

    def places(self, evaluator: str) -> int:
        return self.room.most[evaluator] - len(self.read_by[evaluator])

    def pairs(self) -> list[Pair]:
        return [Pair(a, e) for a, evaluators in self.readers_of.items() for e in evaluators]

    def put(self, pair: Pair) -> None:
        self.readers_of[pair.application].add(pair.evaluator)
        self.read_by[pair.evaluator].add(pair.application)

    def drop(self, pair: Pair) -> None:
        self.readers_of[pair.application].remove(pair.evaluator)
        self.read_by[pair.evaluator].remove(pair.application)

    def fill(self, application: str) -> None:
        """One more evaluator for the application: someone free, or someone whose other application finds another."""
        came_from: dict[str, tuple[str, str]] = {}  # evaluator → (application asking, evaluator it would lose)
        queue = deque([(application, "")])
        while queue:
            asking, losing = queue.popleft()
            for evaluator in self.could_be_read[asking]:
                if evaluator in came_from or evaluator in self.readers_of[asking]:
                    continue
                came_from[evaluator] = (asking, losing)
                if self.places(evaluator) > 0:
                    self._shift(evaluator, came_from)
                    return
                queue.extend((other, evaluator) for other in sorted(self.read_by[evaluator]))
        raise RuntimeError(f"No alternating path fills application {application} of a feasible problem.")

    def _shift(self, evaluator: str, came_from: dict[str, tuple[str, str]]) -> None:
        while evaluator:
            asking, losing = came_from[evaluator]
            if losing:
                self.drop(Pair(asking, losing))
            self.put(Pair(asking, evaluator))
            evaluator = losing

    def occupy(self, evaluator: str) -> None:
        """One more application for the evaluator, taken from a chain that ends at someone with more than the least."""
        came_from: dict[str, tuple[str, str]] = {}  # evaluator losing → (application lost, evaluator gaining it)
        queue = deque([evaluator])
        while queue:
            gaining = queue.popleft()
            for application in self.could_read[gaining]:
                if application in self.read_by[gaining]:
                    continue
                for losing in sorted(self.readers_of[application]):
                    if losing in came_from or losing == evaluator:
                        continue
                    came_from[losing] = (application, gaining)
                    if len(self.read_by[losing]) > self.room.least[losing]:
                        self._hand_over(losing, came_from, evaluator)
                        return
                    queue.append(losing)
        raise RuntimeError(f"No alternating path occupies evaluator {evaluator} of a feasible problem.")

    def _hand_over(self, losing: str, came_from: dict[str, tuple[str, str]], last: str) -> None:
        while losing != last:
            application, gaining = came_from[losing]
            self.drop(Pair(application, losing))
            self.put(Pair(application, gaining))
            losing = gaining
