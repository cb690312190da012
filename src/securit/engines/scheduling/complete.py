"""The whole day in one go: the most meetings, then for these the fewest breaks, idle slots and moves between tables.

Each step keeps what the steps before it reached. The choice of meetings is made once: the bounds on breaks, idle slots
and moves hold for the chosen meetings (those on moves: for the chosen slots).
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from securit.engines._shared.errors import Infeasible, refuse_if_any
from securit.engines._shared.outcome import Answer, Limits, Objective, Sense, Status
from securit.engines.scheduling.clash import clashes_of_fixed
from securit.engines.scheduling.counting import breaks_in, idle_in
from securit.engines.scheduling.explanation import explain
from securit.engines.scheduling.most_meetings import Meetings, most_meetings_in
from securit.engines.scheduling.placing import Placed, place, weakest
from securit.engines.scheduling.problem import Problem, Timetable
from securit.engines.scheduling.room import Room, Slots, room_in
from securit.engines.scheduling.search import Effort
from securit.engines.scheduling.seating import fewest_moves_conceivable, moves, seats


def answer(problem: Problem, seed: int, limits: Limits) -> Answer[Timetable]:
    """The answer of the rule; raises ``Infeasible`` where agreed meetings clash.

    The chosen meetings are shown as soon as they stand, so that they remain where the search is ended from outside.
    """
    room = room_in(problem)
    refuse_if_any(clashes_of_fixed(room), Infeasible)
    effort = Effort(limits)
    best = most_meetings_in(room, seed, effort)
    limits.watch.shown(_told(room, best, *_as_found(room, best.slots, 0), was_cut=True))
    placed, excess = _placed(room, best.slots, effort)
    said = _told(room, best, placed, excess, was_cut=effort.was_cut)
    return replace(said, stopped_by=limits.name if effort.was_cut else "")


def _told(room: Room, best: Meetings, placed: Placed, excess: list[Objective], *, was_cut: bool) -> Answer[Timetable]:
    """The answer with these slots, and all that is known of them."""
    objectives = [*best.objectives, *excess, *placed.objectives(was_cut=was_cut)]
    seat = seats(room, placed.slots)
    if room.problem.tables:
        objectives.append(_moves(room, placed.slots, seat))
    return Answer(
        decision=Timetable(room.held(placed.slots, seat)),
        status=weakest(objectives),
        objectives=tuple(objectives),
        headline="meetings",
        trace=explain(room, placed.slots),
        certificate=best.certificate,
    )


def _placed(room: Room, start: Slots, effort: Effort) -> tuple[Placed, list[Objective]]:
    """The meetings placed anew; where the spread of breaks cannot be kept, it gives way step by step."""
    spread = room.problem.spread
    for excess in range(room.count + 1):
        placed = place(room, sorted(start), None if spread is None else spread + excess, effort, start)
        if isinstance(placed, Placed):
            return placed, [] if spread is None else [_excess(excess, excess, Status.OPTIMAL)]
        if placed:
            break
    return _as_found(room, start, excess)


def _as_found(room: Room, start: Slots, excess: int) -> tuple[Placed, list[Objective]]:
    """The slots as they are; ``excess`` is by how much the spread must give way at least."""
    breaks, spread = breaks_in(room, start), room.problem.spread
    kept = Placed(dict(start), (sum(breaks), 0), (idle_in(room, start), 0))
    if spread is None:
        return kept, []
    over = max(0, max(breaks, default=0) - min(breaks, default=0) - spread)
    return kept, [_excess(over, min(over, excess), Status.STOPPED)]


def _excess(value: int, bound: int, unproven: Status) -> Objective:
    status = Status.OPTIMAL if value == bound else unproven
    return Objective("excess_spread", Fraction(value), Fraction(bound), status, Sense.LEAST)


def _moves(room: Room, slots: Slots, seat: dict[int, str]) -> Objective:
    value, bound = moves(room, slots, seat), fewest_moves_conceivable(room, slots)
    status = Status.OPTIMAL if value == bound else Status.BY_RULE
    return Objective("moves", Fraction(value), Fraction(bound), status, Sense.LEAST)
