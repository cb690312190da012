"""A timetable made better a few slots at a time, where all slots at once are too many.

Large neighbourhood search (P. Shaw, "Using constraint programming and local search methods to solve vehicle routing
problems", CP 1998): all meetings outside two drawn slots stay; who meets in those is solved exactly, with
everything that is not held so far. Each step holds as much as the one before, or more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, count

from securit.engines._shared.draws import draw
from securit.engines.scheduling.choosing import Plan, with_slots
from securit.engines.scheduling.room import Room, Slots
from securit.engines.scheduling.search import Effort

PEOPLE = 1_000
"""One unit of weight counts as much as so many people who would have no meeting at all."""


def improved(room: Room, slots: Slots, goal: int, effort: Effort, seed: int, *, part: float = 1.0) -> dict[int, int]:
    """At least as good a timetable; ends at ``goal`` (units of weight), at that part of the limits, or when stuck.

    Meetings that are agreed or bound to an order stay where they are. Stuck is who has tried every pair of slots since
    the last one that helped.
    """
    best, tired = dict(slots), 0
    for few in _drawn(room, seed):
        if _worth(room, best)[0] >= goal or tired > room.count**2 // 2 or effort.is_spent(part):
            return best
        effort.conflicts += 1
        found = _best_in(room, best, frozenset(few), effort)
        tired = 0 if found is not None and _worth(room, found) > _worth(room, best) else tired + 1
        if found is not None and _worth(room, found) >= _worth(room, best):  # a limit in the middle may bring less
            best = found
    return best


def _drawn(room: Room, seed: int) -> Iterator[tuple[int, ...]]:
    """Pairs of slots without end, all of them before one comes again, in an order by draw."""
    pairs = list(combinations(range(room.count), min(2, room.count)))
    for turn in count():
        yield from sorted(pairs, key=lambda pair: draw(seed, f"{turn}", f"{pair}"))


def _best_in(room: Room, slots: Slots, few: frozenset[int], effort: Effort) -> dict[int, int] | None:
    """The best that can stand in these slots while all others stay; nothing where a limit came first."""
    bound = {*room.fixed, *(i for pair in room.order for i in pair)}
    free = {i for i in range(len(room.open)) if i not in bound and slots.get(i, -1) in few | {-1}}
    stays = {i: slot for i, slot in slots.items() if i not in free}
    part = _part(room, stays, free, few)
    plan = with_slots(part)
    chosen, _, _ = plan.programme.best(_gain(part, plan, stays), effort)
    if chosen is None:
        return None
    found = {i: part.open[i][k] for i, own in enumerate(plan.columns) for k, c in enumerate(own) if chosen[c]}
    return {**stays, **found}


def _part(room: Room, stays: dict[int, int], free: set[int], few: frozenset[int]) -> Room:
    """The room with only these slots and the free meetings, less what stays in them."""
    busy = {(person, slot) for i, slot in stays.items() if slot in few for person in room.people[i]}
    taken = tuple(
        replace(limit, most=limit.most - sum(stays.get(i) == limit.slot for i in limit.meetings))
        for limit in room.limits
        if limit.slot in few
    )
    open_slots = tuple(
        tuple(s for s in own if s in few and not any((person, s) in busy for person in room.people[i]))
        if i in free
        else ()
        for i, own in enumerate(room.open)
    )
    return replace(room, open=open_slots, limits=taken, order=())


def _gain(room: Room, plan: Plan, stays: dict[int, int]) -> dict[int, int]:
    """What a column is worth, and a little more for those who meet nobody otherwise."""
    met = {person for i in stays for person in room.people[i]}
    lonely = [sum(person not in met for person in people) for people in room.people]
    return {column: room.worth[i] * PEOPLE + lonely[i] for i, columns in enumerate(plan.columns) for column in columns}


def _worth(room: Room, slots: Slots) -> tuple[int, int]:
    return sum(room.worth[i] for i in slots), len({person for i in slots for person in room.people[i]})
