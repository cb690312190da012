"""A smallest set of demands that clash, when all meetings are to be held: none of them can be spared."""

from __future__ import annotations

from collections.abc import Iterator

from securit.engines.scheduling.clauses import Clauses
from securit.engines.scheduling.room import Room
from securit.engines.scheduling.search import Effort, Search

ONE_DEMAND = 20_000
"""Conflicts for finding out whether one demand can be spared; a demand in doubt is kept."""


class _Demands:
    """The problem as clauses, each demand behind a literal that switches it on."""

    def __init__(self, room: Room) -> None:
        self.room, self.clauses = room, Clauses()
        self.words: dict[int, str] = {}
        self.at = {(i, slot): self.clauses.new() for i, slots in enumerate(room.open) for slot in slots}
        self._meetings()
        self._people()
        self._limits()
        self._order()

    def _switch(self, words: str) -> int:
        literal = self.clauses.new()
        self.words[literal] = words
        return literal

    def _meetings(self) -> None:
        for i, meeting in enumerate(self.room.problem.meetings):
            slots = ", ".join(str(self.room.problem.slots[slot].number) for slot in self.room.open[i])
            words = f"{meeting.id} ({' and '.join(meeting.participants)}) is held, in one of slots {slots}"
            own = [self.at[i, slot] for slot in self.room.open[i]]
            self.clauses.add(-self._switch(words), *own)
            self.clauses.at_most_one(own)

    def _people(self) -> None:
        for person, mine in zip(self.room.problem.participants, self.room.meetings_of, strict=True):
            if len(mine) > 1:
                on = self._switch(f"{person.id} is in one meeting at a time")
                for slot in range(self.room.count):
                    here = [self.at[i, slot] for i in mine if (i, slot) in self.at]
                    for index, one in enumerate(here):
                        for other in here[:index]:
                            self.clauses.add(-on, -one, -other)

    def _limits(self) -> None:
        for limit in self.room.limits:
            here = [self.at[i, limit.slot] for i in limit.meetings if (i, limit.slot) in self.at]
            if limit.most < len(here):
                kind = f" of kind {limit.kind}" if limit.kind else ""
                number = self.room.problem.slots[limit.slot].number
                on = self._switch(f"slot {number} has {limit.most} {'place' if limit.most == 1 else 'places'}{kind}")
                self.clauses.add(-on, -self.clauses.count(here, limit.most + 1)[limit.most])

    def _order(self) -> None:
        meetings = self.room.problem.meetings
        for before, after in self.room.order:
            on = self._switch(f"{meetings[before].id} comes before {meetings[after].id}")
            for slot in self.room.open[after]:
                for late in self.room.open[before]:
                    if late >= slot:
                        self.clauses.add(-on, -self.at[after, slot], -self.at[before, late])


def irreducible_core(room: Room, effort: Effort) -> Iterator[str]:
    """One sentence that lists the demands; with what is left of the limits they are made as few as can be."""
    demands = _Demands(room)
    with Search(demands.clauses, effort) as search:
        if search.can_hold(sorted(demands.words)) is not False:
            yield "No timetable holds all meetings."
            return
        kept = list(search.core)
        for one in sorted(search.core, reverse=True):
            rest = [other for other in kept if other != one]
            if one in kept and search.can_hold(rest, at_most=ONE_DEMAND) is False:
                kept = [other for other in rest if other in search.core]
    yield "These cannot all be: " + "; ".join(demands.words[one] for one in sorted(kept)) + "."
