"""One team: its best completions with what each that joins adds; and why an organisation is not in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from securit.engines._shared.errors import Infeasible, Unusable
from securit.engines._shared.exact import plain
from securit.engines.matching.teams.board import Board, board_of
from securit.engines.matching.teams.core import clash_of
from securit.engines.matching.teams.demands import Line, composition, greened, turned
from securit.engines.matching.teams.problem import Problem, Teams
from securit.engines.matching.teams.searching import Search

TRIES = 20_000


@dataclass(frozen=True, slots=True)
class Completion:
    """A way to complete a team.

    Who joins, the fit of the whole, the demands that it turns green (not met by the present members alone, each with
    who meets it), and for each that joins those that nobody else in the team meets.
    """

    joining: tuple[str, ...]
    fit: Fraction
    turns: tuple[Line, ...]
    alone: tuple[tuple[str, tuple[Line, ...]], ...]


def completions(
    problem: Problem, challenge: str, many: int = 5, *, taken: Iterable[str] = (), seed: int = 0
) -> tuple[Completion, ...]:
    """The best ``many`` completions of one challenge from the best down (fewer where there are no more).

    ``taken`` organisations are left aside. Each is among those with a place left; other challenges are not looked at.
    Raises ``Infeasible`` with what clashes where the team cannot be completed, ``Unusable`` for an unknown name.
    """
    board = board_of(problem, seed)
    task = board.tasks[_at(problem, challenge)]
    open_to_join = np.ones_like(task.allowed)
    open_to_join[[board.place[name] for name in taken if name in board.place]] = False
    search = Search(board, task, task.gains, task.worth, open_to_join)
    search.begin()
    found: list[Completion] = []
    while len(found) < many and (team := search.next(TRIES)) is not None:
        joining = board.names(team.joining)
        whole = (*task.challenge.present, *joining)
        alone = tuple((one, turned(problem, task.challenge, whole, one)) for one in joining)
        turns = tuple(greened(problem, task.challenge, whole))
        found.append(Completion(joining, board.exact(task.fit(team.joining)), turns, alone))
    if not found:
        raise Infeasible([clash_of(board, task.challenge) or "Those who could complete the team are left aside."])
    return tuple(found)


def why_not(problem: Problem, decision: Teams, challenge: str, organisation: str, *, seed: int = 0) -> str:
    """Why the organisation does not join the team of the challenge, as a sentence."""
    board = board_of(problem, seed)
    task = board.tasks[_at(problem, challenge)]
    if organisation not in board.place:
        raise Unusable([f"Organisation {organisation} is not in the problem."])
    team = next((team for team in decision.teams if team.challenge == challenge), None)
    if team is not None and organisation in team.members:
        return f"{organisation} is in the team of {challenge}."
    barred = _barred(board, challenge, organisation)
    if barred:
        return barred
    search = Search(board, task, task.gains, task.worth)
    search.begin((board.place[organisation],))
    best = search.next(TRIES)
    if best is None:
        return f"No team of {challenge} that meets every demand has room for {organisation}."
    there = board.exact(task.fit(best.joining))
    with_it = f"The best team of {challenge} with {organisation} ({', '.join(board.names(best.joining))}) fits with"
    if team is None:
        return f"{with_it} {plain(there)}, but its members are needed where they serve more challenges."
    here = board.exact(task.fit([board.place[name] for name in team.joining]))
    if there <= here:
        return f"{with_it} {plain(there)}; the one chosen with {plain(here)}."
    return (
        f"{with_it} {plain(there)}, {plain(there - here)} more than the one chosen, which leaves more to other teams."
    )


def _barred(board: Board, challenge: str, organisation: str) -> str:
    task = board.tasks[_at(board.problem, challenge)]
    asked, place = task.challenge, board.place[organisation]
    reason = next((one.reason for one in asked.excluded if one.organisation == organisation), None)
    if reason is not None:
        return f"{organisation} is excluded from {challenge}: {reason}."
    lines = composition(board.problem, asked, (*asked.present, organisation))
    broken = [
        line.sentence for line in lines if not line.is_met and line.code.partition(":")[0] in ("apart", "eligible")
    ]
    if broken:
        return f"{organisation} may not join {challenge}: {'; '.join(broken)}."
    if board.free[place] <= 0:
        return f"{organisation} has no place left: it is in as many teams as it can be in."
    if not task.allowed[place]:
        return f"{organisation} may not join {challenge}: who must come with it may not."
    return ""


def _at(problem: Problem, challenge: str) -> int:
    for place, one in enumerate(problem.challenges):
        if one.id == challenge:
            return place
    raise Unusable([f"Challenge {challenge} is not in the problem."])
