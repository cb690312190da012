"""The baseline: one challenge after the other takes its best team among those who have a place left."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from securit.engines._shared.outcome import Answer, Limits, Objective, Status
from securit.engines.matching.teams.board import Board, board_of
from securit.engines.matching.teams.explanation import decided, explained
from securit.engines.matching.teams.problem import Problem, Teams
from securit.engines.matching.teams.searching import Search

TRIES = 10_000


def answer(problem: Problem, seed: int, limits: Limits) -> Answer[Teams]:
    """The answer of the rule; its bounds are what every challenge could have by itself."""
    board = board_of(problem, seed)
    choice = in_turn(board)
    best = by_themselves(board)
    decision = decided(board, choice, best)
    return Answer(
        decision=decision,
        status=status_of(objectives := objectives_of(board, choice, best)),
        objectives=objectives,
        headline="total",
        trace=explained(board, choice, best, decision),
    )


def in_turn(board: Board) -> dict[int, tuple[int, ...]]:
    """Challenges with the fewest organisations that have any of the skills asked come first."""
    free = board.free.copy()
    choice: dict[int, tuple[int, ...]] = {}
    helpful = [int((task.allowed & (task.signs > 0)).sum()) for task in board.tasks]
    for c in sorted(range(len(board.tasks)), key=lambda c: (helpful[c], c)):
        task = board.tasks[c]
        search = Search(board, task, task.gains, task.worth, free > 0)
        search.begin()
        team = search.next(TRIES)
        if team is not None:
            choice[c] = team.joining
            free[list(team.joining)] -= 1
    return choice


def by_themselves(board: Board) -> list[int | None]:
    """The best fit of every challenge if it were the only one, in units; ``None`` where no team can serve it."""
    best: list[int | None] = []
    for task in board.tasks:
        search = Search(board, task, task.gains, task.worth, np.ones_like(task.allowed))
        search.begin()
        team = search.next(TRIES)
        value = search.bound if team is None else team.value
        best.append(None if value is None else value + task.held)
    return best


def objectives_of(
    board: Board,
    choice: dict[int, tuple[int, ...]],
    best: list[int | None] | tuple[int | None, ...],
    bounds: tuple[int, int, int] | None = None,
    open_as: Status = Status.BY_RULE,
) -> tuple[Objective, ...]:
    """Served, worst-off and total with their bounds (without any: those of every challenge by itself)."""
    fits = [board.tasks[c].fit(joining) for c, joining in choice.items()]
    could = sorted((one for one in best if one is not None), reverse=True)
    most, highest, reach = bounds or (
        len(could),
        could[len(fits) - 1] if fits else 0,
        sum(could[: len(fits)]),
    )
    found = (
        ("served", Fraction(len(fits)), Fraction(most)),
        ("worst_off", board.exact(min(fits, default=0)), board.exact(highest)),
        ("total", board.exact(sum(fits)), board.exact(reach)),
    )
    return tuple(
        Objective(name, value, bound, Status.OPTIMAL if value == bound else open_as) for name, value, bound in found
    )


def status_of(objectives: tuple[Objective, ...], open_as: Status = Status.BY_RULE) -> Status:
    """Optimal where every objective is."""
    return Status.OPTIMAL if all(one.status is Status.OPTIMAL for one in objectives) else open_as
