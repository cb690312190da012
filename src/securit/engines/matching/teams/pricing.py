"""The best team of a challenge at given prices, among those whose fit reaches a floor. Whole numbers throughout."""

from __future__ import annotations

from dataclasses import dataclass, field

from securit.engines.matching.teams.board import Board, Ints, Task
from securit.engines.matching.teams.completing import Found
from securit.engines.matching.teams.floors import searched
from securit.engines.matching.teams.searching import Search

TRIES = 60
"""How many further dynamic programmes a floor, or pairs, may cost one pricing; beyond that the bound is not tight."""

FEW = 5
"""How many times as many may be spent once on listing all teams of a challenge that reach a floor."""

CLOSE = 1_000
"""How far a bound may be from the best team before branch and cut is asked."""

Joining = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Priced:
    """What no team of the challenge exceeds at these prices (``None``: there is no team), and good teams."""

    bound: int | None
    teams: tuple[Found, ...]


@dataclass(slots=True)
class Pricer:
    """Prices teams on one board; remembers, where few teams reach a floor, which these are."""

    board: Board
    tries: int = TRIES
    _few: dict[tuple[int, int], tuple[Joining, ...]] = field(default_factory=dict)
    _many: dict[tuple[int, int], int] = field(default_factory=dict)  # with how many tries the list was not done

    def best(self, at: int, prices: Ints, weight: int, floor: int | None = None, many: int = 8) -> Priced:
        """The teams of greatest ``weight`` × fit less the prices of who joins, among those that reach the floor.

        Where the best team does not reach it, all that do are listed if these are few. Else the floor is weighed into
        the values (Lagrange) until the best team reaches it, and teams are gone through from the best down until none
        can be better. Any weighing gives a bound, so the bound holds however far that goes.
        """
        task = self.board.tasks[at]
        known = None if floor is None else self.listed(at, floor)
        if known is not None:
            return _listed(task, prices, weight, known)
        extra = 1 if floor is not None and weight == 0 else 0  # where fits do not count, good ones still come first
        shift = (weight + extra) * task.held - extra * (floor or 0)
        first = Search(self.board, task, task.gains * (weight + extra) - prices, task.worth * (weight + extra))
        first.begin(many=many)
        best = first.next(self.tries)
        if best is None:
            return Priced(None if first.bound is None else first.bound + shift, ())
        if floor is None or task.fit(best.joining) >= floor:
            teams = dict.fromkeys(one.joining for one in (best, *first.others))
            found = tuple(_valued(task, prices, weight, t) for t in teams if floor is None or task.fit(t) >= floor)
            return Priced(best.value + shift, found)
        few = self._reaching(at, floor)
        if few is not None:
            return _listed(task, prices, weight, few)
        return self._weighed(task, prices, weight, floor, Found(best.value + shift, best.joining), extra)

    def listed(self, at: int, floor: int) -> tuple[Joining, ...] | None:
        """All teams of a challenge that reach a floor, where they have been listed."""
        return self._few.get((at, floor))

    def _reaching(self, at: int, floor: int) -> tuple[Joining, ...] | None:
        """All teams of a challenge that reach a floor; nothing where there are too many to list."""
        if self._many.get((at, floor), 0) >= self.tries:
            return None
        task = self.board.tasks[at]
        search = Search(self.board, task, task.gains, task.worth)
        search.begin()
        found: list[Joining] = []
        while (team := search.next(FEW * self.tries)) is not None and task.fit(team.joining) >= floor:
            found.append(team.joining)
        if team is None and search.bound is not None:
            self._many[at, floor] = self.tries
            return None
        self._few[at, floor] = tuple(found)
        return self._few[at, floor]

    def _weighed(self, task: Task, prices: Ints, weight: int, floor: int, best: Found, extra: int) -> Priced:
        """The floor stands in the way of the best team, whose value is a bound."""
        top = Search(self.board, task, task.gains, task.worth)
        top.begin()
        fittest = top.next(self.tries)
        if fittest is None or task.fit(fittest.joining) < floor:
            return Priced(best.value, ())
        below, above = best.joining, fittest.joining
        found, lowest = {above}, (best.value, extra)  # the least bound so far, and what a unit of fit weighed for it
        for _ in range(12):
            loss = _value(task, prices, weight, below) - _value(task, prices, weight, above)
            extra = max(0, -(-loss // (task.fit(above) - task.fit(below))))
            search, shift = self._at(task, prices, weight, floor, extra)
            middle = search.next(self.tries)
            if middle is None:
                break
            lowest = min(lowest, (middle.value + shift, extra))
            found |= {one.joining for one in (middle, *search.others) if task.fit(one.joining) >= floor}
            if middle.joining in (below, above):
                break
            if task.fit(middle.joining) >= floor:
                above = middle.joining
            else:
                below = middle.joining
        return self._gone_through(task, prices, weight, floor, lowest, found)

    def _at(self, task: Task, prices: Ints, weight: int, floor: int, extra: int) -> tuple[Search, int]:
        """The search in which a unit of fit beyond the floor is worth ``extra``, and what turns its values back."""
        search = Search(self.board, task, task.gains * (weight + extra) - prices, task.worth * (weight + extra))
        search.begin(many=8)
        return search, (weight + extra) * task.held - extra * floor

    def _gone_through(
        self, task: Task, prices: Ints, weight: int, floor: int, lowest: tuple[int, int], found: set[Joining]
    ) -> Priced:
        bound, extra = lowest
        search, shift = self._at(task, prices, weight, floor, extra)
        best = max(_value(task, prices, weight, one) for one in found)
        while search.bound is not None and search.bound + shift > best:
            team = search.next(self.tries)
            if team is None:
                break
            if task.fit(team.joining) >= floor:
                found.add(team.joining)
                best = max(best, _value(task, prices, weight, team.joining))
        left = best if search.bound is None else max(best, search.bound + shift)
        bound = min(bound, left)
        if bound - best > CLOSE:
            reach, joining = searched(task, prices, weight, floor)
            bound = bound if reach is None else max(best, min(bound, reach))
            if joining is not None and search.keeps_pairs(joining) and task.fit(joining) >= floor:
                found.add(joining)
        teams = sorted((_valued(task, prices, weight, one) for one in found), key=lambda one: (-one.value, one.joining))
        return Priced(max(bound, teams[0].value), tuple(teams[:8]))


def _listed(task: Task, prices: Ints, weight: int, teams: tuple[Joining, ...]) -> Priced:
    """The best of a list, first, and the others behind it."""
    found = sorted((_valued(task, prices, weight, one) for one in teams), key=lambda one: (-one.value, one.joining))
    return Priced(found[0].value if found else None, tuple(found[:8]))


def _value(task: Task, prices: Ints, weight: int, joining: Joining) -> int:
    return weight * task.fit(joining) - int(prices[list(joining)].sum())


def _valued(task: Task, prices: Ints, weight: int, joining: Joining) -> Found:
    return Found(_value(task, prices, weight, joining), joining)
