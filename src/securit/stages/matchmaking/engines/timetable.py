"""A brokerage day → Problem → rule → Outcome, held against the checker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from securit.engines import Limits, Outcome, Refused
from securit.engines._runner import run_apart
from securit.engines.scheduling import RULES, Held, Meeting, Participant, Problem, Slot, Table, Timetable, check
from securit.stages.matchmaking.timetable import Day, Figures, Place, Places, figures

__all__ = ["ENGINE", "Answer", "Problem", "Refused", "again", "first_come", "made", "places_in", "problem_of", "remade"]

ENGINE = "scheduling"
WEIGHTS = {3: Fraction(4), 2: Fraction(2), 1: Fraction(1)}
"""What a meeting is worth, by the priority of its request."""

APART_FROM_PLACES = 3_000
"""From so many pairs of request and slot a rule gets a process of its own; below, starting one takes longer."""

SMALL = Limits(steps=4_000)
"""Repeatable on every machine, byte for byte."""

LARGE = Limits(seconds=45)
GRACE_SECONDS = 8.0
"""How much longer the process may take to end by itself: all in all below a minute."""

MEMORY_MB = 3072


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome, the problem it answers, and where each meeting is held."""

    problem: Problem
    outcome: Outcome[Timetable]

    @property
    def places(self) -> dict[str, Place]:
        """Where each meeting is held, by the ref of its wish."""
        return _places(self.outcome.decision)

    @property
    def is_best(self) -> bool:
        """Whether it is proven that no timetable holds meetings of more weight."""
        return self.outcome.gap == 0


def made(day: Day, *, seed: int = 0) -> Answer:
    """The timetable of a day: the most weight of meetings, then few idle rounds. Raises ``Refused``."""
    return _solved("complete", problem_of(day), seed)


def remade(day: Day, before: Places, *, seed: int = 0) -> tuple[Answer, Answer]:
    """The rest of a disturbed day, in two steps: keep what was promised with the fewest moves, then fill what is free.

    The first answer knows the meetings of ``before`` alone; the second holds on to it and adds what still fits, so
    that a meeting more never moves one that people have in their hands. Raises ``Refused``.
    """
    promised = tuple(wish for wish in day.wishes if wish.ref in before)
    first = _solved("replan", problem_of(replace(day, wishes=promised), before=before), seed)
    return first, _solved("replan", problem_of(day, before=first.places, fixed=True), seed)


def first_come(day: Day) -> Figures:
    """What first come, first served would have given, in numbers: the usual way, for comparison. Raises ``Refused``."""
    outcome = RULES["first_come"](problem_of(day))
    return figures(day, _places(outcome.decision))


def again(rule: str, seed: int, problem: Mapping[str, object]) -> dict[str, object]:
    """The outcome of a stored problem, solved anew. Raises ``Refused``."""
    return _solved(rule, Problem.from_data(problem), seed).outcome.to_data()


def places_in(outcome: Mapping[str, Any]) -> dict[str, Place]:
    """Where each meeting is held, in a stored outcome."""
    return _places(Timetable.from_data(outcome["decision"]))


def problem_of(day: Day, *, before: Places | None = None, fixed: bool = False) -> Problem:
    """The day as the engine takes it; ``before`` is what people have in their hands, ``fixed`` keeps its slots."""
    known = {person.ref for person in day.people}
    before = before or {}
    places = {ref: place for ref, place in before.items() if place.slot in day.slots}
    return Problem(
        participants=tuple(
            Participant(person.ref, tuple(each for each in day.slots if each in person.absent)) for person in day.people
        ),
        meetings=tuple(
            Meeting(
                id=wish.ref,
                participants=(wish.asker, wish.asked),
                weight=WEIGHTS[wish.priority],
                asked=wish.order,
                kind="online" if wish.online else "table",
                fixed=places[wish.ref].slot if fixed and wish.ref in places else None,
            )
            for wish in day.wishes
            if {wish.asker, wish.asked} <= known
        ),
        slots=tuple(Slot(number) for number in day.slots),
        tables=tuple(
            Table(
                _desk(desk.number),
                "online" if desk.online else "table",
                tuple(slot for slot in day.slots if not desk.is_open(slot)),
            )
            for desk in day.desks
        ),
        earlier=tuple(Held(ref, place.slot, _desk(place.table)) for ref, place in places.items()),
    )


def _solved(rule: str, problem: Problem, seed: int) -> Answer:
    if len(problem.meetings) * len(problem.slots) < APART_FROM_PLACES:
        outcome = RULES[rule](problem, seed=seed, limits=SMALL)
    else:
        outcome = run_apart(
            RULES[rule],
            problem,
            fallback=RULES["first_come"] if rule == "complete" else None,  # it would forget what was promised
            seed=seed,
            limits=LARGE,
            memory_mb=MEMORY_MB,
            grace_seconds=GRACE_SECONDS,
        ).outcome
    faults = check(problem, outcome)
    if faults:
        raise AssertionError(f"The checker disagrees with {rule}: {' '.join(faults)}")
    return Answer(problem, outcome)


def _desk(number: int) -> str:
    return f"T{number:04}"


def _places(timetable: Timetable) -> dict[str, Place]:
    return {held.meeting: Place(held.slot, int(held.table.removeprefix("T"))) for held in timetable.held}
