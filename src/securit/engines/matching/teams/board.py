"""A problem of teams in whole numbers and arrays: what each challenge still asks of those who join.

Organisations stand in the order of their draws, so that the seed and not the alphabet decides among equals.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from securit.engines._shared.draws import draw
from securit.engines._shared.errors import TooLarge
from securit.engines.matching.teams.problem import Challenge, Organisation, Problem

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
MOST_UNITS = 10**9
MOST_STATES = 200_000
MOST_CELLS = 4_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """What a challenge asks beyond its present members, of organisations by their place on the board.

    ``signs`` holds for each organisation a bit per open skill, then a bit per open count; ``country`` is −1 where its
    country adds none. ``gains`` are fits less the toll, ``worth`` what covering each set of open skills adds, ``held``
    what the present members bring; all in units. ``least`` to ``most`` organisations join.
    """

    challenge: Challenge
    bits: int
    required: int
    counts: tuple[int, ...]
    countries: int
    least: int
    most: int
    signs: Ints
    country: Ints
    gains: Ints
    worth: Ints
    held: int
    allowed: Flags
    is_possible: bool
    """Whether the present members may be in one team."""

    @property
    def states(self) -> int:
        """How many states the search for a best team has."""
        return (self.countries + 1) * math.prod(n + 1 for n in self.counts) * (self.most + 1) << self.bits

    def fit(self, joining: Sequence[int]) -> int:
        """What the team is worth with these who join, in units."""
        return self.held + int(self.gains[list(joining)].sum()) + int(self.worth[self.covered(joining)])

    def covered(self, joining: Sequence[int]) -> int:
        """The open skills that they cover."""
        together = 0
        for one in joining:
            together |= int(self.signs[one])
        return together & ((1 << self.bits) - 1)


@dataclass(frozen=True, eq=False)
class Board:
    """All challenges as tasks; ``free`` is how many more teams each organisation may join, ``scale`` units per 1."""

    problem: Problem
    organisations: tuple[Organisation, ...]
    tasks: tuple[Task, ...]
    free: Ints
    scale: int

    @cached_property
    def place(self) -> dict[str, int]:
        """Where each organisation stands."""
        return {one.id: place for place, one in enumerate(self.organisations)}

    @cached_property
    def rivals(self) -> dict[int, frozenset[int]]:
        """With whom each organisation may not be in a team (those with nobody left out)."""
        found: dict[int, set[int]] = {}
        for apart in self.problem.apart:
            group = {self.place[name] for name in apart.organisations}
            for one in group:
                found.setdefault(one, set()).update(group - {one})
        return {one: frozenset(others) for one, others in found.items()}

    @cached_property
    def partners(self) -> dict[int, frozenset[int]]:
        """With whom each organisation must be in a team, directly or by way of others (itself among them)."""
        found: dict[int, frozenset[int]] = {}
        for together in self.problem.together:
            group = frozenset(self.place[name] for name in together.organisations)
            group = group.union(*(found.get(one, frozenset()) for one in group))
            found.update(dict.fromkeys(group, group))
        return found

    @cached_property
    def having(self) -> dict[str, list[tuple[int, Fraction]]]:
        """Who has each skill, and at what level."""
        found: dict[str, list[tuple[int, Fraction]]] = {}
        for place, one in enumerate(self.organisations):
            for skill, level in one.skills:
                found.setdefault(skill, []).append((place, level))
        return found

    def names(self, joining: Sequence[int]) -> tuple[str, ...]:
        """Their ids, sorted."""
        return tuple(sorted(self.organisations[one].id for one in joining))

    def exact(self, units: int) -> Fraction:
        """The fit of so many units."""
        return Fraction(units, self.scale)


def board_of(problem: Problem, seed: int) -> Board:
    """The board; raises ``TooLarge`` beyond what the search for a team is made for."""
    if len(problem.challenges) * len(problem.organisations) > MOST_CELLS:
        raise TooLarge([f"More than {MOST_CELLS:,} pairs of a challenge and an organisation are not solved at once."])
    ordered = tuple(sorted(problem.organisations, key=lambda one: (draw(seed, one.id), one.id)))
    scale = _scale_of(problem)
    held = dict.fromkeys((one.id for one in ordered), 0)
    for challenge in problem.challenges:
        for name in challenge.present:
            held[name] += 1
    bare = Board(problem, ordered, (), np.array([o.capacity - held[o.id] for o in ordered], dtype=np.int64), scale)
    return replace(bare, tasks=tuple(task_of(bare, challenge) for challenge in problem.challenges))


def _scale_of(problem: Problem) -> int:
    values = [fit for challenge in problem.challenges for _, fit in challenge.fits]
    values += [skill.weight for challenge in problem.challenges for skill in challenge.skills]
    values += [challenge.toll for challenge in problem.challenges]
    scale = math.lcm(*{value.denominator for value in values})
    if max((abs(value) * scale for value in values), default=0) > MOST_UNITS:
        raise TooLarge([f"On their common scale the fits must stay within {MOST_UNITS:,} units."])
    return scale


def task_of(board: Board, challenge: Challenge) -> Task:
    """What a challenge of the board asks; raises ``TooLarge`` where that is too much at once."""
    people, count = board.organisations, len(board.organisations)
    present = [board.place[name] for name in challenge.present]
    covers = [{p for p, level in board.having.get(s.skill, ()) if level >= s.level} for s in challenge.skills]
    open_skills = [n for n, among in enumerate(covers) if not among.intersection(present)]
    signs = np.zeros(count, dtype=np.int64)
    for bit, n in enumerate(open_skills):
        signs[list(covers[n])] |= 1 << bit
    counts: list[int] = []
    for one in challenge.counts:
        left = one.at_least - sum(people[p].counts_for(one) for p in present)
        if left > 0:
            having_it = [p for p in range(count) if people[p].counts_for(one)]
            signs[having_it] |= 1 << (len(open_skills) + len(counts))
            counts.append(left)
    codes = {code: n for n, code in enumerate(sorted({one.country for one in people}))}
    eligible = set(challenge.eligible) or set(codes)
    there = {people[p].country for p in present} & eligible
    country = np.array([-1 if o.country in there else codes[o.country] for o in people], dtype=np.int64)
    gains = np.full(count, -int(challenge.toll * board.scale), dtype=np.int64)
    for name, fit in challenge.fits:
        gains[board.place[name]] += int(fit * board.scale)
    task = Task(
        challenge=challenge,
        bits=len(open_skills),
        required=sum(1 << bit for bit, n in enumerate(open_skills) if challenge.skills[n].is_required),
        counts=tuple(counts),
        countries=max(0, challenge.countries - len(there)),
        least=max(0, challenge.least - len(present)),
        most=min(challenge.most - len(present), count),
        signs=signs,
        country=country,
        gains=gains,
        worth=_worth([int(challenge.skills[n].weight * board.scale) for n in open_skills]),
        held=_held(board, challenge, open_skills),
        allowed=_allowed(board, challenge, eligible),
        is_possible=not any(board.rivals.get(p, frozenset()) & set(present) for p in present),
    )
    if len(open_skills) > 16 or task.states > MOST_STATES:
        raise TooLarge([f"Challenge {challenge.id} asks for too many skills and counts at once to be solved exactly."])
    return task


def _worth(weights: Sequence[int]) -> Ints:
    """What each set of skills adds, by its bits."""
    worth = np.zeros(1, dtype=np.int64)
    for weight in weights:
        worth = np.concatenate([worth, worth + weight])
    return worth


def _held(board: Board, challenge: Challenge, open_skills: Sequence[int]) -> int:
    there = set(challenge.present)
    held = sum((fit for name, fit in challenge.fits if name in there), Fraction(0))
    held += sum((s.weight for n, s in enumerate(challenge.skills) if n not in open_skills), Fraction(0))
    return int(held * board.scale)


def _allowed(board: Board, challenge: Challenge, eligible: set[str]) -> Flags:
    """Who may join: with a free place, eligible, not excluded, kept apart from no member; nor one bound to such."""
    allowed = board.free > 0
    allowed &= np.array([one.country in eligible for one in board.organisations], dtype=np.bool_)
    present = {board.place[name] for name in challenge.present}
    out = {board.place[one.organisation] for one in challenge.excluded} | present
    for one in present:
        out |= board.rivals.get(one, frozenset())
    allowed[list(out)] = False
    for one, group in board.partners.items():
        if not all(allowed[other] or other in present for other in group):
            allowed[one] = False
    return allowed
