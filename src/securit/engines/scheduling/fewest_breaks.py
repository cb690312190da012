"""The exact rule for an event whose meetings are all held: the fewest breaks, then the fewest idle slots.

The bound rises from 0: a satisfiability solver refutes one number of breaks after the other, so the first timetable
it finds is best. After Bofill et al., JAIR 74 (2022); the clauses are those of ``encoding``.
"""

from __future__ import annotations

from collections.abc import Iterator

from securit.engines._shared.errors import Infeasible, TooLarge, refuse_if_any
from securit.engines._shared.outcome import Answer, Limits
from securit.engines.scheduling.clash import clashes_of_fixed, crowded
from securit.engines.scheduling.core import irreducible_core
from securit.engines.scheduling.explanation import explain
from securit.engines.scheduling.placing import Placed, place, weakest
from securit.engines.scheduling.problem import Problem, Timetable
from securit.engines.scheduling.room import Room, room_in
from securit.engines.scheduling.search import Effort
from securit.engines.scheduling.seating import seats

ENOUGH = 20_000
"""Conflicts for finding out whether all meetings could be held if breaks did not matter."""


def answer(problem: Problem, seed: int, limits: Limits) -> Answer[Timetable]:
    """The answer of the rule; raises ``Infeasible`` with a smallest set of demands that clash."""
    room = room_in(problem)
    refuse_if_any(clashes_of_fixed(room), Infeasible)
    refuse_if_any(crowded(room), Infeasible)
    effort = Effort(limits)
    held = range(len(problem.meetings))
    placed = place(room, held, problem.spread, effort, {})
    if placed is False:
        raise Infeasible(_reasons(room, effort))
    if not isinstance(placed, Placed):
        raise TooLarge(["Within the limits neither a timetable with all meetings was found nor that there is none."])
    objectives = placed.objectives(was_cut=effort.was_cut)
    return Answer(
        decision=Timetable(room.held(placed.slots, seats(room, placed.slots))),
        status=weakest(objectives),
        objectives=objectives,
        headline="breaks",
        trace=explain(room, placed.slots),
        stopped_by=limits.name if effort.was_cut else "",
    )


def _reasons(room: Room, effort: Effort) -> Iterator[str]:
    spread = room.problem.spread
    if spread is not None:
        without = place(room, range(len(room.people)), None, Effort(Limits(steps=ENOUGH)), {})
        if without is not False:
            can = "All meetings can be held, but not" if isinstance(without, Placed) else "Not all meetings can be held"
            yield f"{can} so that no two participants differ by more than {spread} in breaks."
            return
    yield from irreducible_core(room, effort)
