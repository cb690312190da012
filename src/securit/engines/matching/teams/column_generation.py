"""The rule for many teams: teams are priced out of all possible ones until no better mixture exists, then chosen whole.

In order: challenges served, the fit of the worst-served one, the total fit. Every bound comes from whole-number prices
and the exact best team of every challenge at these prices, so it holds whatever the solver did.

Source: Barnhart et al., Branch-and-price, Operations Research 46 (1998); without branching, so the gap may stay open.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from securit.engines._shared.effort import Effort
from securit.engines._shared.outcome import Answer, Limits, Status
from securit.engines.matching.teams.board import Board, Ints, board_of
from securit.engines.matching.teams.explanation import decided, explained
from securit.engines.matching.teams.greedy import in_turn, objectives_of, status_of
from securit.engines.matching.teams.master import FINE, Aim, Pool, Relaxed, best_whole, prize_of, relaxed
from securit.engines.matching.teams.pricing import Pricer
from securit.engines.matching.teams.problem import Problem, Teams
from securit.engines.matching.teams.searching import Search

ROUNDS = 60
PROBES = 6
PATIENT = 600
"""How many tries the pricing of one challenge has at the end."""

STALE = 8
"""How many rounds may pass in which neither the mixture nor its bound gets better by a thousandth."""

CALM = 6
"""How many tenths of the prices are kept from those that gave the best bound."""

SMALL = 50
"""Up to so many challenges the mixture and the choice of whole teams are taken to their ends."""

ENOUGH = 1_000
"""Beyond, whole teams are chosen within this part of the best choice among those found."""

LIGHT, HEAVY = 2, 1_000
"""What a challenge that the teams at hand do not serve costs, in greatest fits: at first, and to be certain."""

NEAR = 1_000
"""And teams are sought until the mixture is within this part of its bound."""

FURTHER = 2_000
"""How many further teams, or tries for them, the last step may look at to close the gap."""

Choice = dict[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """What no choice exceeds, in 1/FINE units (or parts of the prize), the prices that prove it, and what each
    challenge reaches at these prices (``None``: it has no such team)."""

    value: int
    prices: Ints
    served: int
    reach: tuple[int | None, ...]


@dataclass(slots=True)
class Generation:
    """One call of the rule: the board, the teams found, the effort left."""

    board: Board
    limits: Limits
    effort: Effort
    pool: Pool
    pricer: Pricer
    best: tuple[int | None, ...] = ()
    """The best fit that each challenge could have by itself; ``None`` where no team can serve it."""

    known: dict[Aim, tuple[Choice, Bound | None]] = field(default_factory=dict)

    @property
    def servable(self) -> int:
        """How many challenges a team can serve."""
        return sum(one is not None for one in self.best)

    def worst(self, choice: Choice) -> int:
        """The least fit among the teams (there must be one)."""
        return min(self.board.tasks[c].fit(joining) for c, joining in choice.items())

    def total(self, choice: Choice) -> int:
        """The fits of the teams together."""
        return sum(self.board.tasks[c].fit(joining) for c, joining in choice.items())

    def begin(self, start: Choice) -> None:
        """The best teams of every challenge by themselves, and those of a first choice."""
        nothing = np.zeros(len(self.board.free), dtype=np.int64)
        best: list[int | None] = []
        for c in range(len(self.board.tasks)):
            found = self.pricer.best(c, nothing, FINE, many=12)
            best.append(None if found.bound is None else found.bound // FINE)
            for team in found.teams:
                self.pool.add(c, team.joining)
        self.best = tuple(best)
        for c, joining in start.items():
            self.pool.add(c, joining)

    def grow(self, aim: Aim) -> Bound | None:
        """Add teams until the mixture cannot be better, or the limits end it: the best bound found."""
        bound = self._by_itself(aim.served) if aim.weight and aim.served else None
        calm, penalty, stale, mixture = CALM, LIGHT, 0, -math.inf
        for number in range(ROUNDS):
            keys = self.pool.reaching(aim.floor)
            solved = None if self.effort.spent else relaxed(self.pool, keys, aim, self.effort, penalty)
            if solved is None:
                self.effort.was_cut = True
                return bound
            self.limits.watch.told(f"{len(self.pool.teams)} teams weighed, round {number + 1}")
            prices, served = self._between(bound, solved, calm)
            priced_here = self._priced(aim, prices, served, solved)
            if priced_here is None:
                return bound
            here, fresh = priced_here
            news = self._is_news(bound, here, mixture, solved.value)
            stale, mixture = (0, solved.value) if news else (stale + 1, mixture)
            bound = here if bound is None or here.value < bound.value else bound
            if self._refutes(bound, aim) or stale >= STALE:
                break
            is_done = (not fresh and calm == 0) or bound.value - solved.value <= self._near_enough(aim, solved.value)
            if is_done and (not solved.is_short or penalty == HEAVY):
                break
            penalty = HEAVY if is_done else penalty
            calm = CALM if fresh else 0
        return bound

    def _is_news(self, bound: Bound | None, here: Bound, mixture: float, value: float) -> bool:
        """Whether the bound fell, or the mixture rose, by a thousandth."""
        step = abs(here.value) / 1_000
        return bound is None or here.value < bound.value - step or value > mixture + step

    def _refutes(self, bound: Bound, aim: Aim) -> bool:
        """Whether the bound is below what so many teams at the floor would have at least, so that there are none."""
        if not aim.weight:
            return bound.value // prize_of(self.board) < aim.served
        return aim.floor is not None and bound.value < aim.served * aim.floor * FINE

    def _between(self, bound: Bound | None, solved: Relaxed, calm: int) -> tuple[Ints, int]:
        """Prices between those of the best bound and the present ones, so that they swing less (Wentges 1997)."""
        if bound is None or calm == 0:
            return solved.prices, solved.served
        mixed: Ints = (bound.prices * calm + solved.prices * (10 - calm)) // 10
        return mixed, (bound.served * calm + solved.served * (10 - calm)) // 10

    def _near_enough(self, aim: Aim, value: float) -> float:
        if not aim.weight:
            return prize_of(self.board) / 1000
        return FINE / 20 if len(self.board.tasks) <= SMALL else max(FINE / 20, abs(value) / NEAR)

    def _priced(self, aim: Aim, prices: Ints, served: int, solved: Relaxed) -> tuple[Bound, int] | None:
        """The bound at these prices, and how many teams came that the mixture lacks; nothing when the time is up."""
        prize, weight = (0, FINE) if aim.weight else (prize_of(self.board), 0)
        reach: list[int | None] = []
        fresh = 0
        for c, task in enumerate(self.board.tasks):
            if self.effort.seconds_left is not None and self.effort.spent:
                return None
            found = self.pricer.best(c, prices, weight, aim.floor)
            reach.append(None if found.bound is None else found.bound + prize)
            for team in found.teams:
                worth = weight * task.fit(team.joining) + prize - int(solved.prices[list(team.joining)].sum())
                if worth + solved.served > int(solved.own[c]) + 5:
                    fresh += self.pool.add(c, team.joining)
        return self._bound(aim, prices, served, tuple(reach)), fresh

    def _bound(self, aim: Aim, prices: Ints, served: int, reach: tuple[int | None, ...]) -> Bound:
        there = [one for one in reach if one is not None]
        if aim.served == len(there):
            served = max(served, -min(there, default=0))
        value = sum(max(0, one + served) for one in there) - served * aim.served
        value += int(prices @ np.maximum(self.board.free, 0))
        return Bound(value, prices, served, reach)

    def filled(self, aim: Aim) -> tuple[Choice, Bound | None]:
        """The best choice among the teams after growing (empty: none found), and the bound."""
        if aim not in self.known:
            bound = self.grow(aim)
            is_open = bound is None or not self._refutes(bound, aim)
            self.known[aim] = self._whole(aim) if is_open else {}, bound
        return self.known[aim]

    def _whole(self, aim: Aim) -> Choice:
        """A choice among the teams, so near the best of them that the rest of the gap is the mixture's."""
        enough = 1 / ENOUGH if aim.weight and len(self.board.tasks) > SMALL else 0.0
        return best_whole(self.pool, self.pool.reaching(aim.floor), aim, self.effort, enough)[0]

    def served(self, choice: Choice) -> tuple[Choice, int]:
        """A choice that serves most, and a bound on how many can be served."""
        if len(choice) == self.servable:
            return choice, self.servable
        other, bound = self.filled(Aim(weight=0))
        most = self.servable if bound is None else min(self.servable, bound.value // prize_of(self.board))
        choice = other if len(other) > len(choice) else choice
        return choice, max(most, len(choice))

    def lifted(self, choice: Choice) -> tuple[Choice, int]:
        """A choice as large whose worst-served challenge is as high as was found, and a bound on that."""
        count = len(choice)
        high = sorted((one for one in self.best if one is not None), reverse=True)[count - 1]
        low, tries = self.worst(choice), [high]
        for _ in range(PROBES):
            if low >= high or not tries or self.effort.spent:
                break
            floor = tries.pop()
            self.limits.watch.told(f"whether each can have a fit of {float(self.board.exact(floor)):g}")
            found, refuted = self._reaches(count, floor)
            if found:
                choice, low = found, self.worst(found)
            elif refuted:
                high = max(low, floor - 1)
            between = {one for one in self.pool.teams.values() if low < one < (high + 1 if found or refuted else floor)}
            tries = [sorted(between)[len(between) // 2]] if between else []
        return choice, high

    def _reaches(self, count: int, floor: int) -> tuple[Choice, bool]:
        """A choice of so many teams that all reach the floor; or whether there is none."""
        aim = Aim(served=count, floor=floor)
        choice, bound = self.filled(aim)
        if choice or bound is None:
            return choice, False
        if self._refutes(bound, aim):
            return {}, True
        aim = Aim(weight=0, served=count, floor=floor)
        choice, bound = self.filled(aim)
        return choice, bound is not None and self._refutes(bound, aim)

    def totalled(self, choice: Choice) -> tuple[Choice, Bound]:
        """The greatest total among choices as large whose worst-served is as high, and the bound on it."""
        aim = Aim(served=len(choice), floor=self.worst(choice))
        found, bound = self.filled(aim)
        if found and self.total(found) > self.total(choice):
            choice = found
        assert bound is not None  # what each challenge could have by itself is one
        if not self.effort.spent and bound.value // FINE > self.total(choice):
            bound = self._sharpened(aim, bound)
        if not self.effort.spent and bound.value // FINE > self.total(choice):
            choice, bound = self.closed(aim, choice, bound)
        return choice, bound

    def _sharpened(self, aim: Aim, bound: Bound) -> Bound:
        """The bound at the same prices, with more patience for challenges that the floor makes hard to price."""
        self.pricer.tries = PATIENT
        reach: list[int | None] = []
        for c, known in enumerate(bound.reach):
            found = None if self.effort.spent else self.pricer.best(c, bound.prices, FINE, aim.floor)
            reach.append(known if found is None else found.bound)
        sharp = self._bound(aim, bound.prices, bound.served, tuple(reach))
        return sharp if sharp.value < bound.value else bound

    def _by_itself(self, count: int) -> Bound:
        """The bound without any prices: so many challenges with the best team each could have."""
        reach = tuple(None if one is None else one * FINE for one in self.best)
        could = sorted((one for one in reach if one is not None), reverse=True)
        return self._bound(Aim(served=count), np.zeros_like(self.board.free), -could[count - 1], reach)

    def closed(self, aim: Aim, choice: Choice, bound: Bound) -> tuple[Choice, Bound]:
        """Look at every team that a better choice could hold, if these are few: then the best of them is the best."""
        gap = bound.value - self.total(choice) * FINE
        tries = 0
        for c, task in enumerate(self.board.tasks):
            reach = bound.reach[c]
            if reach is None:
                continue
            least = max(0, reach + bound.served) - bound.served - (gap - FINE)
            few = None if aim.floor is None else self.pricer.listed(c, aim.floor)
            if few is not None:
                for joining in few:
                    self.pool.add(c, joining)
                continue
            search = Search(self.board, task, task.gains * FINE - bound.prices, task.worth * FINE)
            search.begin()
            while search.bound is not None and search.bound + FINE * task.held >= least:
                team = search.next(FURTHER - tries)
                if team is None or self.effort.spent:
                    return choice, bound
                if aim.floor is None or task.fit(team.joining) >= aim.floor:
                    self.pool.add(c, team.joining)
            tries += search.tries
        found, is_best = best_whole(self.pool, self.pool.reaching(aim.floor), aim, self.effort)
        if found and self.total(found) > self.total(choice):
            choice = found
        value = self.total(choice) * FINE if is_best else bound.value
        return choice, Bound(value, bound.prices, bound.served, bound.reach)


def generation_of(board: Board, limits: Limits, start: Choice) -> Generation:
    """Everything ready to generate teams."""
    generation = Generation(board, limits, Effort(limits), Pool(board), Pricer(board))
    generation.begin(start)
    return generation


def answer(problem: Problem, seed: int, limits: Limits) -> Answer[Teams]:
    """The answer of the rule; raises ``TooLarge`` where one challenge asks for too much at once."""
    board = board_of(problem, seed)
    choice = in_turn(board)
    generation = generation_of(board, limits, choice)
    choice, most = generation.served(choice)
    if not choice:
        objectives = objectives_of(board, choice, generation.best, (most, 0, 0))
        decision = decided(board, choice, generation.best)
        notes = explained(board, choice, generation.best, decision)
        return Answer(decision, status_of(objectives), notes, objectives, "total")
    choice, high = generation.lifted(choice)
    choice, bound = generation.totalled(choice)
    bounds = (most, high, max(generation.total(choice), bound.value // FINE))
    open_as = Status.STOPPED if generation.effort.was_cut else Status.BY_RULE
    objectives = objectives_of(board, choice, generation.best, bounds, open_as)
    decision = decided(board, choice, generation.best)
    return Answer(
        decision=decision,
        status=status_of(objectives, open_as),
        objectives=objectives,
        headline="total",
        certificate=_certificate(board, bound),
        trace=explained(board, choice, generation.best, decision),
        stopped_by=generation.effort.name,
    )


def _certificate(board: Board, bound: Bound) -> tuple[tuple[str, Fraction], ...]:
    """What a place of an organisation costs, and what one challenge more to serve costs, in fit."""
    unit = board.scale * FINE
    places = [(f"place:{o.id}", Fraction(int(p), unit)) for o, p in zip(board.organisations, bound.prices, strict=True)]
    return (("served", Fraction(bound.served, unit)), *sorted((name, price) for name, price in places if price))
