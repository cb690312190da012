"""The problem by position: which meeting may be in which slot, and what limits the meetings of a slot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from securit.engines._shared.draws import draw
from securit.engines._shared.exact import whole_numbers
from securit.engines.scheduling.problem import Held, Problem

Slots = Mapping[int, int]
"""Meeting position → slot position: a timetable without its tables."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` of these meetings (all, or all of one kind) in a slot."""

    slot: int
    kind: str
    meetings: tuple[int, ...]
    most: int


@dataclass(frozen=True, slots=True)
class Room:
    """Positions instead of ids; ``open`` has, per meeting, the slots that its own words and its people allow."""

    problem: Problem
    people: tuple[tuple[int, ...], ...]  # meeting → participants
    meetings_of: tuple[tuple[int, ...], ...]  # participant → meetings
    open: tuple[tuple[int, ...], ...]  # meeting → slots
    limits: tuple[Limit, ...]
    order: tuple[tuple[int, int], ...]  # precedences
    worth: tuple[int, ...]  # weights on their common scale
    scale: int

    @property
    def count(self) -> int:
        """How many slots there are."""
        return len(self.problem.slots)

    @property
    def fixed(self) -> tuple[int, ...]:
        """The meetings that are agreed."""
        return tuple(i for i, meeting in enumerate(self.problem.meetings) if meeting.fixed is not None)

    def total(self, held: Sequence[int]) -> Fraction:
        """What these meetings are worth."""
        return Fraction(sum(self.worth[i] for i in held), self.scale)

    def by_draw(self, seed: int) -> list[int]:
        """All meetings in the order of asking; equals by draw."""
        meetings = self.problem.meetings
        return sorted(range(len(meetings)), key=lambda i: (meetings[i].asked, draw(seed, meetings[i].id), i))

    def held(self, slots: Slots, tables: Mapping[int, str]) -> tuple[Held, ...]:
        """The decision in ids."""
        meetings, numbers = self.problem.meetings, self.problem.slots
        return tuple(Held(meetings[i].id, numbers[slots[i]].number, tables.get(i, "")) for i in sorted(slots))


def room_in(problem: Problem) -> Room:
    """The problem by position. Time and space grow with meetings x slots."""
    person = {p.id: index for index, p in enumerate(problem.participants)}
    people = tuple(tuple(person[name] for name in m.participants) for m in problem.meetings)
    meetings_of: list[list[int]] = [[] for _ in problem.participants]
    for index, group in enumerate(people):
        for one in group:
            meetings_of[one].append(index)
    position = {m.id: index for index, m in enumerate(problem.meetings)}
    worth, scale = whole_numbers(m.weight for m in problem.meetings)
    return Room(
        problem=problem,
        people=people,
        meetings_of=tuple(tuple(row) for row in meetings_of),
        open=_open(problem, people),
        limits=tuple(_limits(problem)),
        order=tuple((position[p.before], position[p.after]) for p in problem.precedences),
        worth=tuple(worth),
        scale=scale,
    )


def _open(problem: Problem, people: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    absent = [set(p.absent) for p in problem.participants]
    found = []
    for meeting, group in zip(problem.meetings, people, strict=True):
        closed = set(meeting.forbidden).union(*(absent[one] for one in group))
        found.append(
            tuple(
                index
                for index, slot in enumerate(problem.slots)
                if slot.number not in closed
                and (not meeting.sessions or slot.session in meeting.sessions)
                and meeting.fixed in (None, slot.number)
            )
        )
    return tuple(found)


def _limits(problem: Problem) -> list[Limit]:
    """Per slot all meetings, then per kind those that need it: together these suffice for seating everybody."""
    everybody = tuple(range(len(problem.meetings)))
    wanting: dict[str, list[int]] = {}
    for index, meeting in enumerate(problem.meetings):
        if meeting.kind:
            wanting.setdefault(meeting.kind, []).append(index)
    found = []
    for index, slot in enumerate(problem.slots):
        usable = [table for table in problem.tables if slot.number not in table.closed]
        most = len(usable) if problem.tables else len(everybody)
        if slot.places is not None:
            most = min(most, slot.places)
        if most < len(everybody):
            found.append(Limit(index, "", everybody, most))
        for kind, those in sorted(wanting.items()):
            most = sum(1 for table in usable if table.kind == kind)
            if most < len(those):
                found.append(Limit(index, kind, tuple(those), most))
    return found
