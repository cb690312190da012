"""The greatest total under demands on every application: diversity, or a floor that is demanded."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from securit.engines._shared.effort import Effort
from securit.engines._shared.errors import Infeasible, TooLarge
from securit.engines._shared.exact import plain
from securit.engines._shared.outcome import Answer, Limits, Note, Objective, Status
from securit.engines.assignment.diversity import Diversity
from securit.engines.assignment.explanation import explain
from securit.engines.assignment.floored import FINE, Found, Search, is_searchable
from securit.engines.assignment.grid import Grid
from securit.engines.assignment.problem import Assignment, Floor, Insistence, Problem
from securit.engines.assignment.programme import Compact


def asked_of(problem: Problem) -> bool:
    """Whether the problem makes demands that a plain flow cannot keep."""
    return bool(problem.diversity) or demanded_floor(problem) is not None


def not_looked_at(problem: Problem, rule: str) -> list[str]:
    """What a rule that knows no demands cannot be asked, one sentence each."""
    asked = [f"diversity of {one.trait}" for one in problem.diversity]
    if demanded_floor(problem):
        asked.append("a floor under each application")
    return [f"The rule {rule} does not look at {what}; min_cost_flow does." for what in asked]


def demanded_floor(problem: Problem) -> Floor | None:
    """The floor, if it is demanded."""
    floor = problem.floor
    return floor if floor and floor.insistence is Insistence.DEMANDED else None


def floor_units(problem: Problem, grid: Grid) -> int | None:
    """The demanded floor in units, rounded up."""
    floor = demanded_floor(problem)
    return None if floor is None else -int(-floor.score * grid.scale // 1)


def best_total(problem: Problem, grid: Grid, effort: Effort) -> Found:
    """The best choice under the demands, as far as the effort goes."""
    floor = floor_units(problem, grid)
    if problem.diversity or floor is None or not is_searchable(grid):
        return Compact(problem, grid, floor, effort).run()
    counted = np.array([a.required > 0 for a in problem.applications], dtype=np.bool_)
    return Search(grid, floor, effort, {}, counted).run()


def answer(problem: Problem, grid: Grid, limits: Limits) -> Answer[Assignment]:
    """The answer under the demands; raises ``Infeasible`` with those that clash, ``TooLarge`` where limits end it."""
    effort = Effort(limits)
    found = best_total(problem, grid, effort)
    if found.bound is None:
        raise Infeasible([clash(problem, grid)])
    if found.chosen is None:
        raise TooLarge(["Within the limits no assignment was found that keeps all demands."])
    pairs = grid.pairs(found.chosen)
    status = Status.OPTIMAL if found.bound == found.total else Status.STOPPED if effort.was_cut else Status.BY_RULE
    how = "the prices of the evaluators" if found.prices is not None else "the tree search of the solver (HiGHS)"
    return Answer(
        decision=Assignment(pairs),
        status=status,
        objectives=(Objective("total", grid.exact(found.total), grid.exact(found.bound), status),),
        headline="total",
        trace=(Note((), "proof", f"The bound follows from {how}."), *explain(problem, grid, pairs)),
        certificate=certificate(grid, found),
        stopped_by="" if status is Status.OPTIMAL else effort.name,
    )


def certificate(grid: Grid, found: Found) -> tuple[tuple[str, Fraction], ...]:
    """The prices per evaluator, and the floor they reckon with; nothing where there are no prices."""
    if found.prices is None:
        return ()
    prices = zip(grid.evaluators, found.prices.tolist(), strict=True)
    floor = (("floor", grid.exact(found.floor)),)
    return floor + tuple((f"evaluator:{name}", Fraction(price, grid.scale * FINE)) for name, price in prices)


def clash(problem: Problem, grid: Grid) -> str:
    """The smallest set of demands that cannot be kept together, as one sentence: each is needed for the clash."""
    floor = demanded_floor(problem)
    kept: list[Diversity | Floor] = [*problem.diversity, *([floor] if floor else [])]
    for one in list(kept):
        fewer = [other for other in kept if other is not one]
        if _is_impossible(problem, grid, fewer):
            kept = fewer
    said = [_words(one) for one in kept]
    return f"No assignment gives every application {' and '.join(said)}, within needs, loads and conflicts."


def _is_impossible(problem: Problem, grid: Grid, kept: list[Diversity | Floor]) -> bool:
    floors = [one for one in kept if isinstance(one, Floor)]
    lighter = replace(
        problem, diversity=tuple(one for one in kept if isinstance(one, Diversity)), floor=floors[0] if floors else None
    )
    return Compact(lighter, grid, floor_units(lighter, grid), Effort(Limits(steps=1000))).run().bound is None


def _words(one: Diversity | Floor) -> str:
    if isinstance(one, Floor):
        return f"a total affinity of {plain(one.score)}"
    said = [f"{one.kinds} kinds of {one.trait}"] if one.kinds else []
    said += [f"at most {one.each_most} of the same {one.trait}"] if one.each_most else []
    return " and ".join(said + [f"somebody of {one.trait} {value}" for value in one.present])
