"""How the cost of each engine grows: five sizes of problems we draw, from a small call to far more than any of ours.

The first figure of a row is the size, named by what it counts. ``python tools/reference.py`` makes the pictures.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

from benchmarks.aggregation import stretching
from benchmarks.assignment import drawn, in_blocks
from benchmarks.portfolio import call_of
from benchmarks.record import Figure, Row, measured
from benchmarks.scheduling import event_of
from securit.engines import Limits, Rule, assignment, portfolio, scheduling
from securit.engines.aggregation import ballots, scores

SEED = 7
LIMITS = Limits(seconds=60)
ASSIGNMENT = (100, 300, 1_000, 3_000, 10_000)
LEXICOGRAPHIC = (100, 200, 400, 700, 1_000)
PORTFOLIO = (200, 500, 1_000, 2_000, 5_000)
SCHEDULING = (50, 100, 200, 500, 1_000)
REPORTS = (100, 300, 1_000, 3_000, 10_000)
VOTERS = (1_000, 3_000, 10_000, 30_000, 60_000)
PROJECTS = 100


def rows() -> Iterator[Row]:
    """Every engine in turn, from its smallest problem up."""
    in_blocks(100, 30)  # the first one here loads the solver, which is no part of the cost
    for many in ASSIGNMENT:
        yield _sized(in_blocks(many, many * 3 // 10), "assignment", "applications", many)
    for many in LEXICOGRAPHIC:
        yield _measured("assignment", "applications", many, assignment.lexicographic, table_of(many))
    for many in PORTFOLIO:
        yield _measured("portfolio", "applications", many, portfolio.best_set, call_of(many))
    for many in SCHEDULING:
        event = event_of(many, 4 * many, 16, many // 5)
        for rule in (scheduling.most_meetings, scheduling.first_come):
            yield _measured("scheduling", "people", many, rule, event)
    for many in REPORTS:
        yield _measured("scores", "reports", many, scores.calibrated, reports_of(many))
    for many in VOTERS:
        yield _measured("ballots", "voters", many, ballots.method_of_equal_shares, election_of(many))


def table_of(applications: int) -> assignment.Problem:
    """The drawn problem of the blocks, held as one table."""
    blocks = drawn(applications, applications * 3 // 10)
    units = blocks.rows(0, applications)
    barred = units == assignment.FORBIDDEN
    units[barred] = 0
    names = [tuple(one.id for one in side) for side in (blocks.applications, blocks.evaluators)]
    table = assignment.Table(names[0], names[1], units.astype("int64"), blocks.scale, barred)
    return assignment.Problem(blocks.applications, blocks.evaluators, table)


def reports_of(reports: int) -> scores.Problem:
    """Three reports each, about nine by each evaluator, whose severity and scale are their own; a fifth is funded."""
    dice = random.Random(SEED)
    readers = [stretching(dice) for _ in range(max(6, reports // 9))]
    applications = reports // 3
    written = []
    for n in range(applications):
        worth, chosen = dice.gauss(0, 1), dice.sample(range(len(readers)), 3)
        written += [scores.Report(f"A{n:04}", f"E{who:04}", readers[who].writes(worth, dice)) for who in chosen]
    asks = tuple(scores.Applicant(f"A{n:04}") for n in range(applications))
    return scores.Problem(asks, tuple(written), applications // 5)


def election_of(voters: int) -> ballots.Problem:
    """A hundred projects, some far better known than others; everybody approves up to ten, of those near their own."""
    dice = random.Random(SEED)
    names = [f"P{n:03}" for n in range(PROJECTS)]
    known = [(n + 1) ** -0.6 for n in range(PROJECTS)]
    options = tuple(ballots.Option(name, dice.randint(50, 4_000) * 100_00) for name in names)
    written = []
    for _ in range(voters):
        marks = set(dice.choices(names, known, k=dice.randint(1, 10)))
        written.append(ballots.Ballot(tuple((name, Fraction(1)) for name in sorted(marks))))
    return ballots.Problem(options, tuple(written), sum(one.cost_cents for one in options) // 4)


def _measured(engine: str, counted: str, many: int, rule: Rule[Any, Any], problem: Any) -> Row:
    return _sized(measured("", rule, problem, limits=LIMITS)[0], engine, counted, many)


def _sized(row: Row, engine: str, counted: str, many: int) -> Row:
    instance = f"{engine}, {many:,} {counted}"
    return replace(row, instance=instance, figures=(Figure(counted, str(many)), *row.figures))
