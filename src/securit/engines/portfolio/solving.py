"""The solver's door: the options with the greatest gain under all lines, and how far the proof goes.

The relaxation (options in parts) is solved first. Its prices are turned into whole numbers, and from these a bound and
the reduced gains follow in exact arithmetic, whatever the solver did. They settle every option that no better set can
treat otherwise; the search (HiGHS, branch and bound, through scipy) has only the rest. It works in floating point: its
sets are checked against every line in whole numbers, and its bound is believed only up to the next whole unit of gain.

Source: reduced-cost fixing and core problems for knapsacks (Balas and Zemel 1980; Pisinger 1999).
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from securit.engines._shared.outcome import Limits
from securit.engines.portfolio.model import Model

CORE = 120
"""How many options, those the prices are least sure of, are tried first for a good set."""

MOST_BITS = 60

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Effort:
    """The limits of one call of a rule: seconds for all its searches together, nodes for each of them."""

    limits: Limits
    since: float = field(default_factory=time.monotonic)

    @property
    def spent(self) -> bool:
        """Whether the time is up."""
        return self.limits.seconds is not None and time.monotonic() - self.since >= self.limits.seconds

    def options(self) -> dict[str, object]:
        """What the solver is told."""
        told: dict[str, object] = {"mip_rel_gap": 0.0}
        if self.limits.seconds is not None:
            told["time_limit"] = max(0.05, self.limits.seconds - (time.monotonic() - self.since))
        if self.limits.steps is not None:
            told["node_limit"] = self.limits.steps
        return told


@dataclass(frozen=True, slots=True, eq=False)
class Programme:
    """``low ≤ draws · x ≤ high``, ``least ≤ x ≤ most``, ``x`` 0 or 1: rows are lines, columns options."""

    draws: Any  # scipy.sparse.csr_array of int64
    low: Ints
    high: Ints
    least: Bools
    most: Bools

    def holds(self, x: Bools) -> bool:
        """Whether the set keeps within every line and fixing, in whole numbers."""
        drawn = self.draws @ x.astype(np.int64)
        within = np.all(drawn <= self.high) and np.all(drawn >= self.low)
        return bool(within and np.all(x <= self.most) and np.all(x >= self.least))

    def at_least(self, gain: Ints, total: int) -> Programme:
        """The same with one line more: the gain must reach the total."""
        from scipy.sparse import csr_array, vstack

        row = csr_array(gain.reshape(1, -1))
        high = np.append(self.high, max(total, int(np.maximum(gain, 0).sum())))
        draws = vstack([self.draws, row], format="csr", dtype=np.int64)
        return replace(self, draws=draws, low=np.append(self.low, total), high=high)


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """Whole-number prices of the lines over ``scale``, the reduced gains, and the bound that follows from them."""

    lines: tuple[int, ...]
    reduced: Ints
    bound: int
    scale: int

    def narrowed(self, programme: Programme, total: int) -> Programme:
        """The same with every option settled that no set of at least this total can treat otherwise."""
        settled = np.abs(self.reduced) > self.bound - total * self.scale
        settled &= programme.most & ~programme.least
        least = programme.least | (settled & (self.reduced > 0))
        return replace(programme, least=least, most=programme.most & ~(settled & (self.reduced < 0)))


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The best set found (``None``: none), a bound in units (``None``: unknown), and the prices of the relaxation.

    ``impossible`` says that the lines clash.
    """

    x: Bools | None
    bound: int | None
    prices: Prices | None
    impossible: bool = False

    def total(self, gain: Ints) -> int:
        """The gain of the set found (there must be one)."""
        assert self.x is not None
        return int(gain[self.x].sum())


def in_order(
    programme: Programme, gains: Sequence[Ints], effort: Effort, start: Bools | None = None
) -> tuple[Found, ...]:
    """Make one gain after the other as great as those before it allow; ends with the first that is not proven."""
    found: list[Found] = []
    for gain in gains:
        found.append(maximise(programme, gain, effort, start))
        last = found[-1]
        if last.x is None or last.bound != last.total(gain):
            break
        start = last.x
        narrowed = programme if last.prices is None else last.prices.narrowed(programme, last.total(gain))
        programme = narrowed.at_least(gain, last.total(gain))
    return tuple(found)


