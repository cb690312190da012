"""An independent look at a timetable: is it allowed, and are its figures right? Shares no code with the rules."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from math import gcd

from securit.engines._shared.outcome import Outcome, Sense, Status, unexplained
from securit.engines.scheduling.problem import Held, Meeting, Problem, Timetable


def check(problem: Problem, outcome: Outcome[Timetable]) -> tuple[str, ...]:
    """Every fault found, one sentence each; empty when the outcome stands.

    The limit on the spread of breaks is held against outcomes that speak of breaks. Which figures it can recompute
    it does: meetings, breaks, idle slots, moves, changes, the worst-off share; and the bound that follows from prices.
    """
    unknown = tuple(_unknown(problem, outcome.decision))
    if unknown:
        return unknown
    return (
        *_places(problem, outcome.decision),
        *_people(problem, outcome.decision),
        *_order(problem, outcome),
        *_figures(problem, outcome),
        *_proof(problem, outcome),
    )


def _unknown(problem: Problem, decision: Timetable) -> Iterator[str]:
    meetings = {m.id for m in problem.meetings}
    slots = {s.number for s in problem.slots}
    tables = {t.id for t in problem.tables} or {""}
    if list(decision.held) != sorted(set(decision.held)):
        yield "The held meetings are not sorted, or one stands twice."
    for name, times in sorted(Counter(h.meeting for h in decision.held).items()):
        if name not in meetings:
            yield f"Meeting {name} is not in the problem."
        if times > 1:
            yield f"Meeting {name} is held {times} times."
    for held in decision.held:
        if held.slot not in slots:
            yield f"Meeting {held.meeting} is held in slot {held.slot}, which is not in the problem."
        if held.table not in tables:
            yield f"Meeting {held.meeting} is held at table “{held.table}”, which is not in the problem."


def _places(problem: Problem, decision: Timetable) -> Iterator[str]:
    meetings = {m.id: m for m in problem.meetings}
    tables = {t.id: t for t in problem.tables}
    for slot in problem.slots:
        here = [held for held in decision.held if held.slot == slot.number]
        if slot.places is not None and len(here) > slot.places:
            yield f"Slot {slot.number} has {len(here)} meetings but {slot.places} places."
        for name, times in sorted(Counter(held.table for held in here if held.table).items()):
            if times > 1:
                yield f"Table {name} has {times} meetings in slot {slot.number}."
            if slot.number in tables[name].closed:
                yield f"Table {name} is closed in slot {slot.number}."
    for held in decision.held:
        wanted = meetings[held.meeting].kind
        if wanted and tables[held.table].kind != wanted:
            yield f"Meeting {held.meeting} needs a table of kind {wanted}; table {held.table} is not."


def _people(problem: Problem, decision: Timetable) -> Iterator[str]:
    meetings = {m.id: m for m in problem.meetings}
    absent = {p.id: set(p.absent) for p in problem.participants}
    session = {s.number: s.session for s in problem.slots}
    slot_of = {held.meeting: held.slot for held in decision.held}
    at: Counter[tuple[str, int]] = Counter()
    for held in decision.held:
        meeting = meetings[held.meeting]
        for person in meeting.participants:
            at[person, held.slot] += 1
            if held.slot in absent[person]:
                yield f"Participant {person} is absent in slot {held.slot}, when meeting {held.meeting} is held."
        if meeting.sessions and session[held.slot] not in meeting.sessions:
            yield f"Meeting {held.meeting} is held outside its sessions."
        if held.slot in meeting.forbidden:
            yield f"Meeting {held.meeting} is held in slot {held.slot}, which is forbidden to it."
    for (person, slot), times in sorted(at.items()):
        if times > 1:
            yield f"Participant {person} has {times} meetings in slot {slot}."
    for meeting in problem.meetings:
        if meeting.fixed is not None and slot_of.get(meeting.id) != meeting.fixed:
            yield f"Meeting {meeting.id} is fixed in slot {meeting.fixed} but is not held there."


def _order(problem: Problem, outcome: Outcome[Timetable]) -> Iterator[str]:
    slot_of = {held.meeting: held.slot for held in outcome.decision.held}
    for before, after in problem.precedences:
        if before in slot_of and after in slot_of and slot_of[before] >= slot_of[after]:
            yield f"Meeting {before} must come before meeting {after}, but does not."
    breaks = _breaks(problem, outcome.decision)
    excess = outcome.objective_named("excess_spread")
    allowed = None if problem.spread is None else problem.spread + (int(excess.value) if excess else 0)
    if allowed is not None and breaks and outcome.objective_named("breaks"):
        spread = max(breaks.values()) - min(breaks.values())
        if spread > allowed:
            yield f"The breaks of two participants differ by {spread}, more than {allowed}."


def _runs(problem: Problem, decision: Timetable) -> dict[str, list[int]]:
    """The positions of the slots in which each participant has a meeting, in order."""
    place = {slot.number: index for index, slot in enumerate(problem.slots)}
    people = {m.id: m.participants for m in problem.meetings}
    found: dict[str, list[int]] = {p.id: [] for p in problem.participants}
    for held in decision.held:
        for person in people[held.meeting]:
            found[person].append(place[held.slot])
    return {person: sorted(places) for person, places in found.items()}


def _breaks(problem: Problem, decision: Timetable) -> dict[str, int]:
    runs = _runs(problem, decision)
    return {person: sum(1 for a, b in pairwise(places) if b > a + 1) for person, places in runs.items()}


def _figures(problem: Problem, outcome: Outcome[Timetable]) -> Iterator[str]:
    decision = outcome.decision
    recomputed = {
        "meetings": _worth(problem, decision),
        "breaks": Fraction(sum(_breaks(problem, decision).values())),
        "idle": Fraction(sum(b - a - 1 for places in _runs(problem, decision).values() for a, b in pairwise(places))),
        "moves": Fraction(_moves(problem, decision)),
        "worst_off": _worst_off(problem, decision),
        "changes": Fraction(_changes(problem, decision, tables=False)),
        "table_changes": Fraction(_changes(problem, decision, tables=True)),
    }
    for objective in outcome.objectives:
        true = recomputed.get(objective.name, objective.value)
        if objective.value != true:
            yield f"The figure “{objective.name}” is {true}, not {objective.value}."
        gap = objective.gap
        if gap is not None and gap < 0:
            yield f"The bound {objective.bound} of “{objective.name}” is on the wrong side of {objective.value}."
        if objective.status is Status.OPTIMAL and gap != 0:
            yield f"“{objective.name}” calls itself optimal although its bound is not reached."
        if (objective.sense is Sense.MOST) != (objective.name in ("meetings", "worst_off")):
            yield f"“{objective.name}” is made good in the wrong direction."
    if outcome.problem_digest != problem.digest:
        yield "The outcome answers another problem."
    for name in unexplained([p.id for p in problem.participants] + [m.id for m in problem.meetings], outcome.trace):
        yield f"The explanation does not name {name}."


def _worth(problem: Problem, decision: Timetable) -> Fraction:
    held = {one.meeting for one in decision.held}
    return sum((m.weight for m in problem.meetings if m.id in held), Fraction(0))


def _worst_off(problem: Problem, decision: Timetable) -> Fraction:
    """The smallest share of their requests that a participant with requests gets; 1 where nobody has any."""
    held = {one.meeting for one in decision.held}
    asked = Counter(person for m in problem.meetings for person in m.participants)
    got = Counter(person for m in problem.meetings if m.id in held for person in m.participants)
    return min((Fraction(got[person], count) for person, count in asked.items()), default=Fraction(1))


def _moves(problem: Problem, decision: Timetable) -> int:
    """How often somebody's next meeting is at another table than the one before."""
    people = {m.id: m.participants for m in problem.meetings}
    seats: dict[str, list[Held]] = defaultdict(list)
    for held in sorted(decision.held, key=lambda one: one.slot):
        for person in people[held.meeting]:
            seats[person].append(held)
    return sum(1 for row in seats.values() for a, b in pairwise(row) if a.table != b.table)


