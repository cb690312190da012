"""The baseline: take the best pair that still fits, again and again; then mend what was left short.

Mending moves pairs along alternating paths, so a feasible problem always gets a feasible assignment, though
rarely the best one.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from securit.engines._shared.draws import draw
from securit.engines._shared.errors import Infeasible, refuse_if_any
from securit.engines._shared.outcome import Answer, Limits, Objective, Status
from securit.engines.assignment.demand import reasons_against
from securit.engines.assignment.explanation import explain
from securit.engines.assignment.problem import Assignment, Pair, Problem
from securit.engines.assignment.room import Room, room_in
from securit.engines.assignment.scores import Scores, scores_in


def answer(problem: Problem, seed: int, limits: Limits) -> Answer[Assignment]:
    """The answer of the rule; it needs no limits. Raises ``Infeasible`` with what clashes."""
    refuse_if_any(reasons_against(problem), Infeasible)
    scores = scores_in(problem)
    pairs = greedy_pairs(problem, seed, scores)
    total = sum(scores.of(pair) for pair in pairs)
    bound = best_conceivable(problem, scores)
    status = Status.OPTIMAL if bound == total else Status.BY_RULE
    return Answer(
        decision=Assignment(pairs),
        status=status,
        objectives=(Objective("total", scores.exact(total), scores.exact(bound), status),),
        headline="total",
        trace=explain(problem, pairs),
    )


def greedy_pairs(problem: Problem, seed: int, scores: Scores) -> tuple[Pair, ...]:
    """The pairs of a feasible problem, pinned ones included, sorted."""
    room = room_in(problem)
    ordered = sorted(room.pairs, key=lambda pair: (-scores.of(pair), draw(seed, *pair), pair))
    board = _Board(room, ordered)
    for pair in ordered:
        if board.missing(pair.application) > 0 and board.places(pair.evaluator) > 0:
            board.put(pair)
    for application in room.needs:
        while board.missing(application) > 0:
            board.fill(application)
    for evaluator in room.most:
        while len(board.read_by[evaluator]) < room.least[evaluator]:
            board.occupy(evaluator)
    return tuple(sorted([*problem.pinned, *board.pairs()]))


def best_conceivable(problem: Problem, scores: Scores) -> int:
    """A total that nothing can exceed: each application with its best evaluators, as if nobody else wanted them."""
    room = room_in(problem)
    wishes: dict[str, list[int]] = {name: [] for name in room.needs}
    for pair in room.pairs:
        wishes[pair.application].append(scores.of(pair))
    pinned = sum(scores.of(pair) for pair in problem.pinned)
    return pinned + sum(sum(sorted(wishes[name], reverse=True)[:need]) for name, need in room.needs.items())


@dataclass(slots=True)
class _Board:
    """The pairs chosen so far, seen from both sides; neighbours stand in the order of the greedy list."""

    room: Room
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
