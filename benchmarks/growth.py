"""How the cost of each engine grows: five sizes of problems we draw, from a small call to far more than any of ours.

The first figure of a row is the size, named by what it counts. ``python tools/reference.py`` makes the pictures.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from benchmarks.aggregation import stretching
from benchmarks.assignment import drawn, in_blocks
from benchmarks.matching_teams import market_of
from benchmarks.portfolio import call_of
from benchmarks.record import Figure, Row, measured
from benchmarks.scheduling import event_of
from securit.engines import Limits, Rule, TooLarge, assignment, portfolio, scheduling
from securit.engines.aggregation import ballots, scores
from securit.engines.matching import search, teams

SEED = 7
LIMITS = Limits(seconds=60)
ASSIGNMENT = (100, 300, 1_000, 3_000, 10_000)
LEXICOGRAPHIC = (100, 200, 400, 700, 1_000)
PORTFOLIO = (200, 500, 1_000, 2_000, 5_000)
SCHEDULING = (50, 100, 200, 500, 1_000)
REPORTS = (100, 300, 1_000, 3_000, 10_000)
VOTERS = (1_000, 3_000, 10_000, 30_000, 60_000)
DOCUMENTS = (100, 300, 1_000, 3_000, 10_000)
CHALLENGES = (25, 50, 100, 150, 200)
PROJECTS = 100
WORDS, IN_DOCUMENT, IN_QUERY, QUERIES, DIMENSIONS = 20_000, 80, 10, 20, 384


def rows() -> Iterator[Row]:
    """Every engine in turn, from its smallest problem up."""
    yield from assigning()
    for many in PORTFOLIO:
        yield from _measured("portfolio", "applications", many, call_of(many), portfolio.best_set)
    for many in SCHEDULING:
        event = event_of(many, 4 * many, 16, many // 5)
        yield from _measured("scheduling", "people", many, event, scheduling.most_meetings, scheduling.first_come)
    for many in REPORTS:
        yield from _measured("scores", "reports", many, reports_of(many), scores.calibrated)
    for many in VOTERS:
        yield from _measured("ballots", "voters", many, election_of(many), ballots.method_of_equal_shares)
    for many in DOCUMENTS:
        yield from _measured("search", "documents", many, shelf_of(many), search.hybrid, search.lexical)
    for many in CHALLENGES:
        market = market_of(many, 10 * many)
        yield from _measured("teams", "challenges", many, market, teams.column_generation, teams.greedy)


def assigning() -> Iterator[Row]:
    """The greatest total in blocks, and the worst-off first in one table."""
    in_blocks(100, 30)  # the first one here loads the solver, which is no part of the cost
    for many in ASSIGNMENT:
        yield _sized(in_blocks(many, many * 3 // 10), "assignment", "applications", many)
    for many in LEXICOGRAPHIC:
        yield from _measured("assignment", "applications", many, table_of(many), assignment.lexicographic)


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


def shelf_of(documents: int) -> search.Problem:
    """Twenty queries of ten words; texts of eighty words, a few common and most rare (Zipf); vectors are drawn."""
    dice = np.random.default_rng(SEED)
    shares = 1 / np.arange(1, WORDS + 1)
    words = dice.choice(WORDS, (documents + QUERIES, IN_DOCUMENT), p=shares / shares.sum())
    vectors = dice.standard_normal((documents + QUERIES, DIMENSIONS))
    texts = [" ".join(f"word{n}" for n in row) for row in words[:documents]]
    passages = (search.Passage(text, search.packed(row)) for text, row in zip(texts, vectors, strict=False))
    asked = (" ".join(f"word{n}" for n in row[:IN_QUERY]) for row in words[documents:])
    return search.Problem(
        tuple(search.Query(f"Q{n:02}", text, search.packed(vectors[documents + n])) for n, text in enumerate(asked)),
        tuple(search.Document(f"D{n:05}", (passage,)) for n, passage in enumerate(passages)),
    )


def _measured(engine: str, counted: str, many: int, problem: Any, *rules: Rule[Any, Any]) -> Iterator[Row]:
    for rule in rules:
        try:
            row = measured("", rule, problem, limits=LIMITS)[0]
        except TooLarge:
            row = Row("", rule.name, (), note=f"no answer within {LIMITS.seconds} s")
        yield _sized(row, engine, counted, many)


def _sized(row: Row, engine: str, counted: str, many: int) -> Row:
    instance = f"{engine}, {many:,} {counted}"
    return replace(row, instance=instance, figures=(Figure(counted, str(many)), *row.figures))
