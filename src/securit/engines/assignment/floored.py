"""The greatest total under which every application reaches a floor: column generation over teams, exact bound.

Applications that the plain flow serves well enough are left to single pairs; each of the others is given a whole team
that reaches the floor (Dantzig and Wolfe 1960). Prices per evaluator come from a linear programme over the columns
found so far; new columns are the teams and pairs that gain beyond the prices. Whatever the prices are, each
application taking its best team at them bounds the total (Lagrange): that bound is summed in whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from securit.engines._shared.effort import Effort
from securit.engines.assignment import columns as lp
from securit.engines.assignment import flow
from securit.engines.assignment.columns import Columns
from securit.engines.assignment.grid import Grid
from securit.engines.assignment.teams import all_teams, best_teams, is_countable

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

FINE = 10_000  # prices are whole numbers of 1/FINE of a unit
PER_ROUND, PER_START = 6, 12
MOST_COLUMNS = 150_000
MOST_PENALTY = 10**6


@dataclass(slots=True)
class Found:
    """What is known about one floor: the best choice (if any) and a total that nothing reaching the floor exceeds.

    ``bound`` is nothing where the floor is proven out of reach. ``prices`` (per evaluator, in 1/FINE units) prove the
    bound; they are missing where only the tree search of the integer programme proves it.
    """

    floor: int
    chosen: Flags | None
    total: int
    bound: int | None
    prices: Ints | None = None
    at_risk: frozenset[int] = frozenset()

    @property
    def is_proven(self) -> bool:
        """Nothing is left to find out."""
        return self.bound is None or (self.chosen is not None and self.bound == self.total)


@dataclass(slots=True)
class Search:
    """One floor over one grid. ``floor`` is in units; what pinned pairs score counts towards it."""

    grid: Grid
    floor: int
    effort: Effort
    shared: dict[int, set[tuple[int, ...]]]  # teams found for other floors, per application
    counted: Flags  # the applications that need anybody; the floor is asked of no other
    lots: Ints | None = None  # floors of single applications above the common one
    free: Flags = field(init=False)
    own: Ints = field(init=False)  # the floor of each application, less its pins
    risky: set[int] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        asked = self.floor if self.lots is None else np.maximum(self.floor, self.lots)
        own = asked - np.where(self.grid.pinned, self.grid.units, 0).sum(axis=1)
        self.own = np.where(self.counted, own, -(2**50))
        self.free = self.grid.free & could_reach(self.grid, self.own)

    def run(self) -> Found:
        """The best choice that reaches the floor, or the proof that there is none, as far as the effort goes."""
        nothing = Found(self.floor, None, 0, None)
        if (self.own[self.grid.needs == 0] > 0).any():
            return nothing
        network = flow.network_of(self.free, self.grid.units, self.grid.needs, self.grid.most, self.grid.least)
        arcs = flow.best_flow(network)
        if arcs is None:
            return nothing
        prices = flow.prices_of(network, arcs)
        chosen = np.zeros_like(self.free)
        chosen[network.rows[arcs], network.columns[arcs]] = True
        self.risky = self._below(chosen)
        if not self.risky:
            total = self._total(chosen)
            return Found(self.floor, chosen, total, total, prices.evaluators * FINE, frozenset())
        columns = self._first_columns(prices.evaluators * FINE)
        return self._generate(columns, flow.bound_from(network, prices) + self.grid.fixed)

    def _below(self, chosen: Flags) -> set[int]:
        sums = np.where(chosen, self.grid.units, 0).sum(axis=1)
        return set(np.flatnonzero((sums < self.own) & (self.grid.needs > 0)).tolist())

    def _total(self, chosen: Flags) -> int:
        return int(self.grid.units[chosen].sum()) + self.grid.fixed

    def _first_columns(self, prices: Ints) -> Columns:
        columns = Columns(self.grid, set(self.risky))
        rest = np.where(self.free, self.grid.units * FINE - prices[None, :], -flow.FAR)
        for row in np.flatnonzero(self.grid.needs > 0).tolist():
            if row in self.risky:
                self._admit(columns, row, prices)
            else:
                near = np.argsort(-rest[row], kind="stable")[: int(self.grid.needs[row]) + PER_START]
                columns.add_pairs(row, near[self.free[row, near]])
        return columns

    def _admit(self, columns: Columns, row: int, prices: Ints) -> None:
        """Begin with the teams that fit the prices best, and those known from other floors."""
        columns.add_teams(row, self._teams(row, prices, -flow.FAR, PER_START)[1])
        units = self.grid.units[row]
        known = [team for team in sorted(self.shared.get(row, ())) if units[list(team)].sum() >= self.own[row]]
        fit = [team for team in known if self.free[row, list(team)].all()]
        if fit:
            columns.add_teams(row, np.array(fit, dtype=np.int64))

    def _teams(self, row: int, prices: Ints, least: int, many: int) -> tuple[Ints, Ints]:
        here = np.flatnonzero(self.free[row])
        units = self.grid.units[row, here]
        weights = units * FINE - prices[here]
        size = int(self.grid.needs[row])
        total, members = best_teams(units, weights, int(self.own[row]), size, least, many)
        return total, here[members]

    def _generate(self, columns: Columns, bound: int) -> Found:
        """Rounds of pricing until no column is missing, then whole numbers; again when another application sinks."""
        best = Found(self.floor, None, 0, bound, None, frozenset())
        while not self.effort.spent:
            solved = lp.relaxed(columns, self.effort)
            if solved is None:
                break
            new, reach = self._price(columns, solved)
            if not solved.short and (best.bound is None or reach // FINE <= best.bound):
                best.bound, best.prices, best.at_risk = reach // FINE, solved.prices, frozenset(self.risky)
            if solved.short and not new:
                if self._is_out_of_reach(columns):
                    return Found(self.floor, None, 0, None)
                if columns.penalty > MOST_PENALTY:
                    break
                columns.penalty *= 10
            elif not new and not self._settle(columns, solved, best):
                break
        for row in self.risky:
            self.shared.setdefault(row, set()).update(columns.teams_of(row))
        return best

    def _settle(self, columns: Columns, solved: lp.Relaxed, best: Found) -> bool:
        """No column is missing: look for a whole choice. Whether another application sank and takes a team now."""
        sunk = self._sunk(columns, solved)
        if not sunk:
            sunk = self._whole(columns, solved, best)
        for row in sorted(sunk):
            self.risky.add(row)
            columns.at_risk(row)
            self._admit(columns, row, solved.prices)
        return bool(sunk)

    def _price(self, columns: Columns, solved: lp.Relaxed) -> tuple[int, int]:
        """Add the columns that gain beyond the prices; how many, and the bound from the prices in 1/FINE units."""
        prices, grid, new = solved.prices, self.grid, 0
        rest = np.where(self.free, grid.units * FINE * columns.worth - prices[None, :], -flow.FAR)
        loads = np.where(prices > 0, grid.most, grid.least)
        reach = int(prices @ loads) + grid.fixed * FINE * columns.worth
        for row in np.flatnonzero(grid.needs > 0).tolist():
            own = int(solved.own[row])
            if row in self.risky:
                weights, members = self._weighed(row, rest[row], own - FINE)
                reach += max(int(weights[0]) if len(weights) else own - FINE, own - FINE)
                new += columns.add_teams(row, members[weights > own + solved.noise])
            else:
                size = int(grid.needs[row])
                near = np.argsort(-rest[row], kind="stable")[: size + PER_ROUND]
                reach += int(rest[row, near[:size]].sum())
                new += columns.add_pairs(row, near[rest[row, near] > own + solved.noise])
        return new, reach

    def _weighed(self, row: int, rest: Ints, least: int) -> tuple[Ints, Ints]:
        here = np.flatnonzero(self.free[row])
        size = int(self.grid.needs[row])
        total, members = best_teams(self.grid.units[row, here], rest[here], int(self.own[row]), size, least, PER_ROUND)
        return total, here[members]

    def _is_out_of_reach(self, columns: Columns) -> bool:
        """Whether prices exist at which all applications together ask for more than there is (Farkas)."""
        columns.worth = 0
        try:
            while not self.effort.spent:
                solved = lp.relaxed(columns, self.effort)
                if solved is None or not solved.short:
                    return False
                new, reach = self._price(columns, solved)
                if reach < 0:
                    return True
                if not new:
                    return False
        finally:
            columns.worth = 1
        return False

    def _sunk(self, columns: Columns, solved: lp.Relaxed) -> set[int]:
        """Applications left to single pairs that the linear programme itself serves below the floor."""
        sums = solved.sums(columns)
        low = (sums < self.own - 1) & (self.grid.needs > 0)
        return set(np.flatnonzero(low).tolist()) - self.risky

    def _whole(self, columns: Columns, solved: lp.Relaxed, best: Found) -> set[int]:
        """Look for a whole choice among the columns, then among all that could be better; who sinks in it, if any."""
        chosen = solved.whole(columns)
        if chosen is None:
            chosen = lp.best_whole(columns, self.effort)[0]
        if chosen is not None:
            sunk = self._below(chosen)
            if sunk:
                return sunk
            self._keep(best, chosen)
        return set() if best.is_proven else self._complete(columns, best)

    def _keep(self, best: Found, chosen: Flags) -> None:
        total = self._total(chosen)
        if best.chosen is None or total > best.total:
            best.chosen, best.total = chosen, total

    def _complete(self, columns: Columns, best: Found) -> set[int]:
        """With every column that the prices do not rule out the integer programme is exact."""
        if best.prices is None or best.bound is None:
            return set()
        gap = best.bound - best.total + 1 if best.chosen is not None else max(1, abs(best.bound) // 1000)
        while not self.effort.spent:
            everything = self._all_within(best.prices, gap)
            if everything is None:
                return set()
            wide, is_all = everything
            chosen, bound = lp.best_whole(wide, self.effort)
            if chosen is not None:
                sunk = self._below(chosen)
                if sunk:
                    return sunk
                self._keep(best, chosen)
            if best.chosen is not None and best.bound - best.total < gap:
                if bound is not None and bound < best.bound:
                    best.bound, best.prices = max(best.total, bound), None
                return set()
            if is_all and chosen is None and bound is None:
                best.bound = None
                return set()
            if is_all:
                return set()
            gap *= 4
        return set()

    def _all_within(self, prices: Ints, gap: int) -> tuple[Columns, bool] | None:
        """All columns that can be in a choice at most ``gap`` units below the bound; whether that is all there are."""
        wide, left, is_all = Columns(self.grid, set(self.risky)), MOST_COLUMNS, True
        rest = np.where(self.free, self.grid.units * FINE - prices[None, :], -flow.FAR)
        for row in np.flatnonzero(self.grid.needs > 0).tolist():
            size, here = int(self.grid.needs[row]), np.flatnonzero(self.free[row])
            ordered = np.sort(rest[row])[::-1]
            if row not in self.risky:
                weakest = int(ordered[size - 1]) - gap * FINE
                wide.add_pairs(row, here[rest[row, here] >= weakest])
                is_all = is_all and bool((rest[row, here] >= weakest).all())
                left -= int((rest[row, here] >= weakest).sum())
                continue
            top = self._weighed(row, rest[row], -flow.FAR)[0]
            if not len(top):
                return None
            least = int(top[0]) - gap * FINE
            units = self.grid.units[row, here]
            teams = all_teams(units, rest[row, here], int(self.own[row]), size, least, left)
            if teams is None:
                return None
            lowest = int(np.sort(rest[row, here])[:size].sum())
            is_all = is_all and least <= lowest
            left -= len(teams)
            wide.add_teams(row, here[teams])
        return wide, is_all


def could_reach(grid: Grid, own: Ints) -> Flags:
    """The pairs with which an application could still reach its floor, given the best others beside them."""
    low = np.where(grid.free, grid.units, -flow.FAR)
    size = np.maximum(grid.needs, 1)
    ordered = -np.sort(-low, axis=1)
    if not ordered.shape[1]:
        return grid.free
    rows = np.arange(len(ordered))
    sums = np.cumsum(np.maximum(ordered, -(2**50)), axis=1)
    last = np.minimum(size, ordered.shape[1]) - 1
    all_of, but_one = sums[rows, last], sums[rows, last] - ordered[rows, last]
    among = low >= ordered[rows, last][:, None]
    others = np.where(among, all_of[:, None] - low, but_one[:, None])
    reaches: Flags = low + others >= own[:, None]
    return reaches


def is_searchable(grid: Grid) -> bool:
    """Whether the teams of every application can be enumerated."""
    open_to = grid.free.sum(axis=1)
    return all(is_countable(int(n), int(k)) for n, k in zip(open_to, grid.needs, strict=True) if k > 0)