def _changes(problem: Problem, decision: Timetable, *, tables: bool) -> int:
    """Meetings of the earlier timetable that are not in their slot any more; or in it at another table."""
    now = {held.meeting: held for held in decision.held}
    known = {meeting.id for meeting in problem.meetings}
    kept = [was for was in problem.earlier if was.meeting in now and now[was.meeting].slot == was.slot]
    if tables:
        return sum(1 for was in kept if now[was.meeting].table != was.table)
    return sum(1 for was in problem.earlier if was.meeting in known) - len(kept)


def _proof(problem: Problem, outcome: Outcome[Timetable]) -> Iterator[str]:
    """From the prices of people's and tables' time alone: what every timetable could reach at most."""
    if not outcome.certificate:
        return
    price = dict(outcome.certificate)
    if any(one < 0 for one in price.values()):
        yield "A price is negative."
    reach = _rents(problem, price)
    unit = Fraction(0)
    for meeting in problem.meetings:
        gains = [meeting.weight - _dues(meeting, number, price) for number in _open(problem, meeting)]
        if meeting.fixed is None:
            gains.append(Fraction(0))
        reach += max(gains, default=Fraction(0))
        unit = _common(unit, meeting.weight)
    bound = reach if unit == 0 else (reach / unit).__floor__() * unit
    stated = outcome.objective_named("meetings")
    if stated is None or bound != stated.bound:
        yield f"From the prices follows the bound {bound}, not {stated.bound if stated else None}."


