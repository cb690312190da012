"""Two solvers side by side in slices of conflicts, and the fewest of some literals by lower bounds that rise.

A slice is counted in conflicts, so the way through the search is the same on every machine; only a limit in seconds
cuts it where the clock says.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from securit.engines._shared.outcome import Limits
from securit.engines.scheduling.clauses import Clauses

SLICE = 4_000
"""Conflicts that a solver may meet before the other one has its turn, at first; slices grow by half."""

LARGE = 2**20
"""From so many clauses on one solver works alone, in shorter slices."""


@dataclass(slots=True)
class Effort:
    """How much of the limits is used up. ``part`` of the seconds may be given to a first phase."""

    limits: Limits
    conflicts: int = 0
    was_cut: bool = False
    _since: float = field(default_factory=time.monotonic)

    def is_spent(self, part: float = 1.0) -> bool:
        """Whether the search must end now; remembered in ``was_cut``."""
        steps, seconds = self.limits.steps, self.limits.seconds
        over = steps is not None and self.conflicts >= steps * part
        over = over or (seconds is not None and time.monotonic() - self._since >= seconds * part)
        self.was_cut = self.was_cut or over
        return over

    def seconds_left(self) -> float:
        """Seconds before the limit; a day where there is none."""
        spent = time.monotonic() - self._since
        return 86_400.0 if self.limits.seconds is None else max(0.0, self.limits.seconds - spent)


class Search:
    """Decides whether the clauses can hold under assumptions; the clauses may grow between two questions."""

    def __init__(self, clauses: Clauses, effort: Effort, *, alone: bool = False) -> None:
        from pysat.solvers import Cadical195, Glucose42

        self.clauses, self.effort = clauses, effort
        self.model: set[int] = set()
        self.core: tuple[int, ...] = ()
        large = len(clauses.fresh) > LARGE
        self._slice = SLICE // 8 if large else SLICE
        self._solvers: list[Any] = [Cadical195()] if large or alone else [Cadical195(), Glucose42()]

    def __enter__(self) -> Search:
        return self

    def __exit__(self, *_: object) -> None:
        for solver in self._solvers:
            solver.delete()

    def can_hold(
        self, assumptions: Sequence[int] = (), *, at_most: int | None = None, part: float = 1.0
    ) -> bool | None:
        """Yes with a :attr:`model`, no with a :attr:`core` of assumptions, or nothing when a limit came first.

        ``at_most`` is a number of conflicts for this question alone.
        """
        self._hand_over()
        turn, width, used = 0, float(self._slice), 0
        while not self.effort.is_spent(part) and (at_most is None or used < at_most):
            solver = self._solvers[turn % len(self._solvers)]
            before = solver.accum_stats()["conflicts"]
            solver.conf_budget(int(width) if at_most is None else min(int(width), at_most - used))
            said = solver.solve_limited(assumptions=list(assumptions))
            spent = max(1, solver.accum_stats()["conflicts"] - before)
            used, self.effort.conflicts = used + spent, self.effort.conflicts + spent
            if said is not None:
                self._keep(solver, said)
                return bool(said)
            turn += 1
            if turn % len(self._solvers) == 0:
                width *= 1.5
        return None

    def prefer(self, literals: Sequence[int]) -> None:
        """Try these literals first where the search is free to choose."""
        for solver in self._solvers:
            solver.set_phases(list(literals))

    def _hand_over(self) -> None:
        for clause in self.clauses.taken():
            for solver in self._solvers:
                solver.add_clause(clause)

    def _keep(self, solver: Any, said: bool) -> None:
        if said:
            self.model = {literal for literal in solver.get_model() if literal > 0}
        else:
            self.core = tuple(sorted(solver.get_core() or (), key=abs))


@dataclass(slots=True)
class Fewest:
    """What is known of the fewest of something: ``bound`` ≤ fewest ≤ ``value``, which ``slots`` reaches.

    ``literals`` must hold for each one there is; ``read`` makes a timetable of a model, ``measure`` says how many one
    has.
    """

    literals: Sequence[int]
    read: Callable[[set[int]], dict[int, int]]
    measure: Callable[[dict[int, int]], int]
    slots: dict[int, int]
    bound: int = 0
    value: int = field(init=False)

    def __post_init__(self) -> None:
        self.value = self.measure(self.slots)

    @property
    def is_proven(self) -> bool:
        """Whether nothing is left to find."""
        return self.value <= self.bound

    def learn(self, slots: dict[int, int]) -> None:
        """Keep the timetable if it is better."""
        value = self.measure(slots)
        if value < self.value:
            self.value, self.slots = value, slots


def lower(search: Search, found: Fewest, *, at_most: int | None = None, part: float = 1.0) -> None:
    """Raise the bound until a model reaches it, or ``at_most`` conflicts (or that part of the limits) are spent.

    First disjoint cores: literals that cannot all be false raise the bound by one and are set aside. Then a totaliser
    counts them all, and the bound rises one by one.
    """
    end = None if at_most is None else search.effort.conflicts + at_most
    rest, cores = list(found.literals), 0
    while not found.is_proven:
        said = search.can_hold([-one for one in rest], at_most=_left(search, end), part=part)
        if said is None:
            return
        if said:
            found.learn(found.read(search.model))
            break
        if not search.core:
            raise RuntimeError("Clauses that held before cannot hold any more.")
        cores += 1
        found.bound = max(found.bound, cores)
        rest = [one for one in rest if -one not in search.core]
    outputs: list[int] = []
    while not found.is_proven:
        if found.bound >= len(outputs):
            outputs = search.clauses.count(found.literals, min(len(found.literals), 2 * found.bound + 8))
        said = search.can_hold([-outputs[found.bound]], at_most=_left(search, end), part=part)
        if said is None:
            return
        if said:
            found.learn(found.read(search.model))
        else:
            found.bound += 1


def _left(search: Search, end: int | None) -> int | None:
    return None if end is None else max(0, end - search.effort.conflicts)
