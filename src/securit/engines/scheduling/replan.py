"""The exact rule for a day that has changed: hold as much as can be, and move as few agreed meetings as can be.

A no-show, a late arrival, a lost table or a request more is told by changing the problem; ``earlier`` is what people
have in their hands. One 0–1 programme with a column per meeting and slot: a kept slot is worth one unit, the smallest
weight more than all kept slots together.
"""

from __future__ import annotations

from fractions import Fraction

from securit.engines._shared.errors import Infeasible, TooLarge, refuse_if_any
from securit.engines._shared.outcome import Answer, Limits, Note, Objective, Sense, Status
from securit.engines.scheduling.board import Board
from securit.engines.scheduling.choosing import with_slots
from securit.engines.scheduling.clash import clashes_of_fixed
from securit.engines.scheduling.explanation import explain
from securit.engines.scheduling.first_come import most_conceivable
from securit.engines.scheduling.placing import weakest
from securit.engines.scheduling.problem import Problem, Timetable
from securit.engines.scheduling.room import Room, Slots, room_in
from securit.engines.scheduling.search import Effort
from securit.engines.scheduling.seating import seats_as_before

MOST_UNITS = 10**9
"""The total of all weights times the meetings, on their common scale, that is still solved exactly."""


def answer(problem: Problem, seed: int, limits: Limits) -> Answer[Timetable]:
    """The answer of the rule; raises ``Infeasible`` where agreed meetings clash."""
    room = room_in(problem)
    refuse_if_any(clashes_of_fixed(room), Infeasible)
    before = _before(room)
    effort = Effort(limits)
    slots, bound = _solved(room, before, effort)
    if slots is None:
        slots = _kept_where_it_fits(room, seed, before)
    seat, table_changes = seats_as_before(room, slots)
    objectives = (*_objectives(room, slots, before, bound), _least("table_changes", table_changes, table_changes))
    status = weakest(objectives)
    return Answer(
        decision=Timetable(room.held(slots, seat)),
        status=status,
        objectives=objectives,
        headline="meetings",
        trace=(*explain(room, slots), *_moved(room, slots, before)),
        stopped_by=limits.name if effort.was_cut else "precision" if status is Status.STOPPED else "",
    )


def _before(room: Room) -> dict[int, int]:
    """The slots of the earlier timetable; meetings and slots that are no longer there are left out."""
    position = {m.id: i for i, m in enumerate(room.problem.meetings)}
    place = {slot.number: k for k, slot in enumerate(room.problem.slots)}
    return {position[h.meeting]: place.get(h.slot, -1) for h in room.problem.earlier if h.meeting in position}


def _step(room: Room) -> int:
    """What a unit of weight counts, so that no number of kept slots outweighs it."""
    return len(room.people) + 1


def _solved(room: Room, before: Slots, effort: Effort) -> tuple[dict[int, int] | None, int | None]:
    """The best slots, if they were found, and a bound on weight and kept slots together."""
    plan, step = with_slots(room), _step(room)
    if sum(room.worth) * step > MOST_UNITS:
        raise TooLarge([f"Weights and meetings are too many to be weighed exactly: {sum(room.worth)} x {step}."])
    gain = {
        column: room.worth[i] * step + (room.open[i][k] == before.get(i))
        for i, own in enumerate(plan.columns)
        for k, column in enumerate(own)
    }
    chosen, bound, _ = plan.programme.best(gain, effort)
    if chosen is None:
        return None, bound
    return {i: room.open[i][k] for i, own in enumerate(plan.columns) for k, c in enumerate(own) if chosen[c]}, bound


def _kept_where_it_fits(room: Room, seed: int, before: Slots) -> dict[int, int]:
    """Where a limit came first: agreed meetings, then the earlier slots that still fit, then the order of asking."""
    board = Board(room)
    for i in room.fixed:
        board.put(i, room.open[i][0])
    for i in sorted(before):
        if i not in board.slots and board.fits(i, before[i]):
            board.put(i, before[i])
    for i in room.by_draw(seed):
        slot = next((slot for slot in room.open[i] if board.fits(i, slot)), None)
        if i not in board.slots and slot is not None:
            board.put(i, slot)
    return board.slots


def _objectives(room: Room, slots: Slots, before: Slots, bound: int | None) -> tuple[Objective, Objective]:
    step, worth = _step(room), sum(room.worth[i] for i in slots)
    changes = sum(1 for i, slot in before.items() if slots.get(i) != slot)
    reach = int(most_conceivable(room) * room.scale) if bound is None else bound // step
    reach = max(reach, worth)
    fewest = max(0, len(before) - (bound - worth * step)) if bound is not None and reach == worth else 0
    meetings = Objective(
        "meetings",
        Fraction(worth, room.scale),
        Fraction(reach, room.scale),
        Status.OPTIMAL if worth == reach else Status.STOPPED,
        Sense.MOST,
    )
    return meetings, _least("changes", changes, min(fewest, changes))


def _least(name: str, value: int, bound: int) -> Objective:
    status = Status.OPTIMAL if value == bound else Status.STOPPED
    return Objective(name, Fraction(value), Fraction(bound), status, Sense.LEAST)


def _moved(room: Room, slots: Slots, before: Slots) -> list[Note]:
    """A sentence for each meeting that people find elsewhere, or no more."""
    notes = []
    for i, slot in sorted(before.items()):
        meeting, about = room.problem.meetings[i], (room.problem.meetings[i].id, *room.problem.meetings[i].participants)
        was = f"slot {room.problem.slots[slot].number}" if slot >= 0 else "a slot that is gone"
        if i not in slots:
            notes.append(Note(about, "dropped", f"{meeting.id} was in {was} and is no longer held."))
        elif slots[i] != slot:
            now = room.problem.slots[slots[i]].number
            notes.append(Note(about, "moved", f"{meeting.id} moves from {was} to slot {now}."))
    return notes
