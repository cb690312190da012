"""What a timetable costs its participants: breaks and idle slots."""

from __future__ import annotations

from itertools import pairwise

from securit.engines.scheduling.room import Room, Slots


def breaks_in(room: Room, slots: Slots) -> list[int]:
    """Per participant, how often they wait between two meetings, however long."""
    return [sum(1 for a, b in pairwise(row) if b > a + 1) for row in _rows(room, slots)]


def idle_in(room: Room, slots: Slots) -> int:
    """All slots in which somebody waits between two of their meetings."""
    return sum(b - a - 1 for row in _rows(room, slots) for a, b in pairwise(row))


def _rows(room: Room, slots: Slots) -> list[list[int]]:
    return [sorted(slots[i] for i in mine if i in slots) for mine in room.meetings_of]
