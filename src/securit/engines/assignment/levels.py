"""From the worst-off up: what the next application can have at most, given what those below it have.

Where few totals are possible, levels are settled by counting: for one total after the other, the fewest applications
that stay below it, given the fewest below those before (Ogryczak and Śliwiński 2006). Each count is one integer
programme. Where totals are many, hardly ever two are equal, and floors are lifted instead: the common floor of those
still open is raised as far as it goes, and an application that cannot rise above it is left there (Ogryczak, Pióro and
Tomaszewski 2005). That is exact as long as somebody must stay; where either of two could, the order is no longer
proven and the levels above are left to the totals.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from securit.engines._shared.effort import Effort
from securit.engines._shared.exact import plain
from securit.engines._shared.outcome import Note
from securit.engines.assignment import flow
from securit.engines.assignment.floored import Found, Search, could_reach, is_searchable
from securit.engines.assignment.grid import Grid
from securit.engines.assignment.problem import Problem
from securit.engines.assignment.programme import Compact, Tier, floors_of

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

MOST_COUNTED = 100
"""Possible totals above the worst-off up to which levels are counted."""
MOST_MARKS = 500_000
"""Applications times totals up to which levels are counted."""
NO_LIMIT = 2**50
OPEN = "either of several could be left here; from here on one choice is followed and nothing is proven."


@dataclass(slots=True)
class Levels:
    """What is settled so far: ``low`` is the worst-off of ``chosen`` and proven the greatest; all in units.

    ``enough`` is the total beyond which nobody is lifted. ``settled`` applications have a total that is proven: no
    assignment that gives those below them as much gives the next one more. ``bound`` is what the total has at most.
    """

    problem: Problem
    grid: Grid
    effort: Effort
    counted: Flags
    chosen: Flags
    low: int
    bound: int
    enough: int
    settled: int = 0
    notes: list[Note] = field(default_factory=list)
    shared: dict[int, set[tuple[int, ...]]] = field(default_factory=dict)
    after: Callable[[Levels], None] = lambda _: None
    """Called after each level that is settled."""

    @property
    def everybody(self) -> int:
        """How many applications there are to settle."""
        return int(self.counted.sum())

    def sums(self, chosen: Flags) -> Ints:
        """What each application has in total."""
        had: Ints = np.where(chosen | self.grid.pinned, self.grid.units, 0).sum(axis=1)
        return had

    def vector(self, chosen: Flags) -> list[int]:
        """What the applications have in total, from the worst-off up, as far as more is better; then all together."""
        had = self.sums(chosen)
        return [*sorted(np.minimum(had[self.counted], self.enough).tolist()), int(had.sum())]

    def climb(self) -> None:
        """Settle one level after the other, until all are or a limit is reached."""
        if self.low >= self.enough:
            self.settled = self.everybody
        elif self.is_countable():
            self.by_counts()
        else:
            self.by_floors()

    def is_countable(self) -> bool:
        """Whether so few totals are possible that each can be asked for."""
        beyond = min(int(self._alone(self._lots())[self.counted].max()), self.enough)
        totals = (beyond - self.low) // self._step
        return totals <= MOST_COUNTED and totals * len(self.grid.applications) <= MOST_MARKS

    def by_counts(self) -> None:
        """Count, for one total after the other, how many applications can reach it at most."""
        tiers = [Tier(self.low, 0)]
        while not self.effort.spent:
            here = tiers[-1]
            if here.but >= self.everybody or here.floor >= self.enough:
                self.settled = self.everybody
                break
            asked = min(here.floor + self._step, self.enough)
            reached = self._most_reaching(tiers, asked)
            if reached is None:
                break
            lowest = np.sort(self.sums(self.chosen)[self.counted])
            below = self.everybody - reached
            if below > here.but:
                self._settle(here.floor, below - here.but)
                tiers.append(Tier(asked, below))
            if below < self.everybody:
                tiers[-1] = Tier(min(int(lowest[below]), self.enough), below)
        if self.enough < NO_LIMIT:
            self._total_above(tiers)

    def _most_reaching(self, tiers: list[Tier], asked: int) -> int | None:
        """How many reach the total at most beside the tiers known; nothing where that is not proven."""
        wanted = (*tiers[1:], Tier(asked, self.everybody))
        found = Compact(self.problem, self.grid, tiers[0].floor, self.effort, tiers=wanted, is_count=True).run()
        if found.chosen is None or not self._keeps(found.chosen, tiers):
            return None
        self.offer(found.chosen)
        reached = int((self.sums(found.chosen)[self.counted] >= asked).sum())
        return reached if found.bound is not None and found.bound - self.grid.fixed == reached else None

    def _keeps(self, chosen: Flags, tiers: list[Tier]) -> bool:
        """Counted in whole numbers, whatever the solver tolerates."""
        had = self.sums(chosen)[self.counted]
        return all(int((had < tier.floor).sum()) <= tier.but for tier in tiers)

    def _total_above(self, tiers: list[Tier]) -> None:
        """The greatest total of those that keep what is settled."""
        found = Compact(self.problem, self.grid, tiers[0].floor, self.effort, tiers=tuple(tiers[1:])).run()
        if found.chosen is not None and self._keeps(found.chosen, tiers):
            self.offer(found.chosen)
        if found.bound is not None:
            self.bound = min(self.bound, found.bound)

    def by_floors(self) -> None:
        """Raise the floor of those still open as far as it goes, and leave behind who must stay on it."""
        lots, still, is_proven = self._lots(), self.counted.copy(), True
        while still.any() and not self.effort.spent:
            floor = self._highest(lots, still)
            if floor is None:
                return
            lots = np.where(still, floor, lots)
            if floor >= self.enough:
                self._total_beyond(lots)
                self.settled = self.everybody if is_proven else self.settled
                return
            stay = self._who_must_stay(lots, still, floor)
            if stay is None:
                return
            if not stay:
                stay, is_proven = np.flatnonzero(still & (self.sums(self.chosen) == floor)).tolist(), False
                self.notes.append(Note((), "open", f"Level {self._text(floor)}: {OPEN}"))
                if not stay:  # the choice at hand, the better one, does not keep the lots that were followed
                    return
            still[stay] = False
            if is_proven:
                self._settle(floor, len(stay))

    def _total_beyond(self, lots: Ints) -> None:
        """The greatest total of those that keep what is settled, once everybody has enough or their lot."""
        found = self._probe(lots)
        if found.chosen is not None:
            self.offer(found.chosen)
        if found.bound is not None:
            self.bound = min(self.bound, found.bound)

    def _highest(self, lots: Ints, still: Flags) -> int | None:
        """The greatest common floor of those still open; nothing where it is not proven."""
        low = int(self.sums(self.chosen)[still].min())
        high = min(self._ahead(lots, still, low), self.enough)
        asked = high
        while low < high and not self.effort.spent:
            found = self._probe(np.where(still, asked, lots))
            if found.chosen is not None:
                self.offer(found.chosen)
                low = max(low, int(self.sums(found.chosen)[still].min()))
            elif found.bound is None:
                high = asked - 1
            else:
                return None
            asked = -(-(low + high) // 2)
        return min(low, self.enough) if low >= high else None

    def _ahead(self, lots: Ints, still: Flags, low: int) -> int:
        """No floor above this can be reached: by what each has alone, then by flows over the pairs that reach it."""
        high = int(self._alone(lots)[still].min())
        if self._flows(np.where(still, high, lots)):
            return high
        while low < high:
            middle = -(-(low + high) // 2)
            low, high = (middle, high) if self._flows(np.where(still, middle, lots)) else (low, middle - 1)
        return high

    def _who_must_stay(self, lots: Ints, still: Flags, floor: int) -> list[int] | None:
        """Who cannot rise above the floor, whatever the others still open do; nothing where that is not known."""
        stay, alone = [], self._alone(lots)
        maybe = still & (self.sums(self.chosen) == floor)
        for row in np.flatnonzero(maybe).tolist():
            raised = lots.copy()
            raised[row] = floor + 1
            if alone[row] <= floor or not self._flows(raised):
                stay.append(row)
            elif maybe[row]:
                found = self._probe(raised)
                if found.chosen is not None:
                    maybe &= self.sums(found.chosen) == floor
                elif found.bound is None:
                    stay.append(row)
                else:
                    return None
        return stay

    def _probe(self, lots: Ints) -> Found:
        """The best choice in which everybody has at least their lot, as far as the effort goes."""
        if self.problem.diversity or not is_searchable(self.grid):
            found = Compact(self.problem, self.grid, self.low, self.effort, lots=lots).run()
        else:
            found = Search(self.grid, self.low, self.effort, self.shared, self.counted, lots=lots).run()
        if found.chosen is not None and (self.sums(found.chosen) < lots)[self.counted].any():
            return Found(found.floor, None, 0, found.bound)
        return found

    def offer(self, chosen: Flags) -> None:
        """Take the choice where it is better than the one at hand."""
        if self.vector(chosen) > self.vector(self.chosen):
            self.chosen = chosen

    def _lots(self) -> Ints:
        return np.where(self.counted, self.low, -NO_LIMIT)

    def _alone(self, lots: Ints) -> Ints:
        """What each application has at most, whoever else gets what, over the pairs that can reach the lots."""
        grid = self.grid
        free = np.where(grid.free & could_reach(grid, floors_of(grid, -NO_LIMIT, lots)), grid.units, -flow.FAR // 2**12)
        ordered = -np.sort(-free, axis=1)
        taken = np.arange(ordered.shape[1])[None, :] < grid.needs[:, None]
        best: Ints = np.where(taken, ordered, 0).sum(axis=1) + np.where(grid.pinned, grid.units, 0).sum(axis=1)
        return best

    def _flows(self, lots: Ints) -> bool:
        grid, own = self.grid, floors_of(self.grid, -NO_LIMIT, lots)
        if (own[(grid.needs == 0) & self.counted] > 0).any():
            return False
        free = grid.free & could_reach(grid, own)
        return flow.best_flow(flow.network_of(free, grid.units, grid.needs, grid.most, grid.least)) is not None

    @property
    def _step(self) -> int:
        """Every total is a multiple of this."""
        return max(1, int(np.gcd.reduce(self.grid.units, axis=None)))

    def _settle(self, floor: int, many: int) -> None:
        """Note that so many applications have just that, and no fewer could."""
        self.settled += many
        who = "1 application has" if many == 1 else f"{many} applications have"
        self.notes.append(Note((), "level", f"Level {self._text(floor)}: {who} just that, and no fewer can."))
        self.after(self)

    def _text(self, units: int) -> str:
        return plain(self.grid.exact(units))
