"""A brokerage day as the platform makes it, beside first come, first served, which is how booking usually works.

400 people ask for 3,000 meetings; a few are sought after by many, most days have rounds in which somebody cannot. Both
columns answer the same requests in one run: meetings held, people with requests and no meeting, idle rounds between two
meetings. Once there are tables for most of what people's time allows, and twice tables are scarce.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator

from benchmarks.record import Figure, Row, figure
from securit.engines import scheduling
from securit.stages.matchmaking.engines import timetable as platform
from securit.stages.matchmaking.timetable import Day, Desk, Person, Wish, figures

DAYS = ((400, 3_000, 16, 180), (400, 3_000, 16, 110), (400, 3_000, 16, 60))
"""Participants, requests, rounds, tables."""


def rows() -> Iterator[Row]:
    """For each day: as usually booked, and as the platform does it, within its own limits."""
    for size in DAYS:
        day = drawn_day(*size)
        name = "{} people, {} requests, {} rounds, {} tables".format(*size)
        yield _row(name, day, _usual, "the usual way")
        yield _row(name, day, platform.made, "the platform")


def _usual(day: Day) -> platform.Answer:
    problem = platform.problem_of(day)
    return platform.Answer(problem, scheduling.first_come(problem))


def _row(name: str, day: Day, make: Callable[[Day], platform.Answer], note: str) -> Row:
    began = time.monotonic()
    answer = make(day)
    seconds = time.monotonic() - began
    made = figures(day, answer.places)
    said = (
        Figure("held", str(made.meetings)),
        Figure("people without any", str(made.without)),
        Figure("idle rounds", str(made.gaps)),
    )
    proof = tuple(figure(objective) for objective in answer.outcome.objectives if objective.name == "meetings")
    return Row(name, answer.outcome.rule, (*said, *proof), round(seconds, 2), note=note)


def drawn_day(people: int, requests: int, rounds: int, tables: int, *, seed: int = 1) -> Day:
    """A day of a real shape: a few are sought after by many, 85 % of rounds are open, half of all wish gladly."""
    dice = random.Random(seed)
    sought = [(rank + 1) ** -0.8 for rank in range(people)]
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < requests:
        one, other = dice.randrange(people), dice.choices(range(people), sought)[0]
        if one != other and (other, one) not in pairs:
            pairs.add((one, other))
    asked = sorted(pairs)
    dice.shuffle(asked)
    names = [f"P{number:04}" for number in range(people)]
    numbers = tuple(range(1, rounds + 1))
    return Day(
        numbers,
        tuple(Desk(number) for number in range(1, tables + 1)),
        tuple(Person(name, name, frozenset(n for n in numbers if dice.random() >= 0.85)) for name in names),
        tuple(
            Wish(f"M{order:05}", names[one], names[other], dice.choice((1, 2, 2, 3)), order)
            for order, (one, other) in enumerate(asked)
        ),
    )
