"""The exact rule: the funded set with the greatest total score, whatever the order of the ranking.

A programme may use it only where the call published that it does. The solver (HiGHS, branch and bound) works in
floating point; its answer is rounded, checked against every line in whole cents, and its bound is believed only up
to the next whole unit of score. Among equally good sets it takes the one that departs least from the ranked list.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from securit.engines._shared.draws import draw
from securit.engines._shared.errors import TooLarge
from securit.engines._shared.exact import whole_numbers
from securit.engines._shared.outcome import Answer, Limits, Objective, Status
from securit.engines.portfolio.explanation import departures, explain, sorted_out
from securit.engines.portfolio.problem import Portfolio, Problem
from securit.engines.portfolio.purse import Purse, from_the_top, lines_of
from securit.engines.portfolio.ranked_list import divisible_bound, down_the_list

MOST_UNITS = 10**9
"""The total of all scores, on their common scale, that is still solved exactly."""

MOST_CENTS = 10**13
"""The largest amount on one line that is still solved exactly: a hundred thousand million euros."""


def answer(problem: Problem, seed: int, limits: Limits) -> Answer[Portfolio]:
    """The answer of the rule; raises ``TooLarge`` where scores or amounts exceed what is solved exactly."""
    ordered = from_the_top(problem, seed)
    units, scale = whole_numbers(candidate.score for candidate in ordered)
    _refuse_too_large(problem, sum(units))
    listed, _ = down_the_list(problem, ordered)
    gain = np.array(units, dtype=np.int64)
    on_list = np.array([candidate.id in listed for candidate in ordered], dtype=np.bool_)
    table = _table(problem, [candidate.id for candidate in ordered])
    fallback = Fraction(divisible_bound(problem) * scale)
    chosen, bound = _best(table, gain, on_list, fallback, limits)
    total = int(gain[chosen].sum())
    drawn = False
    if bound == total:
        draws = np.array([draw(seed, candidate.id) >> 52 for candidate in ordered], dtype=np.int64)
        chosen, drawn = _nearest_to_list(table, gain, chosen, on_list, draws, limits)
    funded = {ordered[i].id for i in np.flatnonzero(chosen)}
    purse = Purse(problem)
    purse.fund(sorted(funded))
    for candidate in ordered:
        if candidate.id not in funded and not purse.broken_by(candidate.id):
            purse.fund([candidate.id])
            funded.add(candidate.id)
    decision = sorted_out(problem, ordered, frozenset(funded))
    reached = sum((c.score for c in ordered if c.id in funded), Fraction(0))
    status = Status.OPTIMAL if reached == bound / scale else Status.STOPPED
    return Answer(
        decision=decision,
        status=status,
        objectives=(Objective("total", reached, bound / scale, status),),
        headline="total",
        trace=explain(problem, ordered, decision, {}) + departures(ordered, listed, frozenset(funded)),
        stopped_by="" if drawn else limits.name or "precision",
    )


class _Table:
    """Lines as rows, candidates as columns; candidates that no line admits are left out from the start."""

    def __init__(self, draws: csr_array, room: NDArray[np.int64], admitted: NDArray[np.bool_]) -> None:
        self.draws, self.room, self.admitted = draws, room, admitted

    def holds(self, chosen: NDArray[np.bool_]) -> bool:
        """Whether the set overruns no line, in whole cents."""
        return bool(np.all(self.draws @ chosen.astype(np.int64) <= self.room) and np.all(self.admitted[chosen]))


def _table(problem: Problem, ids: list[str]) -> _Table:
    lines = lines_of(problem)
    column = {one: index for index, one in enumerate(ids)}
    cells = [
        (row, column[one], amount)
        for row, line in enumerate(lines)
        for one, amount in line.draws.items()
        if amount <= max(0, line.room_cents)
    ]
    admitted = np.ones(len(ids), dtype=np.bool_)
    for line in lines:
        for one, amount in line.draws.items():
            admitted[column[one]] &= amount <= max(0, line.room_cents)
    rows, columns, amounts = (np.array([cell[i] for cell in cells], dtype=np.int64) for i in range(3))
    return _Table(
        csr_array((amounts, (rows, columns)), shape=(len(lines), len(ids)), dtype=np.int64),
        np.array([max(0, line.room_cents) for line in lines], dtype=np.int64),
        admitted,
    )


def _best(
    table: _Table, gain: NDArray[np.int64], on_list: NDArray[np.bool_], fallback: Fraction, limits: Limits
) -> tuple[NDArray[np.bool_], Fraction]:
    """The best set found (never worse than the ranked list) and a bound on the total, in units."""
    found, reach = _solve(table, gain, limits)
    bound = fallback if reach is None else min(fallback, Fraction(reach))
    chosen = on_list
    if found is not None and gain[found].sum() > gain[on_list].sum():
        chosen = found
    return chosen, max(bound, Fraction(int(gain[chosen].sum())))


def _nearest_to_list(
    table: _Table,
    gain: NDArray[np.int64],
    best: NDArray[np.bool_],
    on_list: NDArray[np.bool_],
    draws: NDArray[np.int64],
    limits: Limits,
) -> tuple[NDArray[np.bool_], bool]:
    """Of all sets with the best total the one that shares most with the ranked list, then with the best draws.

    The second value says whether that was proven; if not, the set is one of the best, but not surely that one.
    """
    step = int(draws.sum()) + 1
    liking = np.where(on_list, step, -step) + draws
    total = int(gain[best].sum())
    found, reach = _solve(table, liking, limits, floor=(gain, total))
    if found is None or gain[found].sum() != total:
        return best, False
    return found, reach == int(liking[found].sum())


def _solve(
    table: _Table,
    gain: NDArray[np.int64],
    limits: Limits,
    floor: tuple[NDArray[np.int64], int] | None = None,
) -> tuple[NDArray[np.bool_] | None, int | None]:
    """A set that was checked in whole cents, if one was found, and the solver's bound in whole units."""
    if len(gain) == 0:
        return np.zeros(0, dtype=np.bool_), 0
    constraints = [LinearConstraint(table.draws, ub=table.room)]
    if floor is not None:
        constraints.append(LinearConstraint(floor[0].reshape(1, -1), lb=floor[1]))
    options: dict[str, object] = {"mip_rel_gap": 0.0}
    if limits.seconds is not None:
        options["time_limit"] = float(limits.seconds)
    if limits.steps is not None:
        options["node_limit"] = limits.steps
    result = milp(
        -gain.astype(np.float64),
        integrality=np.ones(len(gain)),
        bounds=Bounds(0, table.admitted.astype(np.float64)),
        constraints=constraints,
        options=options,
    )
    # The node limit comes back as status 4 with this message: the solver's library does not know that status.
    if result.status not in (0, 1) and "Solution limit reached" not in result.message:
        raise RuntimeError(f"The solver ended a solvable portfolio with: {result.message}")
    dual = getattr(result, "mip_dual_bound", None)
    reach = None if dual is None or not np.isfinite(dual) else int(np.floor(-dual + 1e-4))
    if result.x is None:
        return None, reach
    chosen = result.x > 0.5
    return (chosen if table.holds(chosen) else None), reach


def _refuse_too_large(problem: Problem, units: int) -> None:
    if units > MOST_UNITS:
        raise TooLarge([f"On their common scale the scores add up to {units}, more than {MOST_UNITS}; round them."])
    largest = max([problem.budget_cents, *(c.amount_cents for c in problem.candidates)])
    if largest > MOST_CENTS:
        raise TooLarge(["An amount exceeds a hundred thousand million euros."])