def programme_of(model: Model) -> Programme:
    """The lines of a model as rows; options that a line cannot hold are left out from the start."""
    from scipy.sparse import csr_array

    cells = [(row, option, draw) for row, line in enumerate(model.lines) for option, draw in line.draws.items()]
    table = np.array(cells, dtype=np.int64).reshape(-1, 3)
    shape = (len(model.lines), len(model.options))
    high = np.array([max(0, line.room) for line in model.lines], dtype=np.int64)
    most = np.ones(shape[1], dtype=np.bool_)
    most[table[table[:, 2] > high[table[:, 0]], 1]] = False
    return Programme(
        csr_array((table[:, 2], (table[:, 0], table[:, 1])), shape=shape, dtype=np.int64),
        np.array([line.least for line in model.lines], dtype=np.int64),
        high,
        np.zeros(shape[1], dtype=np.bool_),
        most,
    )


def maximise(programme: Programme, gain: Ints, effort: Effort, start: Bools | None = None) -> Found:
    """The set with the greatest gain; ``start`` is one that is known, if it keeps within the lines."""
    if len(gain) == 0:
        clash = bool(np.any(programme.low > 0))
        return Found(None if clash else np.zeros(0, dtype=np.bool_), None if clash else 0, None, impossible=clash)
    prices, impossible = _relaxed(programme, gain)
    if impossible:
        return Found(None, None, None, impossible=True)
    best = start if start is not None and programme.holds(start) else None
    if prices is not None:
        best = _better(best, _around(programme, gain, prices, effort), gain)
        narrowed = programme if best is None else prices.narrowed(programme, int(gain[best].sum()) + 1)
        if best is not None and prices.bound // prices.scale <= int(gain[best].sum()):
            return Found(best, int(gain[best].sum()), prices)
    else:
        narrowed = programme
    found, reach, clash = _search(narrowed, gain, effort)
    if clash and best is None:
        return Found(None, None, prices, impossible=True)
    best = _better(best, found, gain)
    floor = None if best is None else int(gain[best].sum())
    bounds = [b for b in (reach, None if prices is None else prices.bound // prices.scale) if b is not None]
    bound = floor if clash else min(bounds, default=None)
    return Found(best, bound if floor is None or bound is None else max(bound, floor), prices)


def _better(one: Bools | None, other: Bools | None, gain: Ints) -> Bools | None:
    if one is None or other is None:
        return other if one is None else one
    return other if gain[other].sum() > gain[one].sum() else one


def _around(programme: Programme, gain: Ints, prices: Prices, effort: Effort) -> Bools | None:
    """A good set: the options far from the margin as the prices say, the rest searched."""
    loss = np.where(programme.most & ~programme.least, np.abs(prices.reduced), np.iinfo(np.int64).max)
    open_count = int((programme.most & ~programme.least).sum())
    if open_count <= CORE:
        return None
    near = np.argsort(loss, kind="stable")[:CORE]
    least, most = programme.least | (prices.reduced > 0) & programme.most, programme.most & (prices.reduced > 0)
    least[near], most[near] = programme.least[near], programme.most[near]
    return _search(replace(programme, least=least, most=most), gain, effort)[0]


def _relaxed(programme: Programme, gain: Ints) -> tuple[Prices | None, bool]:
    """The prices of the relaxation, or that it has no answer. No prices where the solver gave none that can be used."""
    from scipy.optimize import linprog
    from scipy.sparse import vstack

    lowest = programme.draws.minimum(0).sum(axis=1)
    asked = np.flatnonzero(programme.low > lowest)
    rows: Any = programme.draws
    limit = programme.high.astype(np.float64)
    if len(asked):
        rows = vstack([rows, -programme.draws[asked]], format="csr")
        limit = np.concatenate([limit, -programme.low[asked].astype(np.float64)])
    scaling = np.maximum(1.0, abs(rows).max(axis=1).toarray().ravel().astype(np.float64))
    result = linprog(
        -gain.astype(np.float64),
        A_ub=rows.multiply(1 / scaling[:, None]).tocsr(),
        b_ub=limit / scaling,
        bounds=np.column_stack([programme.least, programme.most]).astype(np.float64),
        method="highs-ds",
    )
    if result.status == 2:
        return None, True
    if result.status != 0:
        return None, False
    dual = -result.ineqlin.marginals / scaling
    price = dual[: len(programme.high)].copy()
    price[asked] -= dual[len(programme.high) :]
    return _exact_prices(programme, gain, price), False


def _exact_prices(programme: Programme, gain: Ints, price: NDArray[np.float64]) -> Prices | None:
    """The prices as whole numbers over one power of two, and what follows from them without rounding."""
    draws = programme.draws
    heaviest = float((abs(draws).T @ np.abs(price)).max() + np.abs(gain).max() + 1)
    scale = 2 ** max(0, min(40, MOST_BITS - math.ceil(math.log2(heaviest))))
    lines = [round(float(one) * scale) for one in price]
    if max((abs(one) for one in lines), default=0) >= 2**MOST_BITS:
        return None
    reduced = gain * scale - draws.T @ np.array(lines, dtype=np.int64)
    bound = sum(
        one * (int(high) if one > 0 else int(low))
        for one, low, high in zip(lines, programme.low, programme.high, strict=True)
    )
    bound += sum(int(one) for one in reduced[(reduced > 0) & programme.most])
    bound += sum(int(one) for one in reduced[(reduced < 0) & programme.least])
    return Prices(tuple(lines), reduced, bound, scale)


def _search(programme: Programme, gain: Ints, effort: Effort) -> tuple[Bools | None, int | None, bool]:
    """A set that was checked in whole numbers, if one was found; the solver's bound; whether the lines clash."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    free = np.flatnonzero(programme.most & ~programme.least)
    fixed = programme.least.astype(np.int64)
    taken = programme.draws @ fixed
    rows = _lowest_terms(programme.draws[:, free], programme.low - taken, programme.high - taken)
    if len(free) == 0:
        holds = programme.holds(programme.least)
        return (programme.least, int(gain[programme.least].sum()), False) if holds else (None, None, True)
    if effort.spent:
        return None, None, False
    result = milp(
        -gain[free].astype(np.float64),
        integrality=np.ones(len(free)),
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(*rows)],
        options=effort.options(),
    )
    if result.status == 2:
        return None, None, True
    # The node limit comes back as status 4 with this message: the solver's library does not know that status.
    if result.status not in (0, 1) and "Solution limit reached" not in result.message:
        raise RuntimeError(f"The solver ended a solvable portfolio with: {result.message}")
    own = int(gain[programme.least].sum())
    dual = getattr(result, "mip_dual_bound", None)
    reach = None if dual is None or not np.isfinite(dual) else own + math.floor(-dual + 1e-4 + 5e-13 * abs(dual))
    if result.x is None:
        return None, reach, False
    x = programme.least.copy()
    x[free[result.x > 0.5]] = True
    return (x if programme.holds(x) else None), reach, False


def _lowest_terms(draws: Any, low: Ints, high: Ints) -> tuple[Any, Ints, Ints]:
    """Each row divided by what its numbers share: smaller numbers, the same whole solutions, a tighter relaxation."""
    rows = draws.tocsr()
    rows.eliminate_zeros()
    counts = np.diff(rows.indptr)
    shared = np.ones(len(counts), dtype=np.int64)
    filled = counts > 0
    if filled.any():
        shared[filled] = np.gcd.reduceat(rows.data, rows.indptr[:-1][filled])
    shared = np.maximum(np.abs(shared), 1)
    rows.data //= np.repeat(shared, counts)
    return rows, -(-low // shared), high // shared