def _rents(problem: Problem, price: dict[str, Fraction]) -> Fraction:
    """What all the time of people and tables is worth at these prices."""
    reach = Fraction(0)
    kinds = {""} | {table.kind for table in problem.tables}
    for slot in problem.slots:
        for person in problem.participants:
            if slot.number not in person.absent:
                reach += price.get(f"participant:{person.id}:{slot.number}", Fraction(0))
        for kind in kinds:
            reach += price.get(f"tables:{kind}:{slot.number}", Fraction(0)) * _room(problem, slot.number, kind)
    return reach


def _room(problem: Problem, number: int, kind: str) -> int:
    """How many meetings of the kind (empty: of all kinds) the slot can hold; all of them where nothing limits it."""
    tables = [t for t in problem.tables if number not in t.closed and kind in ("", t.kind)]
    places = next(slot.places for slot in problem.slots if slot.number == number)
    room = len(tables) if problem.tables else len(problem.meetings)
    return room if places is None or kind else min(room, places)


def _open(problem: Problem, meeting: Meeting) -> list[int]:
    absent = {n for p in problem.participants if p.id in meeting.participants for n in p.absent}
    return [
        slot.number
        for slot in problem.slots
        if slot.number not in absent
        and slot.number not in meeting.forbidden
        and (not meeting.sessions or slot.session in meeting.sessions)
        and meeting.fixed in (None, slot.number)
    ]


def _dues(meeting: Meeting, number: int, price: dict[str, Fraction]) -> Fraction:
    due = sum((price.get(f"participant:{p}:{number}", Fraction(0)) for p in meeting.participants), Fraction(0))
    due += price.get(f"tables::{number}", Fraction(0))
    return due + (price.get(f"tables:{meeting.kind}:{number}", Fraction(0)) if meeting.kind else 0)


def _common(one: Fraction, other: Fraction) -> Fraction:
    """The greatest common measure of two weights."""
    scale = one.denominator * other.denominator
    return Fraction(gcd(int(one * scale), int(other * scale)), scale)
