"""The teams of one challenge from the best down, pairs kept apart or together and a floor of fit included.

The best team without looking at pairs comes from the dynamic programme; where it breaks one, the search branches on
it, and after each team that is told it goes on among all the others (Lawler 1972). Whole numbers throughout.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field

from securit.engines.matching.teams.board import Board, Flags, Ints, Task
from securit.engines.matching.teams.completing import Found, best_teams

TRIES = 60
"""How many further dynamic programmes a floor, or pairs, may cost one pricing; beyond that the bound is not tight."""


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


@dataclass(frozen=True, slots=True)
class Priced:
    """What no team of the challenge exceeds at these prices (``None``: there is no team), and good teams."""

    bound: int | None
    teams: tuple[Found, ...]


def priced(
    board: Board, task: Task, prices: Ints, weight: int, floor: int | None = None, *, many: int = 8, tries: int = TRIES
) -> Priced:
    """The teams of greatest ``weight`` × fit less the prices of who joins, among those whose fit reaches the floor.

    A floor is weighed into the values (Lagrange) until the best team reaches it; then the teams are gone through from
    the best down until none can be better. Any weighing gives a bound, so the bound holds however far that goes.
    """
    extra = 1 if floor is not None and weight == 0 else 0  # where fits do not count, the floor still prefers good ones
    shift = (weight + extra) * task.held - extra * (floor or 0)
    first = Search(board, task, task.gains * (weight + extra) - prices, task.worth * (weight + extra))
    first.begin(many=many)
    best = first.next(tries)
    if best is None:
        return Priced(None if first.bound is None else first.bound + shift, ())
    teams = {one.joining: one for one in (best, *first.others)}
    if floor is None or task.fit(best.joining) >= floor:
        found = tuple(_valued(task, prices, weight, t) for t in teams if floor is None or task.fit(t) >= floor)
        return Priced(best.value + shift, found)
    return _above(board, task, prices, weight, floor, Found(best.value + shift, best.joining), extra, many, tries)


def _above(
    board: Board, task: Task, prices: Ints, weight: int, floor: int, best: Found, extra: int, many: int, tries: int
) -> Priced:
    """The floor stands in the way of the best team, whose value is a bound."""
    top = Search(board, task, task.gains, task.worth)
    top.begin()
    fittest = top.next(tries)
    if fittest is None or task.fit(fittest.joining) < floor:
        certain = fittest is not None or top.bound is None
        return Priced(None if certain else best.value, ())
    below, above = best.joining, fittest.joining
    found = {above}
    for _ in range(8):
        loss = _value(task, prices, weight, below) - _value(task, prices, weight, above)
        extra_next = -(-loss // (task.fit(above) - task.fit(below)))
        if extra_next <= extra:
            break
        extra = extra_next
        search = Search(board, task, task.gains * (weight + extra) - prices, task.worth * (weight + extra))
        search.begin(many=many)
        middle = search.next(tries)
        if middle is None:
            break
        found |= {one.joining for one in (middle, *search.others) if task.fit(one.joining) >= floor}
        if task.fit(middle.joining) >= floor:
            above = middle.joining
        elif middle.joining != below:
            below = middle.joining
        else:
            break
    return _enumerated(board, task, prices, weight, floor, extra, found, tries)


def _enumerated(
    board: Board, task: Task, prices: Ints, weight: int, floor: int, extra: int, found: set[tuple[int, ...]], tries: int
) -> Priced:
    search = Search(board, task, task.gains * (weight + extra) - prices, task.worth * (weight + extra))
    search.begin()
    shift = (weight + extra) * task.held - extra * floor
    best = max(_value(task, prices, weight, one) for one in found)
    while search.bound is not None and search.bound + shift > best:
        team = search.next(tries)
        if team is None:
            break
        if task.fit(team.joining) >= floor:
            found.add(team.joining)
            best = max(best, _value(task, prices, weight, team.joining))
    bound = best if search.bound is None else max(best, search.bound + shift)
    return Priced(bound, tuple(_valued(task, prices, weight, one) for one in sorted(found)))


def _value(task: Task, prices: Ints, weight: int, joining: tuple[int, ...]) -> int:
    return weight * task.fit(joining) - int(prices[list(joining)].sum())


def _valued(task: Task, prices: Ints, weight: int, joining: tuple[int, ...]) -> Found:
    return Found(_value(task, prices, weight, joining), joining)


def in_order(search: Search) -> Iterator[Found]:
    """All teams from the best down."""
    while (team := search.next()) is not None:
        yield team
