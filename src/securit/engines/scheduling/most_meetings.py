"""The exact rule where not everything can be held: the most weighted meetings, then the fairest choice of them.

Two steps. The first forgets the slots: which meetings can be held if each participant has only so many slots, and each
session so many places (a b-matching; small, and its bound is nearly always reached). The second finds slots for the
chosen meetings with a satisfiability solver, on a large day a few slots at a time. Where that cannot be, the whole is
solved with a column per meeting and slot. The bound follows from whole prices of people's and tables' time wherever it
is reached; else from the solver.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from securit.engines._shared.errors import Infeasible, TooLarge, refuse_if_any
from securit.engines._shared.outcome import Answer, Limits, Objective, Sense, Status
from securit.engines.scheduling.choosing import (
    PROBED,
    Choice,
    Plan,
    choose,
    priced,
    with_slots,
    without_slots,
    worst_share,
)
from securit.engines.scheduling.clash import clashes_of_fixed
from securit.engines.scheduling.encoding import Encoding
from securit.engines.scheduling.explanation import explain
from securit.engines.scheduling.first_come import in_order_of_asking, in_this_order, most_conceivable
from securit.engines.scheduling.neighbourhoods import improved
from securit.engines.scheduling.problem import Problem, Timetable
from securit.engines.scheduling.room import Room, room_in
from securit.engines.scheduling.search import Effort, Search
from securit.engines.scheduling.seating import seats

MOST_UNITS = 10**9
"""The total of all weights, on their common scale, that is still solved exactly."""

SLOTTING = 60_000
"""Conflicts for finding slots for a choice of meetings."""

IN_PARTS = 10_000
"""From so many pairs of meeting and open slot on, slots are found a few at a time: the solver would lose its way."""

FAIR_PART, OTHER_PART = 0.4, 0.6
"""By which part of the limits slots for the fairest choice must be found, and for any that is worth as much."""


@dataclass(frozen=True, slots=True)
class Meetings:
    """The meetings to hold, slots that hold them, and what is proven about their worth and the worst-off share."""

    slots: dict[int, int]
    objectives: tuple[Objective, Objective]
    certificate: tuple[tuple[str, Fraction], ...]


def answer(problem: Problem, seed: int, limits: Limits) -> Answer[Timetable]:
    """The answer of the rule; raises ``Infeasible`` where agreed meetings clash."""
    room = room_in(problem)
    refuse_if_any(clashes_of_fixed(room), Infeasible)
    effort = Effort(limits)
    best = most_meetings_in(room, seed, effort)
    return _answer(room, best, limits.name if effort.was_cut else "")


def _answer(room: Room, best: Meetings, stopped_by: str) -> Answer[Timetable]:
    statuses = {objective.status for objective in best.objectives}
    status = Status.OPTIMAL if statuses == {Status.OPTIMAL} else best.objectives[-1].status
    if Status.STOPPED in statuses:
        status = Status.STOPPED
    return Answer(
        decision=Timetable(room.held(best.slots, seats(room, best.slots))),
        status=status,
        objectives=best.objectives,
        headline="meetings",
        trace=explain(room, best.slots),
        certificate=best.certificate,
        stopped_by=stopped_by,
    )


def most_meetings_in(room: Room, seed: int, effort: Effort) -> Meetings:
    """The most weighted meetings, with slots; a first timetable is shown before the search for the best begins."""
    if sum(room.worth) > MOST_UNITS:
        raise TooLarge([f"On their common scale the weights add up to {sum(room.worth)}, more than {MOST_UNITS}."])
    plan = without_slots(room)
    choice = choose(room, plan, effort, fair=True)
    held = [] if choice is None else plan.held(choice.chosen)
    first = _one_after_the_other(room, seed, held)
    if choice is None or choice.value < choice.bound:
        return _with_slots(room, first, effort, choice)
    effort.limits.watch.shown(_answer(room, _stopped(room, first, choice.bound), effort.limits.name))
    if sum(map(len, room.open)) > IN_PARTS:
        slots = _in_parts(room, first, held, choice.bound, effort, seed)
        is_best = sum(room.worth[i] for i in slots) == choice.bound
        return _told(room, plan, slots, choice, effort) if is_best else _with_slots(room, slots, effort, choice)
    found = _slots_for(room, held, effort)
    if found is None:
        choice = choose(room, plan, effort, fair=False)
        if choice is not None and choice.value == choice.bound:
            found = _slots_for(room, plan.held(choice.chosen), effort)
    if found is None or choice is None:
        return _with_slots(room, first, effort, choice)
    return _told(room, plan, found, choice, effort)


def _in_parts(
    room: Room, slots: dict[int, int], held: list[int], most: int, effort: Effort, seed: int
) -> dict[int, int]:
    """Slots for all of these meetings where they can be found a few at a time; else for others worth as much."""
    those = set(held)
    only = replace(
        room,
        open=tuple(own if i in those else () for i, own in enumerate(room.open)),
        worth=tuple(int(i in those) for i in range(len(room.open))),
    )
    found = improved(only, {i: slots[i] for i in those & slots.keys()}, len(those), effort, seed, part=FAIR_PART)
    better = max(slots, found, key=lambda each: sum(room.worth[i] for i in each))
    return improved(room, better, most, effort, seed, part=OTHER_PART)


def _with_slots(room: Room, slots: dict[int, int], effort: Effort, before: Choice | None) -> Meetings:
    """The whole problem at once; where a limit cuts it, whatever is better: that, or these slots."""
    plan = with_slots(room)
    choice = choose(room, plan, effort, fair=plan.programme.columns <= PROBED)
    conceivable = int(most_conceivable(room) * room.scale) if before is None else before.bound
    if choice is None:
        return _stopped(room, slots, conceivable)
    found = {i: room.open[i][k] for i, own in enumerate(plan.columns) for k, c in enumerate(own) if choice.chosen[c]}
    if room.total(list(found)) < room.total(list(slots)):
        return _stopped(room, slots, min(conceivable, choice.bound))
    return _told(room, plan, found, replace(choice, bound=min(choice.bound, conceivable)), effort)


def _one_after_the_other(room: Room, seed: int, wanted: list[int]) -> dict[int, int]:
    """A timetable made in no time: the better of the order of asking, and of what one would choose without slots.

    Of those the ones with the fewest open slots come first, and then all others, the weightiest first.
    """
    place = {meeting: at for at, meeting in enumerate(room.by_draw(seed))}
    first = sorted(wanted, key=lambda i: (len(room.open[i]), place[i]))
    rest = sorted(place.keys() - set(wanted), key=lambda i: (-room.worth[i], place[i]))
    tried = (in_order_of_asking(room, seed), in_this_order(room, [*first, *rest]))
    return max(tried, key=lambda slots: room.total(list(slots)))


def _slots_for(room: Room, held: list[int], effort: Effort) -> dict[int, int] | None:
    """Slots in which all these meetings can be held, if the solver finds them within its share."""
    encoding = Encoding(room, held, spread=None, breaks=False)
    with Search(encoding.clauses, effort, alone=True) as search:
        return encoding.slots(search.model) if search.can_hold(at_most=SLOTTING) else None


def _told(room: Room, plan: Plan, slots: dict[int, int], choice: Choice, effort: Effort) -> Meetings:
    """The objectives with the strongest proof there is: prices where they reach the value, else the solver's bound."""
    proof = priced(room, plan, effort)
    value = sum(room.worth[i] for i in slots)
    bound, certificate = (choice.bound, ()) if proof is None or proof[0] > choice.bound else proof
    share, most_share = worst_share(room, list(slots)), choice.share_bound
    unproven = Status.STOPPED if effort.was_cut else Status.BY_RULE
    return Meetings(
        slots,
        (
            _most("meetings", Fraction(value, room.scale), Fraction(bound, room.scale), unproven),
            _most("worst_off", share, max(share, most_share), unproven),
        ),
        certificate,
    )


def _stopped(room: Room, slots: dict[int, int], bound: int) -> Meetings:
    value = sum(room.worth[i] for i in slots)
    share = worst_share(room, list(slots))
    return Meetings(
        slots,
        (
            _most("meetings", Fraction(value, room.scale), Fraction(max(bound, value), room.scale), Status.STOPPED),
            _most("worst_off", share, Fraction(1), Status.STOPPED),
        ),
        (),
    )


def _most(name: str, value: Fraction, bound: Fraction, unproven: Status) -> Objective:
    return Objective(name, value, bound, Status.OPTIMAL if value == bound else unproven, Sense.MOST)
