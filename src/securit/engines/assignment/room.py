"""What is left to decide once the pinned pairs stand: the places needed, the places offered, the free pairs."""

from __future__ import annotations

from dataclasses import dataclass

from securit.engines.assignment.problem import Pair, Problem


@dataclass(frozen=True, slots=True)
class Room:
    """Places per application and per evaluator after the pins, and the pairs still free to choose, sorted."""

    needs: dict[str, int]
    most: dict[str, int]
    least: dict[str, int]
    pairs: tuple[Pair, ...]


def room_in(problem: Problem) -> Room:
    """The room left by the pins; needs and loads may come out negative when the pins ask too much."""
    taken = {*problem.pinned, *(Pair(c.application, c.evaluator) for c in problem.conflicts)}
    needs = {a.id: a.required for a in problem.applications}
    most = {e.id: e.most for e in problem.evaluators}
    least = {e.id: e.least for e in problem.evaluators}
    for application, evaluator in problem.pinned:
        needs[application] -= 1
        most[evaluator] -= 1
        least[evaluator] = max(0, least[evaluator] - 1)
    pairs = tuple(
        Pair(application, evaluator)
        for application, need in needs.items()
        if need > 0
        for evaluator, places in most.items()
        if places > 0 and (application, evaluator) not in taken
    )
    return Room(needs, most, least, pairs)
