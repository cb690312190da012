"""A timetable in which given meetings are all held, as clauses.

Per participant a counter says how many of the first slots are busy; it carries the implied constraint that the sum is
the number of meetings (Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy and Villaret, JAIR 74 (2022), "imp1") and links
slots along diagonals: who has no break and has begun is busy in the next slot until all meetings are done. Places are
counted over clusters of meetings that share a participant, of which at most one is in a slot. Precedences and the
windows they leave are stated on "at or before" variables.
"""

from __future__ import annotations

from collections.abc import Sequence

from securit.engines.scheduling.clauses import Clauses
from securit.engines.scheduling.room import Limit, Room


class Encoding:
    """Variables and clauses; ``breaks[person]`` are literals that hold if the person has at least 1, 2, … breaks.

    ``most_breaks`` says how many breaks anybody may have (``None``: as many as there is room for).
    Clauses: participants x meetings x slots for the counters, slots x participants x places for the places.
    """

    def __init__(self, room: Room, held: Sequence[int], *, spread: int | None, breaks: bool = True) -> None:
        self.room = room
        self.held = frozenset(held)
        self._with_breaks = breaks
        self.clauses = Clauses()
        self.at: dict[tuple[int, int], int] = {}
        self.busy: dict[tuple[int, int], int] = {}
        self.breaks: dict[int, list[int]] = {}
        self._done: dict[int, list[list[int]]] = {}  # person → slot → meeting count literals
        self.meetings_of = {
            person: tuple(i for i in mine if i in self.held) for person, mine in enumerate(room.meetings_of)
        }
        self._meetings()
        self._people()
        self._places()
        self._precedences()
        if breaks:
            self._breaks(spread)

    def slots(self, model: set[int]) -> dict[int, int]:
        """The timetable that a solver's model says."""
        return {i: slot for (i, slot), literal in self.at.items() if literal in model}

    def idle(self) -> list[int]:
        """Literals that hold if a participant with a break is idle in a slot between two meetings."""
        found = []
        for person, count in self._done.items():
            if person in self.breaks:
                for slot in range(1, self.room.count - 1):
                    started, ended = count[slot][1], count[slot][len(self.meetings_of[person])]
                    literal = self.clauses.new()
                    self.clauses.add(-started, ended, self._busy(person, slot), literal)
                    found.append(literal)
        return found

    def _busy(self, person: int, slot: int) -> int:
        return self.busy.get((person, slot), -self.clauses.true)

    def _meetings(self) -> None:
        for i in sorted(self.held):
            for slot in self.room.open[i]:
                self.at[i, slot] = self.clauses.new()
            own = [self.at[i, slot] for slot in self.room.open[i]]
            self.clauses.add(*own)
            self.clauses.at_most_one(own)

    def _people(self) -> None:
        for person, mine in self.meetings_of.items():
            for slot in range(self.room.count):
                here = [self.at[i, slot] for i in mine if (i, slot) in self.at]
                if here:
                    self.busy[person, slot] = self.clauses.either(here)
                    self.clauses.at_most_one(here)
            if len(mine) > 1:
                self._done[person] = self._counter(person, len(mine))

    def _counter(self, person: int, total: int) -> list[list[int]]:
        """``[slot][n]``: at least ``n`` meetings up to and with the slot; both directions, ``total`` at the end."""
        true, slots = self.clauses.true, range(self.room.count)
        can = [(person, slot) in self.busy for slot in slots]
        rows: list[list[int]] = []
        before = [true] + [-true] * (total + 1)
        for slot in slots:
            least, most = total - sum(can[slot + 1 :]), sum(can[: slot + 1])
            row = [true]
            for n in range(1, total + 1):
                fixed = -true if n > most else true if n <= least else 0
                row.append(fixed or (self.clauses.new() if can[slot] else before[n]))
            row.append(-true)
            busy = self._busy(person, slot)
            for n in range(1, total + 2):
                self.clauses.add(-before[n], row[n])
                self.clauses.add(-busy, -before[n - 1], row[n])
                self.clauses.add(-row[n], before[n], busy)
                self.clauses.add(-row[n], before[n - 1])
                self.clauses.add(-row[n], row[n - 1])
            rows.append(row)
            before = row
        return rows

    def _places(self) -> None:
        clusters = self._clusters()
        for limit in self.room.limits:
            counted = self.held.intersection(limit.meetings)
            literals = []
            for cluster in clusters:
                here = [self.at[i, limit.slot] for i in cluster if i in counted and (i, limit.slot) in self.at]
                if here:
                    literals.append(self._one_of(cluster, here, limit.slot))
            self.clauses.at_most(literals, limit.most)
            if self._with_breaks:
                self._crowd(limit, counted)

    def _crowd(self, limit: Limit, counted: frozenset[int]) -> None:
        """Implied: no more people are busy than the largest meetings that have places bring along ("imp2")."""
        if len(counted) == len(self.held):
            sizes = sorted((len(self.room.people[i]) for i in counted), reverse=True)[: limit.most]
            busy = [self.busy[p, limit.slot] for p in self.meetings_of if (p, limit.slot) in self.busy]
            self.clauses.at_most(busy, sum(sizes))

    def _one_of(self, cluster: tuple[int, ...], here: list[int], slot: int) -> int:
        """A literal that holds if one of a participant's meetings is in the slot."""
        if len(here) == 1:
            return here[0]
        for person in self.room.people[cluster[0]]:
            all_there = [self.at[i, slot] for i in self.meetings_of[person] if (i, slot) in self.at]
            if all_there == here:
                return self.busy[person, slot]
        made = self.clauses.new()
        for literal in here:
            self.clauses.add(-literal, made)
        return made

    def _clusters(self) -> list[tuple[int, ...]]:
        """The meetings, each in one group around a participant, the largest groups first."""
        left = set(self.held)
        found = []
        while left:
            person = max(self.meetings_of, key=lambda one: (sum(i in left for i in self.meetings_of[one]), -one))
            group = tuple(i for i in self.meetings_of[person] if i in left)
            found.append(group)
            left.difference_update(group)
        return found

    def _precedences(self) -> None:
        """``after`` in a slot means ``before`` at or before the slot ahead of it, both ways round."""
        by_then: dict[int, list[int]] = {}
        for before, after in self.room.order:
            if before in self.held and after in self.held:
                first, second = self._by_then(before, by_then), self._by_then(after, by_then)
                self.clauses.add(-second[0])
                for slot in range(1, self.room.count):
                    self.clauses.add(-second[slot], first[slot - 1])

    def _by_then(self, i: int, known: dict[int, list[int]]) -> list[int]:
        """Per slot a literal that holds exactly if the meeting is in that slot or an earlier one."""
        if i not in known:
            row = []
            last = -self.clauses.true
            for slot in range(self.room.count):
                here = self.at.get((i, slot))
                last = last if here is None else self.clauses.either([last, here])
                row.append(last)
            known[i] = row
        return known[i]

    def _breaks(self, spread: int | None) -> None:
        everybody_may = min((self._most_breaks(person) for person in self.meetings_of), default=0)
        for person in self._done:
            most = self._most_breaks(person)
            most = most if spread is None else min(most, everybody_may + spread)
            begun = self._begun(person)
            limit = min(most, len(begun)) + 1
            counted = self._in_order(begun, limit, both_ways=spread is not None and everybody_may > 0)
            self.breaks[person] = counted[: limit - 1]
            if len(counted) >= limit:
                self.clauses.add(-counted[limit - 1])
            self._diagonals(person)
        if spread is not None and everybody_may:
            self._keep_together(spread, everybody_may)

    def _most_breaks(self, person: int) -> int:
        mine = len(self.meetings_of[person])
        open_slots = sum((person, slot) in self.busy for slot in range(self.room.count))
        return 0 if mine < 2 or not open_slots else min(mine - 1, self.room.count - mine)

    def _begun(self, person: int) -> list[int]:
        """Literals that hold exactly if a break of the person begins in a slot."""
        found = []
        count, total = self._done[person], len(self.meetings_of[person])
        for slot in range(1, self.room.count - 1):
            was, now, ended = self._busy(person, slot - 1), self._busy(person, slot), count[slot - 1][total]
            if was == -self.clauses.true or ended == self.clauses.true:
                continue
            literal = self.clauses.new()
            self.clauses.add(-was, now, ended, literal)
            self.clauses.add(-literal, was)
            self.clauses.add(-literal, -now)
            self.clauses.add(-literal, -ended)
            found.append(literal)
        return found

    def _in_order(self, literals: Sequence[int], upto: int, *, both_ways: bool) -> list[int]:
        """The n-th output holds if (with ``both_ways``: exactly if) at least n of the literals hold."""
        row = [self.clauses.true] + [-self.clauses.true] * upto
        for literal in literals:
            following = [self.clauses.true, *(self.clauses.new() for _ in range(upto))]
            for n in range(1, upto + 1):
                self.clauses.add(-row[n], following[n])
                self.clauses.add(-literal, -row[n - 1], following[n])
                self.clauses.add(-following[n], following[n - 1])
                if both_ways:
                    self.clauses.add(-following[n], row[n], literal)
                    self.clauses.add(-following[n], row[n - 1])
            row = following
        return row[1:]

    def _diagonals(self, person: int) -> None:
        """Without a break, n meetings by a slot and more to come mean one more in the next."""
        if not self.breaks[person]:
            some_break = -self.clauses.true
        else:
            some_break = self.breaks[person][0]
        count, total = self._done[person], len(self.meetings_of[person])
        for slot in range(self.room.count - 1):
            for n in range(1, total):
                self.clauses.add(-count[slot][n], count[slot + 1][n + 1], some_break)

    def _keep_together(self, spread: int, everybody_may: int) -> None:
        """Who has n + ``spread`` breaks or more forces n on everybody; a spread of 0 counts from 1."""
        for n in range(1, everybody_may + 1):
            all_have = self.clauses.new()
            for counted in self.breaks.values():
                self.clauses.add(-all_have, *counted[n - 1 : n])
                if len(counted) >= n + spread:
                    self.clauses.add(-counted[n + spread - 1], all_have)
