"""Can it be done at all, and if not, what clashes?

A bipartite assignment with upper and lower loads exists exactly when the applications can be filled within the
upper loads *and* the lower loads can be filled within the applications (Mendelsohn and Dulmage). Each half is a
maximum flow; where it falls short, the minimum cut is the smallest honest explanation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from securit.engines._shared.exact import plain
from securit.engines.assignment.grid import Grid, grid_of, why_barred
from securit.engines.assignment.problem import Problem

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
ONE = Fraction(1)


def reasons_against(problem: Problem) -> tuple[str, ...]:
    """Why no assignment keeps needs, loads, conflicts and pins, one sentence per clash; empty exactly when one does.

    Diversity and floors are the business of the rules that keep them.
    """
    grid = grid_of(problem)
    plain = tuple(_clashing_pins(problem, grid)) + tuple(_too_few(problem, grid))
    if plain:
        return plain
    return tuple(_crowded(grid)) + tuple(_idle(grid))


def reasons_against_chances(problem: Problem) -> tuple[str, ...]:
    """Why no draw keeps every chance at ``likeliest`` or below, for a problem that can be solved without that wish."""
    grid, likeliest = grid_of(problem), problem.likeliest
    return tuple(_crowded(grid, likeliest)) + tuple(_idle(grid, likeliest))


def _clashing_pins(problem: Problem, grid: Grid) -> Iterator[str]:
    conflicts = why_barred(problem) if problem.pinned else {}
    for pair in problem.pinned:
        if pair in conflicts:
            why = f" ({conflicts[pair]})" if conflicts[pair] else ""
            yield f"Evaluator {pair.evaluator} is pinned to application {pair.application} but has a conflict{why}."
    for application, need in zip(problem.applications, grid.needs.tolist(), strict=True):
        if need < 0:
            pins = application.required - need
            yield f"Application {application.id} has {pins} pinned evaluators but needs {application.required}."
    for evaluator, places in zip(problem.evaluators, grid.most.tolist(), strict=True):
        if places < 0:
            pins = evaluator.most - places
            yield f"Evaluator {evaluator.id} is pinned to {pins} applications but may read at most {evaluator.most}."


def _too_few(problem: Problem, grid: Grid) -> Iterator[str]:
    open_to = (~grid.conflicted).sum(axis=1).tolist()
    for application, free in zip(problem.applications, open_to, strict=True):
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


def _crowded(grid: Grid, likeliest: Fraction = ONE) -> Iterator[str]:
    each, whole = likeliest.as_integer_ratio()
    short, reached = _shortage(whole * grid.needs, whole * grid.most, grid.free, each)
    if len(short):
        need = int(grid.needs[short].sum())
        given = np.minimum(whole * grid.most[reached], each * grid.free[np.ix_(short, reached)].sum(axis=0))
        capacity = plain(Fraction(int(given.sum()), whole))
        free = "free of conflict and load" + (f", at chances up to {plain(likeliest)}," if each < whole else "")
        yield (
            f"{_named('application', grid.applications, short)} still {'needs' if len(short) == 1 else 'need'}"
            f" {_of(need, 'evaluator')}, but the pairs {free} give at most {capacity}"
            f" ({_named('evaluator', grid.evaluators, reached) or 'nobody'})."
        )


def _idle(grid: Grid, likeliest: Fraction = ONE) -> Iterator[str]:
    each, whole = likeliest.as_integer_ratio()
    short, reached = _shortage(whole * grid.least, whole * grid.needs, grid.free.T, each)
    if len(short):
        at = f" at chances up to {plain(likeliest)}" if each < whole else ""
        asked = int(grid.least[short].sum())
        yield (
            f"{_named('evaluator', grid.evaluators, short)} must still read at least {asked} times together, but the"
            f" applications open to them ({_named('application', grid.applications, reached) or 'none'})"
            f" do not have that many places{at}."
        )


def _shortage(wants: Ints, offers: Ints, pairs: Flags, each: int) -> tuple[Ints, Ints]:
    """Those (rows) whose wants cannot all be met, and those (columns) they could turn to; none when all can be met.

    One maximum flow over the free pairs, ``each`` at most on a pair; the source side of the minimum cut is what is
    short.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order, maximum_flow

    wants, offers = np.maximum(wants, 0), np.maximum(offers, 0)
    rows, columns = pairs.shape
    nothing = np.zeros(0, dtype=np.int64)
    if not wants.sum():
        return nothing, nothing
    here, there = np.nonzero(pairs)
    sink = 1 + rows + columns
    starts = np.concatenate([np.zeros(rows, np.int64), 1 + here, 1 + rows + np.arange(columns)])
    ends = np.concatenate([1 + np.arange(rows), 1 + rows + there, np.full(columns, sink)])
    places = np.concatenate([wants, np.full(len(here), each, np.int64), offers]).astype(np.int32)
    capacity = csr_array((places, (starts, ends)), shape=(sink + 1, sink + 1), dtype=np.int32)
    flow = maximum_flow(capacity, 0, sink)
    if flow.flow_value == wants.sum():
        return nothing, nothing
    rest = capacity - flow.flow
    rest.data[rest.data < 0] = 0
    rest.eliminate_zeros()
    seen = breadth_first_order(rest, 0, return_predecessors=False)
    short = np.sort(seen[(seen >= 1) & (seen <= rows)]).astype(np.int64) - 1
    reached: Ints = np.flatnonzero(pairs[short].any(axis=0))
    return short, reached


def _named(what: str, ids: Sequence[str], places: Ints) -> str:
    names = [ids[place] for place in places]
    if not names:
        return ""
    shown = ", ".join(names[:10]) + (f" and {len(names) - 10} more" if len(names) > 10 else "")
    return f"{what.capitalize()}{'s' if len(names) > 1 else ''} {shown}"


def _of(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
