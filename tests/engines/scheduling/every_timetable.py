"""Every timetable there is of a tiny problem, and its figures: slow, obvious, and sharing nothing with the engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise, product

from securit.engines import scheduling


def every_timetable(problem: scheduling.Problem) -> Iterator[dict[str, int]]:
    """All ways to hold some of the meetings: meeting → slot; tables are only counted."""
    choices = []
    for meeting in problem.meetings:
        absent = {n for p in problem.participants if p.id in meeting.participants for n in p.absent}
        open_slots: list[int | None] = [
            s.number
            for s in problem.slots
            if s.number not in absent
            and s.number not in meeting.forbidden
            and (not meeting.sessions or s.session in meeting.sessions)
            and meeting.fixed in (None, s.number)
        ]
        choices.append(open_slots if meeting.fixed is not None else [*open_slots, None])
    for chosen in product(*choices):
        slot_of = {m.id: slot for m, slot in zip(problem.meetings, chosen, strict=True) if slot is not None}
        if seats_everybody(problem, slot_of) and all(
            slot_of[a] < slot_of[b] for a, b in problem.precedences if a in slot_of and b in slot_of
        ):
            yield slot_of


def seats_everybody(problem: scheduling.Problem, slot_of: dict[str, int]) -> bool:
    """Nobody is in two meetings at once, and each slot has places and tables of the kinds wanted."""
    for slot in problem.slots:
        here = [m for m in problem.meetings if slot_of.get(m.id) == slot.number]
        people = [name for m in here for name in m.participants]
        if len(people) > len(set(people)) or (slot.places is not None and len(here) > slot.places):
            return False
        usable = [t.kind for t in problem.tables if slot.number not in t.closed]
        if problem.tables and len(here) > len(usable):
            return False
        wanted = Counter(m.kind for m in here if m.kind)
        if any(count > usable.count(kind) for kind, count in wanted.items()):
            return False
    return True


def waits(problem: scheduling.Problem, slot_of: dict[str, int]) -> dict[str, list[int]]:
    """Per participant the lengths of their breaks."""
    place = {slot.number: index for index, slot in enumerate(problem.slots)}
    found = {}
    for one in problem.participants:
        row = sorted(place[slot_of[m.id]] for m in problem.meetings if m.id in slot_of and one.id in m.participants)
        found[one.id] = [b - a - 1 for a, b in pairwise(row) if b - a > 1]
    return found


def spread(problem: scheduling.Problem, slot_of: dict[str, int]) -> int:
    """The difference between the most and the fewest breaks anybody has."""
    counts = [len(row) for row in waits(problem, slot_of).values()] or [0]
    return max(counts) - min(counts)


def shares(problem: scheduling.Problem, slot_of: dict[str, int]) -> Fraction:
    """The smallest part of their requests that somebody gets."""
    asked = Counter(name for m in problem.meetings for name in m.participants)
    got = Counter(name for m in problem.meetings if m.id in slot_of for name in m.participants)
    return min((Fraction(got[name], count) for name, count in asked.items()), default=Fraction(1))


def worth(problem: scheduling.Problem, slot_of: dict[str, int]) -> Fraction:
    """The total weight of the meetings held."""
    return sum((m.weight for m in problem.meetings if m.id in slot_of), Fraction(0))
