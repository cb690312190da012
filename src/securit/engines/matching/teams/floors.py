"""The best team above a floor by branch and cut, where weighing the floor into the values leaves too much open.

Pairs kept apart or together are left aside, so that what is found is a bound in any case. HiGHS works in floating
point: its bound is believed up to a millionth of the greatest team.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from securit.engines.matching.teams.board import Ints, Task

NODES = 2_000
MARGIN = 1e-6


def searched(task: Task, prices: Ints, weight: int, floor: int) -> tuple[int | None, tuple[int, ...] | None]:
    """A bound on ``weight`` × fit less the prices among teams at the floor, and the best team found; either unknown."""
    from scipy.optimize import Bounds, milp

    who = np.flatnonzero(task.allowed)
    weights = np.array([int(task.worth[1 << bit]) for bit in range(task.bits)], dtype=np.float64)
    codes = np.unique(task.country[who][task.country[who] >= 0]) if task.countries else np.zeros(0, dtype=np.int64)
    fits = np.concatenate([task.gains[who].astype(np.float64), weights, np.zeros(len(codes))])
    value = fits * weight
    value[: len(who)] -= prices[who]
    scale = float(max(1.0, np.abs(value).max(initial=0)))
    unit = float(max(1.0, np.abs(fits).max(initial=0)))
    matrix, low, high = _rows(task, who, codes, len(fits))
    result: Any = milp(
        -value / scale,
        constraints=[
            (matrix, low, high),
            ((fits / unit).reshape(1, -1), (floor - task.held) / unit - MARGIN, np.inf),
        ],
        integrality=np.ones(len(fits)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0, "node_limit": NODES},
    )
    dual = result.get("mip_dual_bound")
    reach = None
    if dual is not None and np.isfinite(dual):
        reach = math.ceil((-float(dual) + MARGIN) * scale) + weight * task.held
    if result.x is None:
        return reach, None
    return reach, tuple(int(one) for one in who[result.x[: len(who)] > 0.5])


def _rows(task: Task, who: Ints, codes: Ints, width: int) -> tuple[Any, Any, Any]:
    """Size, skills, counts and countries, over organisations, skills and countries."""
    count = len(who)
    members = np.zeros(width)
    members[:count] = 1
    rows, low, high = [members], [float(task.least)], [float(task.most)]
    signs = task.signs[who]
    for bit in range(task.bits):
        row = np.zeros(width)
        row[:count] = signs >> bit & 1
        row[count + bit] = 0 if task.required >> bit & 1 else -1
        rows.append(row)
        low.append(float(task.required >> bit & 1))
        high.append(np.inf)
    for n, least in enumerate(task.counts):
        row = np.zeros(width)
        row[:count] = signs >> (task.bits + n) & 1
        rows.append(row)
        low.append(float(least))
        high.append(np.inf)
    if task.countries:
        for n, code in enumerate(codes.tolist()):
            row = np.zeros(width)
            row[:count] = task.country[who] == code
            row[count + task.bits + n] = -1
            rows.append(row)
            low.append(0.0)
            high.append(np.inf)
        row = np.zeros(width)
        row[count + task.bits :] = 1
        rows.append(row)
        low.append(float(task.countries))
        high.append(np.inf)
    return np.array(rows), np.array(low), np.array(high)
