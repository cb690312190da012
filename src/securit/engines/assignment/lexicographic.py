"""Worst-off first, then the sum: the greatest least total affinity of an application, then the greatest total.

"As much as possible for the worst-off" is never given to a solver. What could be reached at most is known from each
application's best evaluators and from flows over the pairs that could still reach a floor; then floors are tried, from
that bound down by bisection, each as "the greatest total under which every application reaches the floor". Every try
is noted in the trace.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from securit.engines._shared.effort import Effort
from securit.engines._shared.errors import Infeasible, TooLarge, refuse_if_any
from securit.engines._shared.exact import plain
from securit.engines._shared.outcome import Answer, Limits, Note, Objective, Status
from securit.engines.assignment import demands, flow
from securit.engines.assignment.demand import reasons_against
from securit.engines.assignment.explanation import explain
from securit.engines.assignment.floored import Found, Search, could_reach, is_searchable
from securit.engines.assignment.grid import Grid, grid_of
from securit.engines.assignment.incumbent import quick
from securit.engines.assignment.problem import Assignment, Problem
from securit.engines.assignment.programme import Compact


def answer(problem: Problem, seed: int, limits: Limits) -> Answer[Assignment]:
    """The answer of the rule; raises ``Infeasible`` with what clashes.

    A step is one linear programme or one node of a tree search. With a floor in the problem the search stops there:
    a worst-off above it is welcome, not sought. Under a limit the better of two quick assignments is shown at once,
    and kept where the search that was cut short has none as good.
    """
    refuse_if_any(reasons_against(problem), Infeasible)
    grid = grid_of(problem)
    ladder = Ladder(problem, grid, Effort(limits))
    if not ladder.counted.any():
        nobody = ladder.probe(-(2**50))
        if nobody.bound is None:
            raise Infeasible([demands.clash(problem, grid)])
        return _answer(ladder, nobody)
    first = quick(problem, grid, ladder.counted, seed) if limits.name else None
    ladder.look_ahead()
    if first is not None:
        limits.watch.shown(_answer(ladder, first))
    return _answer(ladder, ladder.better(ladder.climb(), first))


@dataclass(slots=True)
class Ladder:
    """The floors tried so far: ``low`` is reached by the worst-off, none has more than ``high``; in units."""

    problem: Problem
    grid: Grid
    effort: Effort
    low: int = -(2**50)
    high: int = 2**50
    best: Found | None = None
    notes: list[Note] = field(default_factory=list)
    shared: dict[int, set[tuple[int, ...]]] = field(default_factory=dict)

    @property
    def counted(self) -> flow.Flags:
        """The applications that need anybody."""
        return np.array([a.required > 0 for a in self.problem.applications], dtype=np.bool_)

    @property
    def goal(self) -> int:
        """The floor beyond which nothing is sought, in units."""
        if self.problem.floor is None:
            return self.high
        return min(self.high, -int(-self.problem.floor.score * self.grid.scale // 1))

    def worst_off(self, found: Found) -> int:
        """The least total of an application, in units."""
        if found.chosen is None:
            raise RuntimeError("Nothing was found, so nobody is the worst-off.")
        sums = np.where(found.chosen | self.grid.pinned, self.grid.units, 0).sum(axis=1)
        return int(sums[self.counted].min(initial=2**50)) if self.counted.any() else 0

    def look_ahead(self) -> None:
        """What each application could have alone, then what flows over the pairs that reach a floor allow."""
        low = np.where(self.grid.free, self.grid.units, -(2**40))
        ordered = -np.sort(-low, axis=1)
        taken = np.arange(ordered.shape[1])[None, :] < self.grid.needs[:, None]
        alone = np.where(taken, ordered, 0).sum(axis=1) + np.where(self.grid.pinned, self.grid.units, 0).sum(axis=1)
        self.high = int(alone[self.counted].min())
        least = self.high if self._flows(self.high) else int(min(self.grid.units.min() * self.grid.needs.max() * 2, 0))
        while least < self.high:
            middle = -(-(least + self.high) // 2)
            least, self.high = (middle, self.high) if self._flows(middle) else (least, middle - 1)
        self._say("bound", self.high, "no assignment can give every application more")

    def _flows(self, floor: int) -> bool:
        own = floor - np.where(self.grid.pinned, self.grid.units, 0).sum(axis=1)
        if (own[(self.grid.needs == 0) & self.counted] > 0).any():
            return False
        free = self.grid.free & could_reach(self.grid, np.where(self.counted, own, -(2**50)))
        grid = self.grid
        return flow.best_flow(flow.network_of(free, grid.units, grid.needs, grid.most, grid.least)) is not None

    def climb(self) -> Found:
        """Try floors until the greatest is known, or the goal is reached, or a limit is."""
        self._refuse_below_demand()
        floor, ceiling = self.goal, self.goal
        while True:
            found = self.probe(floor)
            if found.chosen is not None:
                self.low = max(self.low, self.worst_off(found))
                self.best = found
            elif found.bound is None:
                self.high = min(self.high, floor - 1)
                self._refuse_below_demand()
            if self.low >= min(self.goal, self.high, ceiling) or (self.effort.spent and self.best is not None):
                break
            ceiling = min(ceiling, floor - 1) if found.chosen is None else ceiling
            if self.best is None and (self.effort.spent or ceiling < self._bottom()):
                self.best = self._anything()
                break
            low = self.low if self.best is not None else self._bottom() - 1
            floor = max(low + 1, -(-(low + ceiling) // 2))
        if self.best is None:
            raise RuntimeError("No floor was reached.")
        return self.best

    def better(self, found: Found, first: Found | None) -> Found:
        """What was found, or the quick one where a limit left something that is worse.

        The bound stays: it holds for all whose worst-off reaches the floor that was tried, so for this one too.
        """
        if first is None or not self.effort.was_cut:
            return found
        if (self.worst_off(first), first.total) <= (self.worst_off(found), found.total):
            return found
        return replace(found, chosen=first.chosen, total=first.total)

    def probe(self, floor: int) -> Found:
        """The best choice with this floor, as far as the effort goes; told in the trace."""
        floors = None if not self.counted.any() else floor
        if self.problem.diversity or not is_searchable(self.grid):
            found = Compact(self.problem, self.grid, floors, self.effort).run()
        else:
            found = Search(self.grid, floor, self.effort, self.shared, self.counted).run()
        if found.chosen is not None:
            gap = "" if found.is_proven else f", at most {self._text(found.bound)} (open)"
            self._say("probe", floor, f"reached with a total of {self._text(found.total)}{gap}")
        else:
            self._say("probe", floor, "out of reach" if found.bound is None else "neither reached nor ruled out")
        return found

    def _bottom(self) -> int:
        """A floor that every assignment reaches."""
        return int(min(0, self.grid.units.min(initial=0))) * int(max(a.required for a in self.problem.applications))

    def _anything(self) -> Found:
        """Any assignment that keeps needs, loads and diversity, whatever its worst-off; tried without limits."""
        if demands.demanded_floor(self.problem):
            raise TooLarge(["Within the limits no assignment was found that gives every application the floor."])
        if self.problem.diversity:
            found = Compact(self.problem, self.grid, None, Effort(Limits())).run()
        else:
            found = Search(self.grid, -(2**50), Effort(Limits()), {}, self.counted).run()
        if found.chosen is None:
            raise Infeasible([demands.clash(self.problem, self.grid)])
        self.low = self.worst_off(found)
        return found

    def _refuse_below_demand(self) -> None:
        """Once the floor that is demanded is known to be out of reach."""
        wanted, floor = demands.demanded_floor(self.problem), demands.floor_units(self.problem, self.grid)
        if wanted is None or floor is None or self.high >= floor:
            return
        if self.problem.diversity:
            raise Infeasible([demands.clash(self.problem, self.grid)])
        most = f"the worst-off has at most {self._text(self.high)}"
        raise Infeasible([f"No assignment gives every application a total affinity of {plain(wanted.score)}; {most}."])

    def _text(self, units: int | None) -> str:
        return "nothing known" if units is None else plain(self.grid.exact(units))

    def _say(self, code: str, floor: int, what: str) -> None:
        if self.counted.any():
            self.notes.append(Note((), code, f"Floor {self._text(floor)}: {what}."))


def _answer(ladder: Ladder, found: Found) -> Answer[Assignment]:
    grid, effort = ladder.grid, ladder.effort
    if found.chosen is None or found.bound is None:
        raise RuntimeError("The search ended without a choice.")
    pairs = grid.pairs(found.chosen)
    worst = ladder.worst_off(found)
    high = max(worst, ladder.high) if ladder.counted.any() else worst
    open_end = Status.STOPPED if effort.was_cut else Status.BY_RULE
    objectives = (
        _objective("worst_off", grid, worst, high, open_end),
        _objective("total", grid, found.total, found.bound, open_end),
    )
    statuses = {objective.status for objective in objectives}
    status = Status.OPTIMAL if statuses == {Status.OPTIMAL} else open_end
    return Answer(
        decision=Assignment(pairs),
        status=status,
        objectives=objectives,
        headline="total",
        trace=(*ladder.notes, *explain(ladder.problem, grid, pairs)),
        certificate=demands.certificate(grid, found),
        stopped_by="" if status is Status.OPTIMAL else effort.name,
    )


def _objective(name: str, grid: Grid, value: int, bound: int, open_end: Status) -> Objective:
    status = Status.OPTIMAL if value == bound else open_end
    return Objective(name, grid.exact(value), grid.exact(bound), status)
