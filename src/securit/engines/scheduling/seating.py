"""Which table for which meeting, once the slots stand: people stay at their table where they can.

Slot after slot, the meetings are matched to the usable tables so that as many people as possible sit where they sat
at their last meeting (an assignment problem, solved exactly per slot). Looking ahead is not part of it, so the
number of moves is an upper bound; :func:`fewest_moves_conceivable` is the other side.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from securit.engines.scheduling.room import Room, Slots

BARRED = 1000


def seats(room: Room, slots: Slots) -> dict[int, str]:
    """Meeting → table id; empty where the problem lists no tables. Cost: slots x tables³ at worst."""
    from scipy.optimize import linear_sum_assignment

    tables = room.problem.tables
    last: dict[int, int] = {}
    seat: dict[int, str] = {}
    for slot, here in _by_slot(room, slots):
        cost = _usable(room, slot, here)
        for row, meeting in enumerate(here):
            for person in room.people[meeting]:
                if person in last:
                    cost[row, last[person]] -= 1
        for row, column in zip(*linear_sum_assignment(cost), strict=True):
            seat[here[row]] = tables[column].id
            last.update(dict.fromkeys(room.people[here[row]], int(column)))
    return seat


def seats_as_before(room: Room, slots: Slots) -> tuple[dict[int, str], int]:
    """Meeting → table id with the fewest changes among meetings that kept their slot, and how many change."""
    from scipy.optimize import linear_sum_assignment

    tables = room.problem.tables
    column_of = {table.id: column for column, table in enumerate(tables)}
    position = {meeting.id: i for i, meeting in enumerate(room.problem.meetings)}
    kept = {
        position[h.meeting]: h.table
        for h in room.problem.earlier
        if h.meeting in position
        and position[h.meeting] in slots
        and room.problem.slots[slots[position[h.meeting]]].number == h.slot
    }
    seat: dict[int, str] = {}
    for slot, here in _by_slot(room, slots):
        cost = _usable(room, slot, here)
        for row, meeting in enumerate(here):
            if kept.get(meeting) in column_of:
                cost[row, column_of[kept[meeting]]] -= 1
        for row, column in zip(*linear_sum_assignment(cost), strict=True):
            seat[here[row]] = tables[column].id
    return seat, sum(1 for meeting, table in kept.items() if seat.get(meeting, "") != table)


def _by_slot(room: Room, slots: Slots) -> list[tuple[int, list[int]]]:
    """Slots in their order with the meetings to seat; none where the problem lists no tables."""
    found: dict[int, list[int]] = defaultdict(list)
    for meeting, slot in sorted(slots.items()):
        found[slot].append(meeting)
    return sorted(found.items()) if room.problem.tables else []


def _usable(room: Room, slot: int, here: list[int]) -> NDArray[np.float64]:
    """0 where the meeting can be at the table, a high price where not."""
    number = room.problem.slots[slot].number
    cost = np.zeros((len(here), len(room.problem.tables)))
    for column, table in enumerate(room.problem.tables):
        for row, meeting in enumerate(here):
            wanted = room.problem.meetings[meeting].kind
            cost[row, column] = BARRED if number in table.closed or wanted not in ("", table.kind) else 0
    return cost


def moves(room: Room, slots: Slots, seat: dict[int, str]) -> int:
    """How often somebody's next meeting is at another table than the one before."""
    return sum(1 for a, b in _steps(room, slots) if seat[a] != seat[b])


def fewest_moves_conceivable(room: Room, slots: Slots) -> int:
    """A number of moves that no seating of these slots goes below.

    From one meeting only one of the next meetings of its people can keep the table where both are in the same slot,
    and to one meeting only one of the last; what is left is a flow. Tables that run out are not looked at.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_flow

    steps = sorted(set(_steps(room, slots)))
    total = len(_steps(room, slots))
    if not steps:
        return 0
    nodes: dict[tuple[str, int, int], int] = {}
    arcs: dict[tuple[int, int], int] = {}

    def node(*name: object) -> int:
        return nodes.setdefault(name, len(nodes) + 1)  # type: ignore[arg-type]

    for a, b in steps:
        leave, arrive = node("out", a, slots[b]), node("in", b, slots[a])
        both = sum(1 for person in room.people[a] if person in room.people[b])
        arcs[0, leave] = max(both, arcs.get((0, leave), 0))
        arcs[leave, arrive] = both
        arcs[arrive, -1] = max(both, arcs.get((arrive, -1), 0))
    sink = len(nodes) + 1
    table = np.array([(a, sink if b < 0 else b, most) for (a, b), most in arcs.items()], dtype=np.int32)
    capacity = csr_array((table[:, 2], (table[:, 0], table[:, 1])), shape=(sink + 1, sink + 1), dtype=np.int32)
    return total - int(maximum_flow(capacity, 0, sink).flow_value)


def _steps(room: Room, slots: Slots) -> list[tuple[int, int]]:
    """Every two meetings that follow each other for somebody."""
    found: list[tuple[int, int]] = []
    for mine in room.meetings_of:
        held = sorted((slots[i], i) for i in mine if i in slots)
        found.extend((a, b) for (_, a), (_, b) in pairwise(held))
    return found
