"""The teams of one challenge from the best down, pairs kept apart or together included.

The best team without looking at pairs comes from the dynamic programme; where it breaks one, the search branches on
it, and after each team that is told it goes on among all the others (Lawler 1972). Whole numbers throughout.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field

from securit.engines.matching.teams.board import Board, Flags, Ints, Task
from securit.engines.matching.teams.completing import Found, best_teams


@dataclass(order=True, slots=True)
class _Node:
    """Teams that hold ``forced``, none of ``barred``, and at least ``least`` who join; the best of them by value."""

    rank: int
    number: int
    best: Found = field(compare=False)
    forced: tuple[int, ...] = field(compare=False)
    barred: frozenset[int] = field(compare=False)
    least: int = field(compare=False)


class Search:
    """From the best team down, for given values. ``bound`` is what no team that was not told can exceed."""

    def __init__(self, board: Board, task: Task, values: Ints, worth: Ints, allowed: Flags | None = None) -> None:
        self._board, self._task, self._values, self._worth = board, task, values, worth
        self._allowed = task.allowed if allowed is None else task.allowed & allowed
        self._heap: list[_Node] = []
        self._last: _Node | None = None  # told, and not yet gone on from
        self.tries = 0
        self.others: list[Found] = []

    def begin(self, forced: tuple[int, ...] = (), many: int = 1) -> None:
        """Look for the best team that holds these; ``others`` are further good ones, where they break no pair."""
        whole = self._closed(forced) if self._task.is_possible else None
        if whole is not None:
            self._push(whole, frozenset(), 0, many)

    @property
    def bound(self) -> int | None:
        """What no team that was not told can exceed; nothing when all were told."""
        open_nodes = [*self._heap[:1], *([self._last] if self._last else [])]
        return max((-node.rank for node in open_nodes), default=None)

    def next(self, tries: int | None = None) -> Found | None:
        """The next best team; nothing when there is none, or when the tries are used up (then ``bound`` is there)."""
        if self._last is not None and (tries is None or self.tries < tries):
            last, self._last = self._last, None
            self._split(last)
        while self._heap and (tries is None or self.tries < tries):
            node = heapq.heappop(self._heap)
            if not self._branched(node):
                self._last = node
                return node.best
        return None

    def keeps_pairs(self, joining: tuple[int, ...]) -> bool:
        """Whether the team keeps apart whom it must, and together."""
        return self._broken(joining) is None

    def _broken(self, joining: tuple[int, ...]) -> tuple[int, int | None] | None:
        team = frozenset(joining)
        present = frozenset(self._board.place[name] for name in self._task.challenge.present)
        for one in joining:
            rivals = self._board.rivals.get(one, frozenset()) & team
            if rivals:
                return one, min(rivals)
            if self._board.partners.get(one, frozenset()) - team - present:
                return one, None
        return None

    def _branched(self, node: _Node) -> bool:
        broken = self._broken(node.best.joining)
        if broken is None:
            return False
        one, rival = broken
        out = frozenset({one}) | (self._board.partners.get(one, frozenset()) if rival is None else frozenset())
        if not out & set(node.forced):
            self._push(node.forced, node.barred | out, node.least)
        whole = self._closed((*node.forced, one))
        if whole is not None:
            apart = frozenset().union(*(self._board.rivals.get(other, frozenset()) for other in whole))
            self._push(whole, node.barred | apart, node.least)
        return True

    def _closed(self, forced: tuple[int, ...]) -> tuple[int, ...] | None:
        """The forced with all they must be together with; nothing where that cannot be."""
        present = {self._board.place[name] for name in self._task.challenge.present}
        whole = set(forced)
        for one in (*forced, *present):
            whole |= self._board.partners.get(one, frozenset()) - present
        for one in whole:
            if not self._allowed[one] or self._board.rivals.get(one, frozenset()) & whole:
                return None
        return tuple(sorted(whole))

    def _split(self, node: _Node) -> None:
        """All teams of the node but its best: without one of it each, or with one more."""
        held = list(node.forced)
        for one in node.best.joining:
            if one not in node.forced:
                self._push(tuple(sorted(held)), node.barred | {one}, node.least)
                held.append(one)
        self._push(tuple(sorted(held)), node.barred, len(held) + 1)

    def _push(self, forced: tuple[int, ...], barred: frozenset[int], least: int, many: int = 1) -> None:
        if barred & set(forced) or max(least, len(forced)) > self._task.most:
            return
        allowed = self._allowed
        if barred:
            allowed = allowed.copy()
            allowed[list(barred)] = False
        self.tries += 1
        found = best_teams(self._task, self._values, self._worth, allowed, forced, least=least, many=many)
        if found:
            self.others += [one for one in found if self.keeps_pairs(one.joining)] if many > 1 else []
            heapq.heappush(self._heap, _Node(-found[0].value, self.tries, found[0], forced, barred, least))
