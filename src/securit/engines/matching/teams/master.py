"""The linear and the integer programme over teams: a challenge takes one, an organisation has its places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from securit.engines._shared.effort import Effort
from securit.engines.matching.teams.board import Board, Flags, Ints

FINE = 10_000
"""Prices are whole numbers of so many parts of a unit of fit."""

NODES = 500
"""How many nodes of branch and cut one choice among the teams may take."""

Key = tuple[int, tuple[int, ...]]


@dataclass(slots=True)
class Pool:
    """The teams found so far: challenge and who joins, with the fit in units."""

    board: Board
    teams: dict[Key, int] = field(default_factory=dict)

    def add(self, challenge: int, joining: tuple[int, ...]) -> bool:
        """Add a team; whether it is new."""
        key = (challenge, joining)
        if key in self.teams:
            return False
        self.teams[key] = self.board.tasks[challenge].fit(joining)
        return True

    def reaching(self, floor: int | None) -> list[Key]:
        """The teams whose fit reaches the floor, in the order in which they were found."""
        return [key for key, fit in self.teams.items() if floor is None or fit >= floor]


@dataclass(frozen=True, slots=True)
class Aim:
    """What is sought: the greatest fit, or with ``weight`` 0 the most challenges.

    So many are ``served`` (0: as many as there may be), each at the ``floor`` or above.
    """

    weight: int = 1
    served: int = 0
    floor: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Relaxed:
    """A solution in parts, and whole prices in 1/FINE units (or in parts of the prize); ``own``: of a challenge."""

    value: float
    own: Ints
    prices: Ints
    served: int
    """The price of the demand to serve so many."""

    is_short: bool
    """Whether the teams at hand do not serve so many, which has a price."""


def _rows(board: Board, keys: Sequence[Key]) -> tuple[Any, Any]:
    from scipy.sparse import csr_array

    at = np.array([challenge for challenge, _ in keys], dtype=np.int64)
    width = np.array([len(joining) for _, joining in keys], dtype=np.int64)
    who = np.array([one for _, joining in keys for one in joining], dtype=np.int64)
    columns = np.arange(len(keys))
    once = csr_array((np.ones(len(keys)), (at, columns)), shape=(len(board.tasks), len(keys)))
    loads = csr_array((np.ones(len(who)), (who, np.repeat(columns, width))), shape=(len(board.free), len(keys)))
    return once, loads


def _contested(board: Board, keys: Sequence[Key]) -> Ints:
    """The organisations that more challenges could take than they have places; no other needs a row."""
    asking = {(one, challenge) for challenge, joining in keys for one in joining}
    many = np.bincount(np.array([one for one, _ in asking], dtype=np.int64), minlength=len(board.free))
    return np.flatnonzero(many > board.free)


def relaxed(pool: Pool, keys: Sequence[Key], aim: Aim, effort: Effort, penalty: int) -> Relaxed | None:
    """Solve the linear programme over these teams; nothing when a limit ended it.

    Each challenge that is served too few costs ``penalty`` times the greatest fit.
    """
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, hstack, vstack

    board = pool.board
    once, loads = _rows(board, keys)
    fits = np.array([pool.teams[key] for key in keys], dtype=np.float64)
    unit = float(max(1, int(np.abs(fits).max(initial=0)))) if aim.weight else 1.0
    gain = fits / unit if aim.weight else np.ones(len(keys))
    used = _contested(board, keys)
    rows = hstack([vstack([once, loads[used]]), csr_array((len(board.tasks) + len(used), 1))], format="csr")
    exactly = csr_array(np.ones((1, len(keys) + 1))) if aim.served else None
    left = effort.seconds_left
    result = linprog(
        np.append(-gain, float(penalty)),
        A_ub=rows,
        b_ub=np.concatenate([np.ones(len(board.tasks)), board.free[used]]),
        A_eq=exactly,
        b_eq=None if exactly is None else [float(aim.served)],
        bounds=(0, None),
        method="highs-ipm",
        options={} if left is None else {"time_limit": max(0.1, left)},
    )
    effort.step()
    if result.status == 1:
        return None
    if result.status != 0:
        raise RuntimeError(f"The solver ended a linear programme that has an answer with: {result.message}")
    fine = unit * FINE if aim.weight else float(prize_of(board))
    dual = np.maximum(np.rint(-result.ineqlin.marginals * fine).astype(np.int64), 0)
    served = round(float(result.eqlin.marginals[0]) * fine) if aim.served else 0
    prices = np.zeros(len(board.free), dtype=np.int64)
    prices[used] = dual[len(board.tasks) :]
    is_short = bool(result.x[-1] > 1e-6)
    return Relaxed(-float(result.fun) * fine, dual[: len(board.tasks)], prices, served, is_short)


def prize_of(board: Board) -> int:
    """What a served challenge counts for where only their number counts, beside which any fit is small."""
    fittest = max((int(np.abs(task.gains).max(initial=0)) * max(1, task.most) for task in board.tasks), default=0)
    return FINE * min(2**36, max(FINE, 1000 * fittest))


def chosen_of(pool: Pool, keys: Sequence[Key], taken: Flags) -> dict[int, tuple[int, ...]]:
    """The taken teams by challenge."""
    return {keys[one][0]: keys[one][1] for one in np.flatnonzero(taken).tolist()}


def best_whole(
    pool: Pool, keys: Sequence[Key], aim: Aim, effort: Effort, enough: float = 0.0
) -> tuple[dict[int, tuple[int, ...]], bool]:
    """The best choice among these teams that was found (none: empty), and whether none is better by ``enough`` of it.

    One run of branch and cut (HiGHS). A choice that fails a row in whole numbers is dropped.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    if not keys:
        return {}, aim.served == 0
    board = pool.board
    once, loads = _rows(board, keys)
    fits = np.array([pool.teams[key] for key in keys], dtype=np.float64)
    unit = float(max(1, int(np.abs(fits).max(initial=0))))
    used = _contested(board, keys)
    rows = [LinearConstraint(once, -np.inf, 1)]
    if len(used):
        rows.append(LinearConstraint(loads[used], -np.inf, board.free[used].astype(np.float64)))
    if aim.served:
        rows.append(LinearConstraint(np.ones((1, len(keys))), aim.served, aim.served))
    nodes = NODES if effort.steps_left is None else max(1, min(NODES, effort.steps_left))
    options: dict[str, float] = {"mip_rel_gap": enough, "node_limit": nodes}
    if effort.seconds_left is not None:
        options["time_limit"] = max(0.1, effort.seconds_left)
    gain = fits / unit if aim.weight else np.ones(len(keys))
    result = milp(-gain, constraints=rows, integrality=np.ones(len(keys)), bounds=Bounds(0, 1), options=options)
    effort.step(max(1, int(result.get("mip_node_count") or 0)))
    if result.status == 2:
        return {}, True
    # The node limit comes back as status 4 with this message: the solver's library does not know that status.
    if result.status not in (0, 1) and "Solution limit reached" not in result.message:
        raise RuntimeError(f"The solver ended an integer programme that has an answer with: {result.message}")
    if result.x is None:
        return {}, False
    taken = result.x > 0.5
    if np.any(once @ taken > 1) or np.any(loads @ taken > board.free) or (aim.served and taken.sum() != aim.served):
        return {}, False
    return chosen_of(pool, keys, taken), bool(result.status == 0)
