"""Why no team can serve a challenge: the smallest part of what it asks that cannot be met together, in words.

A deletion filter: each demand is given up in turn, and stays given up where the rest still clashes. What remains
clashes, and would not if any one of it were given up (an irreducible core).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from securit.engines._shared.exact import plain
from securit.engines.matching.teams.board import Board, task_of
from securit.engines.matching.teams.problem import Challenge, Count, Excluded, Skill, Trait
from securit.engines.matching.teams.searching import Search

World = tuple[Board, Challenge]
Demand = tuple[str, Callable[[World], World]]


def clash_of(board: Board, challenge: Challenge) -> str:
    """The sentence that names the core; empty when some team serves the challenge by itself."""
    world: World = (board, challenge)
    if _is_servable(world):
        return ""
    core = []
    for sentence, without in _demands(board, challenge):
        fewer = without(world)
        if _is_servable(fewer):
            core.append(sentence)
        else:
            world = fewer
    return f"No team meets all of this: {'; '.join(core)}."


def _is_servable(world: World) -> bool:
    board, challenge = world
    task = task_of(board, challenge)
    search = Search(board, task, np.zeros_like(task.gains), np.zeros_like(task.worth))
    search.begin()
    return search.next() is not None


def _demands(board: Board, challenge: Challenge) -> Iterator[Demand]:
    """Everything asked, that which one would rather not blame first."""
    for together in board.problem.together:
        yield f"all of {', '.join(together.organisations)} come, or none", _less(together.id, "together")
    for apart in board.problem.apart:
        yield f"at most one of {', '.join(apart.organisations)} may come", _less(apart.id, "apart")
    for excluded in challenge.excluded:
        yield f"{excluded.organisation} is excluded ({excluded.reason})", _without_excluded(excluded)
    if np.any(board.free <= 0):
        yield "some organisations have no place left for another team", _roomy
    if challenge.eligible:
        yield f"only organisations from {', '.join(challenge.eligible)} may join", _changed(eligible=())
    there = f", {len(challenge.present)} of them there already" if challenge.present else ""
    yield f"at most {challenge.most} members{there}", _changed(most=max(_enough(board, challenge), challenge.most))
    yield f"at least {challenge.least} members", _changed(least=0)
    yield f"at least {challenge.countries} different countries", _changed(countries=0)
    for count in challenge.counts:
        having = sum(one.counts_for(count) for one in board.organisations)
        what = f"in the role {count.name}" if count.trait is Trait.ROLE else f"of kind {count.name}"
        yield f"at least {count.at_least} {what} ({having} in all)", _without_count(count)
    for asked in challenge.skills:
        if asked.is_required:
            having = sum(one.covers(asked) for one in board.organisations)
            level = f" at level {plain(asked.level)}" if asked.level > 1 else ""
            yield f"skill {asked.skill}{level} (offered by {having})", _without_skill(asked)


def _enough(board: Board, challenge: Challenge) -> int:
    """A size with which no team is too small: one member per demand, and those who come only together."""
    asked = len(challenge.skills) + sum(count.at_least for count in challenge.counts) + challenge.countries
    groups = sum(len(together.organisations) for together in board.problem.together)
    return len(challenge.present) + max(asked, challenge.least) + min(groups, 20)


def _less(name: str, part: str) -> Callable[[World], World]:
    def without(world: World) -> World:
        board, challenge = world
        kept = tuple(one for one in getattr(board.problem, part) if one.id != name)
        return replace(board, problem=replace(board.problem, **{part: kept})), challenge

    return without


def _roomy(world: World) -> World:
    board, challenge = world
    return replace(board, free=np.maximum(board.free, 1)), challenge


def _changed(**to: int | tuple[str, ...]) -> Callable[[World], World]:
    return lambda world: (world[0], replace(world[1], **to))  # type: ignore[arg-type]


def _without_excluded(excluded: Excluded) -> Callable[[World], World]:
    return lambda w: (w[0], replace(w[1], excluded=tuple(one for one in w[1].excluded if one != excluded)))


def _without_count(count: Count) -> Callable[[World], World]:
    return lambda w: (w[0], replace(w[1], counts=tuple(one for one in w[1].counts if one != count)))


def _without_skill(skill: Skill) -> Callable[[World], World]:
    return lambda w: (w[0], replace(w[1], skills=tuple(one for one in w[1].skills if one != skill)))
