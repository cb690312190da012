"""Can it be done at all, and if not, what clashes?

A bipartite assignment with upper and lower loads exists exactly when the applications can be filled within the
upper loads *and* the lower loads can be filled within the applications (Mendelsohn and Dulmage). Each half is a
maximum flow; where it falls short, the minimum cut is the smallest honest explanation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from securit.engines.assignment.problem import Pair, Problem
from securit.engines.assignment.room import Room, room_in


def reasons_against(problem: Problem) -> tuple[str, ...]:
    """Why no assignment exists, one sentence per clash; empty exactly when one exists."""
    room = room_in(problem)
    plain = tuple(_clashing_pins(problem, room)) + tuple(_too_few(problem, room))
    if plain:
        return plain
    return tuple(_crowded(room)) + tuple(_idle(room))


def _clashing_pins(problem: Problem, room: Room) -> Iterator[str]:
    conflicts = {Pair(c.application, c.evaluator): c.reason for c in problem.conflicts}
    for pair in problem.pinned:
        if pair in conflicts:
            why = f" ({conflicts[pair]})" if conflicts[pair] else ""
            yield f"Evaluator {pair.evaluator} is pinned to application {pair.application} but has a conflict{why}."
    for application in problem.applications:
        if room.needs[application.id] < 0:
            pins = application.required - room.needs[application.id]
            yield f"Application {application.id} has {pins} pinned evaluators but needs {application.required}."
    for evaluator in problem.evaluators:
        if room.most[evaluator.id] < 0:
            pins = evaluator.most - room.most[evaluator.id]
            yield f"Evaluator {evaluator.id} is pinned to {pins} applications but may read at most {evaluator.most}."


def _too_few(problem: Problem, room: Room) -> Iterator[str]:
    conflicted = {Pair(c.application, c.evaluator) for c in problem.conflicts}
    for application in problem.applications:
        free = sum(1 for e in problem.evaluators if (application.id, e.id) not in conflicted)
        if free < application.required:
            yield (
                f"Application {application.id} has {_of(free, 'evaluator')} without conflict"
                f" but needs {application.required}."
            )
    needed = sum(application.required for application in problem.applications)
    offered = sum(evaluator.most for evaluator in problem.evaluators)
    if offered < needed:
        yield f"All evaluators together may read {offered} times, but {needed} readings are needed."
    asked = sum(evaluator.least for evaluator in problem.evaluators)
    if asked > needed:
        yield f"The least loads of all evaluators add up to {asked}, but only {needed} readings are needed."


def _crowded(room: Room) -> Iterator[str]:
    wanting = [name for name, need in room.needs.items() if need > 0]
    offering = [name for name, places in room.most.items() if places > 0]
    short, reached = _shortage(
        wanting, room.needs, offering, room.most, [(p.application, p.evaluator) for p in room.pairs]
    )
    if short:
        need = sum(room.needs[name] for name in short)
        capacity = sum(
            min(room.most[name], sum(1 for p in room.pairs if p.evaluator == name and p.application in short))
            for name in reached
        )
        yield (
            f"{_named('application', short)} still {'needs' if len(short) == 1 else 'need'}"
            f" {_of(need, 'evaluator')}, but the pairs free of conflict and load give at most {capacity}"
            f" ({_named('evaluator', reached) or 'nobody'})."
        )


def _idle(room: Room) -> Iterator[str]:
    wanting = [name for name, places in room.least.items() if places > 0]
    offering = [name for name, need in room.needs.items() if need > 0]
    short, reached = _shortage(
        wanting, room.least, offering, room.needs, [(p.evaluator, p.application) for p in room.pairs]
    )
    if short:
        asked = sum(room.least[name] for name in short)
        yield (
            f"{_named('evaluator', short)} must still read at least {asked} times together, but the applications"
            f" open to them ({_named('application', reached) or 'none'}) do not have that many places."
        )


def _shortage(
    wanting: Sequence[str],
    wants: Mapping[str, int],
    offering: Sequence[str],
    offers: Mapping[str, int],
    pairs: Sequence[tuple[str, str]],
) -> tuple[list[str], list[str]]:
    """Those whose wants cannot all be met, and those they could turn to; two empty lists when all can be met."""
    left = {name: 1 + index for index, name in enumerate(wanting)}
    right = {name: 1 + len(wanting) + index for index, name in enumerate(offering)}
    sink = 1 + len(left) + len(right)
    arcs = [(0, node, wants[name]) for name, node in left.items()]
    arcs += [(left[a], right[b], 1) for a, b in pairs if a in left and b in right]
    arcs += [(node, sink, offers[name]) for name, node in right.items()]
    if not left:
        return [], []
    table = np.array(arcs, dtype=np.int32)
    capacity = csr_array((table[:, 2], (table[:, 0], table[:, 1])), shape=(sink + 1, sink + 1), dtype=np.int32)
    flow = maximum_flow(capacity, 0, sink)
    if flow.flow_value == sum(wants[name] for name in wanting):
        return [], []
    rest = capacity - flow.flow
    rest.data[rest.data < 0] = 0
    rest.eliminate_zeros()
    seen = {int(node) for node in breadth_first_order(rest, 0, return_predecessors=False)}
    short = [name for name, node in left.items() if node in seen]
    touched = {b for a, b in pairs if a in set(short)}
    return short, [name for name in offering if name in touched]


def _named(what: str, names: Sequence[str]) -> str:
    if not names:
        return ""
    shown = ", ".join(names[:10]) + (f" and {len(names) - 10} more" if len(names) > 10 else "")
    return f"{what.capitalize()}{'s' if len(names) > 1 else ''} {shown}"


def _of(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
