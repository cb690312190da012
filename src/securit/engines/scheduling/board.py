"""A timetable being filled meeting by meeting; whoever comes is refused where it does not fit."""

from __future__ import annotations

from securit.engines.scheduling.room import Room


class Board:
    """What is taken so far. Cost of a question: the limits of one slot and the precedences of one meeting."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.slots: dict[int, int] = {}
        self._busy: set[tuple[int, int]] = set()
        self._left = {(limit.slot, limit.kind): limit.most for limit in room.limits}
        self._earlier: dict[int, list[int]] = {}
        self._later: dict[int, list[int]] = {}
        for before, after in room.order:
            self._later.setdefault(before, []).append(after)
            self._earlier.setdefault(after, []).append(before)

    def fits(self, meeting: int, slot: int) -> bool:
        """Whether the meeting can be put there beside what stands."""
        return slot in self.room.open[meeting] and not self.obstacle(meeting, slot)

    def obstacle(self, meeting: int, slot: int) -> str:
        """What stands in the way of the meeting in a slot open to it: ``people``, ``tables``, ``order`` or nothing."""
        if any((person, slot) in self._busy for person in self.room.people[meeting]):
            return "people"
        if any(self._left.get((slot, kind), 1) < 1 for kind in self._kinds(meeting)):
            return "tables"
        slots = self.slots
        late = any(slots.get(one, -1) >= slot for one in self._earlier.get(meeting, ()))
        early = any(slots.get(one, slot + 1) <= slot for one in self._later.get(meeting, ()))
        return "order" if late or early else ""

    def is_busy(self, person: int, slot: int) -> bool:
        """Whether the participant has a meeting then."""
        return (person, slot) in self._busy

    def put(self, meeting: int, slot: int) -> None:
        """Take the place."""
        self.slots[meeting] = slot
        self._count(meeting, slot, -1)
        self._busy.update((person, slot) for person in self.room.people[meeting])

    def drop(self, meeting: int) -> None:
        """Give the place back."""
        slot = self.slots.pop(meeting)
        self._count(meeting, slot, 1)
        self._busy.difference_update((person, slot) for person in self.room.people[meeting])

    def _count(self, meeting: int, slot: int, step: int) -> None:
        for kind in self._kinds(meeting):
            if (slot, kind) in self._left:
                self._left[slot, kind] += step

    def _kinds(self, meeting: int) -> set[str]:
        return {"", self.room.problem.meetings[meeting].kind}
