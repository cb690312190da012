"""The scheduling engine: the B2B events with their published optima, and events we draw, of growing size."""

from __future__ import annotations

import random
from collections.abc import Iterator

from benchmarks.record import Figure, Row, data, measured, published
from securit.cli.engine.schedule import event_problem
from securit.engines import Limits, scheduling

PUBLISHED = {
    "tic-12": (0, 0.1),
    "tic-12crafc": (0, 0.3),
    "tic-13": (0, 0.4),
    "tic-13crafb": (0, 0.4),
    "tic-14crafa": (0, 1.0),
    "tic-14crafc": (0, 0.8),
    "tic-14crafd": (0, 0.8),
    "forumt-14": (5, 0.5),
    "forumt-14crafc": (5, 0.9),
    "forumt-14crafd": (4, 0.4),
    "forum-13": (0, 2.5),
    "forum-13crafc": (1, 2.3),
    "forum-14": (2, 5.1),
}
"""Fewest breaks and seconds of UWrMaxSAT, imp12+ (JAIR 74, table 3; Xeon 3.1 GHz, 7,200 s allowed)."""

SIZES = ((100, 300, 10, 20), (200, 600, 12, 40), (500, 2_000, 16, 100), (1_000, 5_000, 20, 200))
"""Participants, requests, slots, places."""


def rows() -> Iterator[Row]:
    """Drawn events first, since they need no data; then the published ones."""
    for size in SIZES:
        problem, name = event_of(*size), "{} people, {} requests, {} slots, {} places".format(*size)
        yield measured(name, scheduling.first_come, problem)[0]
        yield measured(name, scheduling.most_meetings, problem)[0]
        if size == SIZES[2]:
            yield measured(name, scheduling.complete, problem, limits=Limits(seconds=70))[0]
    for name, (fewest, seconds) in PUBLISHED.items():
        problem = event_problem(data("scheduling", "instances", f"{name}.original.dzn"))
        yield published(name, "UWrMaxSAT imp12+", Figure("breaks", str(fewest), "", "optimal"), seconds=seconds)
        yield measured(name, scheduling.fewest_breaks, problem, limits=Limits(seconds=120), note="idle slots too")[0]


def event_of(people: int, requests: int, slots: int, places: int, *, seed: int = 1) -> scheduling.Problem:
    """An event of a real shape: a few are sought after by many (rank to the power of −0.8), 85 % of slots open."""
    dice = random.Random(seed)
    sought = [(rank + 1) ** -0.8 for rank in range(people)]
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < requests:
        one, other = dice.randrange(people), dice.choices(range(people), sought)[0]
        if one != other:
            pairs.add((min(one, other), max(one, other)))
    asked = sorted(pairs)
    dice.shuffle(asked)
    names = [f"P{n:04}" for n in range(people)]
    return scheduling.Problem(
        tuple(
            scheduling.Participant(name, tuple(n for n in range(1, slots + 1) if dice.random() >= 0.85))
            for name in names
        ),
        tuple(
            scheduling.Meeting(f"M{n:05}", (names[one], names[other]), asked=n) for n, (one, other) in enumerate(asked)
        ),
        tuple(scheduling.Slot(n, places=places) for n in range(1, slots + 1)),
    )
