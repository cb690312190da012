"""Fewer breaks for a large event, where the exact search stays far from its end: simulated annealing on a timetable.

A step takes a meeting to another slot; whoever is in its way goes to the slot it leaves, whoever is in theirs follows
(a Kempe chain), so nobody is ever in two places. Steps are counted and drawn from a seed: the way is the same on every
machine unless the clock ends it.
"""

from __future__ import annotations

import math
import random

from securit.engines.scheduling.counting import breaks_in
from securit.engines.scheduling.room import Room, Slots
from securit.engines.scheduling.search import Effort

STEPS_PER_MEETING = 1_000
LONGEST = 16
"""Chains beyond this many meetings are not tried."""

BREAK, IDLE, UNFAIR = 10, 1, 100
HOT, COLD = 8.0, 1.2


def annealed(room: Room, start: Slots, allowed: int | None, effort: Effort, part: float) -> dict[int, int]:
    """The best timetable met on the way, by breaks (nobody above ``allowed``), or the start. Cost: steps x chain."""
    day = _Day(room, start, allowed)
    loose = [i for i in sorted(start) if len(room.open[i]) > 1]
    dice = random.Random(1)  # noqa: S311 - a search, no secret
    steps = STEPS_PER_MEETING * len(start)
    best, best_cost = dict(day.slots), day.cost
    for step in range(steps if loose else 0):
        if step % 1024 == 0 and effort.is_spent(part):
            break
        heat = HOT * (COLD / HOT) ** (step / steps)
        i = loose[int(dice.random() * len(loose))]
        to = room.open[i][int(dice.random() * len(room.open[i]))]
        here = day.slots[i]
        chain = day.chain(i, to) if to != here else None
        if chain is None:
            continue
        gain = day.swap(chain, here, to)
        if gain > 0 and dice.random() >= math.exp(-gain / heat):
            day.swap(chain, to, here)
        elif day.cost < best_cost:
            best, best_cost = dict(day.slots), day.cost
    fair = allowed is None or max(breaks_in(room, best), default=0) <= allowed
    return best if fair and sum(breaks_in(room, best)) <= sum(breaks_in(room, start)) else dict(start)


class _Day:
    """Who is where: a bit per busy slot for each person, a count per limit."""

    def __init__(self, room: Room, start: Slots, allowed: int | None) -> None:
        self.room, self.slots, self._allowed = room, dict(start), allowed
        self._at: dict[tuple[int, int], int] = {}
        self._mask = [0] * len(room.meetings_of)
        self._price: dict[int, int] = {}
        self._most = {(limit.slot, limit.kind): limit.most for limit in room.limits}
        self._load: dict[tuple[int, str], int] = {}
        self._order: dict[int, list[tuple[int, int]]] = {}
        for pair in room.order:
            for one in pair:
                self._order.setdefault(one, []).append(pair)
        for i, slot in start.items():
            for person in room.people[i]:
                self._at[person, slot] = i
                self._mask[person] |= 1 << slot
            for kind in {"", room.problem.meetings[i].kind}:
                self._load[slot, kind] = self._load.get((slot, kind), 0) + 1
        self.cost = sum(self._costs(mask) for mask in self._mask)

    def chain(self, first: int, to: int) -> list[int] | None:
        """The meetings that change places if the first goes there; nothing where that cannot be."""
        here, found, seen = self.slots[first], [first], {first}
        for i in found:
            target = to if self.slots[i] == here else here
            if target not in self.room.open[i]:
                return None
            for person in self.room.people[i]:
                other = self._at.get((person, target), i)
                if other not in seen:
                    seen.add(other)
                    found.append(other)
                    if len(found) > LONGEST:
                        return None
        return found if self._has_room(found, here, to) and self._is_in_order(found, here, to) else None

    def swap(self, chain: list[int], here: int, to: int) -> int:
        """Change places; how much the cost rises. ``here`` is where the first of the chain is now."""
        before = self.cost
        both = 1 << here | 1 << to
        people: dict[int, int] = {}
        for i in chain:
            for person in self.room.people[i]:
                people[person] = people.get(person, 0) + 1
                self._at.pop((person, self.slots[i]), None)
        for i in chain:
            old = self.slots[i]
            new = to if old == here else here
            self.slots[i] = new
            for kind in {"", self.room.problem.meetings[i].kind}:
                self._load[old, kind] -= 1
                self._load[new, kind] = self._load.get((new, kind), 0) + 1
        for i in chain:
            for person in self.room.people[i]:
                self._at[person, self.slots[i]] = i
        for person, times in people.items():
            if times == 1:
                old_mask = self._mask[person]
                self._mask[person] = old_mask ^ both
                self.cost += self._costs(old_mask ^ both) - self._costs(old_mask)
        return self.cost - before

    def _has_room(self, chain: list[int], here: int, to: int) -> bool:
        change: dict[str, int] = {}
        for i in chain:
            step = 1 if self.slots[i] == here else -1
            for kind in {"", self.room.problem.meetings[i].kind}:
                change[kind] = change.get(kind, 0) + step
        return all(
            self._load.get((slot, kind), 0) + more <= self._most.get((slot, kind), len(self.slots))
            for kind, came in change.items()
            for slot, more in ((to, came), (here, -came))
        )

    def _is_in_order(self, chain: list[int], here: int, to: int) -> bool:
        if not self._order:
            return True
        moved = {i: to if self.slots[i] == here else here for i in chain}
        slots = self.slots
        return all(
            moved.get(a, slots[a]) < moved.get(b, slots[b])
            for i in chain
            for a, b in self._order.get(i, ())
            if a in slots and b in slots
        )

    def _costs(self, mask: int) -> int:
        """What a person's day costs; the same day is worked out once."""
        known = self._price.get(mask)
        if known is None:
            breaks = max(0, (mask & ~(mask << 1)).bit_count() - 1)
            span = mask.bit_length() - ((mask & -mask).bit_length() - 1) if mask else 0
            known = BREAK * breaks + IDLE * (span - mask.bit_count())
            if self._allowed is not None:
                known += UNFAIR * max(0, breaks - self._allowed)
            self._price[mask] = known
        return known
