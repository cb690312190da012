from __future__ import annotations

from dataclasses import replace

from securit.engines import Limits, scheduling
from securit.engines.scheduling.annealing import annealed
from securit.engines.scheduling.counting import breaks_in
from securit.engines.scheduling.room import Room, room_in
from securit.engines.scheduling.search import Effort
from tests.engines.worlds import timetable_of


def slots_of(room: Room, outcome: scheduling.Outcome[scheduling.Timetable]) -> dict[int, int]:
    position = {m.id: i for i, m in enumerate(room.problem.meetings)}
    return {position[held.meeting]: held.slot - 1 for held in outcome.decision.held}


def test_annealing_lessens_breaks_keeps_every_meeting_and_repeats_itself() -> None:
    meetings = {f"M{a}{b}": a + b for a in "ABCDEF" for b in "UVWX"}
    order = (scheduling.Precedence("MAU", "MBU"),)
    problem = timetable_of(
        9, meetings, places=dict.fromkeys(range(1, 10), 3), absent={"A": (3,), "U": (5,)}, precedences=order
    )
    room = room_in(problem)
    outcome = scheduling.first_come(problem)
    start = slots_of(room, outcome)
    better = annealed(room, start, None, Effort(Limits()), 1.0)
    assert better.keys() == start.keys()
    assert better == annealed(room, start, None, Effort(Limits()), 1.0)
    assert sum(breaks_in(room, better)) < sum(breaks_in(room, start))
    kept = replace(outcome, decision=scheduling.Timetable(room.held(better, {})))
    assert scheduling.check(problem, kept) == ()
