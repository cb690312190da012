"""The baseline: each meeting, in the order of asking, takes the first slot that is still free for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from securit.engines._shared.errors import Infeasible, refuse_if_any
from securit.engines._shared.outcome import Answer, Limits, Objective, Status
from securit.engines.scheduling.board import Board
from securit.engines.scheduling.clash import clashes_of_fixed
from securit.engines.scheduling.explanation import explain
from securit.engines.scheduling.problem import Problem, Timetable
from securit.engines.scheduling.room import Room, room_in
from securit.engines.scheduling.seating import seats


def answer(problem: Problem, seed: int, limits: Limits) -> Answer[Timetable]:
    """The answer of the rule; it needs no limits. Raises ``Infeasible`` where agreed meetings clash."""
    room = room_in(problem)
    refuse_if_any(clashes_of_fixed(room), Infeasible)
    slots = in_order_of_asking(room, seed)
    value, bound = room.total(list(slots)), most_conceivable(room)
    status = Status.OPTIMAL if value == bound else Status.BY_RULE
    return Answer(
        decision=Timetable(room.held(slots, seats(room, slots))),
        status=status,
        objectives=(Objective("meetings", value, bound, status),),
        headline="meetings",
        trace=explain(room, slots),
    )


def in_order_of_asking(room: Room, seed: int) -> dict[int, int]:
    """The slots that meetings get one after the other, agreed ones first. Cost: meetings x slots."""
    return in_this_order(room, room.by_draw(seed))


def in_this_order(room: Room, ordered: Sequence[int]) -> dict[int, int]:
    """The first free slot for one meeting after the other, agreed ones first. Cost: meetings x slots."""
    board = Board(room)
    fixed = set(room.fixed)
    for meeting in [i for i in ordered if i in fixed] + [i for i in ordered if i not in fixed]:
        slot = next((slot for slot in room.open[meeting] if board.fits(meeting, slot)), None)
        if slot is not None:
            board.put(meeting, slot)
    return board.slots


def most_conceivable(room: Room) -> Fraction:
    """A worth that nothing exceeds: the best meetings of each participant's open slots, and of all places."""
    places = {limit.slot: limit.most for limit in room.limits if not limit.kind}
    able = [i for i, open_slots in enumerate(room.open) if open_slots]
    worth = sorted((room.worth[i] for i in able), reverse=True)
    if len(places) == room.count:
        worth = worth[: sum(places.values())]
    return Fraction(min(sum(worth), _by_people(room, able)), room.scale)


def _by_people(room: Room, able: list[int]) -> int:
    """Each meeting's worth is shared out over its people; nobody gets more than their slots hold."""
    shares = lcm(*(len(room.people[i]) for i in able))
    can_be = set(able)
    reach = 0
    for person, meetings in zip(room.problem.participants, room.meetings_of, strict=True):
        mine = (room.worth[i] * shares // len(room.people[i]) for i in meetings if i in can_be)
        reach += sum(sorted(mine, reverse=True)[: room.count - len(person.absent)])
    return reach // shares
