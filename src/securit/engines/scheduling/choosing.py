"""Which meetings to hold: the most weight, then the best worst-off share, then as many people as possible with one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, gcd, lcm

import numpy as np
from numpy.typing import NDArray

from securit.engines.scheduling.programme import Programme, Row
from securit.engines.scheduling.room import Room
from securit.engines.scheduling.search import Effort

GRID = 2520
"""Prices are rounded to this part of a unit of weight; halves and thirds stay what they are."""

PROBED = 3_000
"""Up to so many columns of meeting and slot the worst-off share is probed exactly."""

Columns = Sequence[Sequence[int]]
"""Per meeting the columns of which one is set if it is held."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Columns that are set, their worth and its bound, and a bound on the worst-off share among equals."""

    chosen: NDArray[np.bool_]
    value: int
    bound: int
    share_bound: Fraction


@dataclass(frozen=True, slots=True)
class Plan:
    """A programme, its columns per meeting, and per row whose time it sells: prefixes of names and slots."""

    programme: Programme
    columns: Columns
    sold: tuple[tuple[str, tuple[int, ...]], ...]

    def held(self, chosen: NDArray[np.bool_]) -> list[int]:
        """The meetings that are held."""
        return [i for i, columns in enumerate(self.columns) if any(chosen[column] for column in columns)]

    def gain(self, room: Room) -> dict[int, int]:
        """What each column is worth."""
        return {column: room.worth[i] for i, columns in enumerate(self.columns) for column in columns}


def without_slots(room: Room) -> Plan:
    """One column per meeting; each person and each kind of place has only so much time in all, and in each session."""
    rows: list[Row] = []
    sold: list[tuple[str, tuple[int, ...]]] = []
    for inside in _parts(room):
        for person, mine in enumerate(room.meetings_of):
            those = [i for i in mine if room.open[i] and inside.issuperset(room.open[i])]
            slots = tuple(sorted({slot for i in those for slot in room.open[i]}))
            if len(those) > len(slots):
                rows.append((dict.fromkeys(those, 1), 0, len(slots)))
                sold.append((f"participant:{room.problem.participants[person].id}", slots))
        most = {(limit.kind, limit.slot): limit.most for limit in room.limits}
        members = {limit.kind: limit.meetings for limit in room.limits}
        for kind, those_of_kind in sorted(members.items()):
            those = [i for i in those_of_kind if room.open[i] and inside.issuperset(room.open[i])]
            if those and all((kind, slot) in most for slot in inside):
                rows.append((dict.fromkeys(those, 1), 0, sum(most[kind, slot] for slot in inside)))
                sold.append((f"tables:{kind}", tuple(sorted(inside))))
    able = [(i,) if room.open[i] else () for i in range(len(room.open))]
    return Plan(Programme(len(able), rows, dict.fromkeys(room.fixed, 1)), able, tuple(sold))


def _parts(room: Room) -> Iterator[frozenset[int]]:
    """All slots, then those of each session."""
    yield frozenset(range(room.count))
    sessions = sorted({slot.session for slot in room.problem.slots})
    for session in sessions if len(sessions) > 1 else ():
        yield frozenset(k for k, slot in enumerate(room.problem.slots) if slot.session == session)


def with_slots(room: Room) -> Plan:
    """One column per meeting and open slot. Rows: meetings + people x slots + limits + precedences x slots."""
    column = {(i, slot): n for n, (i, slot) in enumerate((i, s) for i, row in enumerate(room.open) for s in row)}
    columns = [[column[i, slot] for slot in row] for i, row in enumerate(room.open)]
    rows: list[Row] = [(dict.fromkeys(own, 1), 0, 1) for own in columns if len(own) > 1]
    sold: list[tuple[str, tuple[int, ...]]] = [("", ())] * len(rows)
    for person, mine in enumerate(room.meetings_of):
        for slot in range(room.count):
            here = [column[i, slot] for i in mine if (i, slot) in column]
            if len(here) > 1:
                rows.append((dict.fromkeys(here, 1), 0, 1))
                sold.append((f"participant:{room.problem.participants[person].id}", (slot,)))
    for limit in room.limits:
        here = [column[i, limit.slot] for i in limit.meetings if (i, limit.slot) in column]
        if len(here) > limit.most:
            rows.append((dict.fromkeys(here, 1), 0, limit.most))
            sold.append((f"tables:{limit.kind}", (limit.slot,)))
    for before, after in room.order:
        for slot in room.open[after]:
            late = [column[before, s] for s in room.open[before] if s >= slot]
            early = [column[after, s] for s in room.open[after] if s <= slot]
            if late:
                rows.append((dict.fromkeys([*late, *early], 1), 0, 1))
                sold.append(("", ()))
    least = {columns[i][0]: 1 for i in room.fixed if columns[i]}  # others stand outside this part of the day
    return Plan(Programme(len(column), rows, least), columns, tuple(sold))


def choose(room: Room, plan: Plan, effort: Effort, *, fair: bool) -> Choice | None:
    """The best choice, or nothing when a limit came before one was found."""
    gain = plan.gain(room)
    chosen, bound, _ = plan.programme.best(gain, effort)
    if chosen is None or bound is None:
        return None
    value = sum(gain[column] for column in gain if chosen[column])
    bound = max(bound, value)
    share = _conceivable_share(room)
    if not fair or bound > value:
        return Choice(chosen, value, bound, share)
    floor: Row = (gain, value, bound)
    chosen, share = _best_share(room, plan, floor, chosen, share, effort)
    return Choice(_most_people(room, plan, floor, chosen, effort), value, bound, share)


def worst_share(room: Room, held: Sequence[int]) -> Fraction:
    """The smallest share of their requests that somebody with requests gets; 1 where nobody has any."""
    those = set(held)
    shares = (Fraction(sum(i in those for i in mine), len(mine)) for mine in room.meetings_of if mine)
    return min(shares, default=Fraction(1))


def _conceivable_share(room: Room) -> Fraction:
    """What nobody's share can exceed, each person looked at alone."""
    shares = []
    for mine in room.meetings_of:
        if mine:
            slots = {slot for i in mine for slot in room.open[i]}
            shares.append(Fraction(min(len(slots), sum(bool(room.open[i]) for i in mine)), len(mine)))
    return min(shares, default=Fraction(1))


def _best_share(
    room: Room, plan: Plan, floor: Row, chosen: NDArray[np.bool_], most: Fraction, effort: Effort
) -> tuple[NDArray[np.bool_], Fraction]:
    """Bisection on a floor under everybody's share; the best choice found and a bound."""
    reached = worst_share(room, plan.held(chosen))
    levels = sorted({Fraction(k, len(mine)) for mine in room.meetings_of if mine for k in range(len(mine) + 1)})
    levels = [level for level in levels if reached < level <= most]
    while levels and not effort.is_spent():
        middle = len(levels) // 2
        found, _, none = plan.programme.best({}, effort, [floor, *_at_least(room, plan, levels[middle])])
        if found is not None:
            chosen, levels = found, [one for one in levels if one > worst_share(room, plan.held(found))]
        elif none:
            levels = levels[:middle]
        else:
            break
    return chosen, levels[-1] if levels else worst_share(room, plan.held(chosen))


def _at_least(room: Room, plan: Plan, level: Fraction) -> list[Row]:
    """Everybody gets that share of their requests."""
    rows: list[Row] = []
    for mine in room.meetings_of:
        need = ceil(level * len(mine))
        if need:
            rows.append(({column: 1 for i in mine for column in plan.columns[i]}, need, len(mine)))
    return rows


def _most_people(room: Room, plan: Plan, floor: Row, chosen: NDArray[np.bool_], effort: Effort) -> NDArray[np.bool_]:
    """Among choices as good, one that leaves as few people as possible without any meeting; a nicety, not proven."""
    without = [p for p, mine in enumerate(room.meetings_of) if mine and not set(mine) & set(plan.held(chosen))]
    if not without or effort.is_spent():
        return chosen
    base = plan.programme.columns
    rows = [floor, *_at_least(room, plan, worst_share(room, plan.held(chosen)))]
    for extra, mine in enumerate(room.meetings_of):
        rows.append(({base + extra: -1, **{c: 1 for i in mine for c in plan.columns[i]}}, 0, len(mine)))
    wider = Programme(base + len(room.meetings_of), [*plan.programme.rows, *rows], plan.programme.least)
    found, _, _ = wider.best({base + p: 1 for p in range(len(room.meetings_of))}, effort)
    return chosen if found is None else found[:base]


def priced(room: Room, plan: Plan, effort: Effort) -> tuple[int, tuple[tuple[str, Fraction], ...]] | None:
    """A bound on the worth in whole units that follows from rounded prices alone, and the prices."""
    duals = plan.programme.prices(plan.gain(room), effort)
    if duals is None:
        return None
    price: dict[str, int] = defaultdict(int)
    for (whose, slots), dual in zip(plan.sold, duals, strict=True):
        for slot in slots:
            price[f"{whose}:{room.problem.slots[slot].number}"] += max(0, round(dual * GRID))
    reach = _rents(room, price)
    for i, open_slots in enumerate(room.open):
        gains = [room.worth[i] * GRID - _due(room, i, slot, price) for slot in open_slots]
        reach += max([*gains, *([] if i in room.fixed else [0])], default=0)
    unit = gcd(*room.worth) or 1
    bound = reach // (GRID * unit) * unit
    scale = lcm(1, room.scale) * GRID
    return bound, tuple((name, Fraction(value, scale)) for name, value in sorted(price.items()) if value)


def _rents(room: Room, price: Mapping[str, int]) -> int:
    """All people's and tables' time at these prices."""
    reach = sum(
        price.get(f"participant:{person.id}:{slot.number}", 0)
        for person in room.problem.participants
        for slot in room.problem.slots
        if slot.number not in person.absent
    )
    for limit in room.limits:
        reach += price.get(f"tables:{limit.kind}:{room.problem.slots[limit.slot].number}", 0) * limit.most
    return reach


def _due(room: Room, i: int, slot: int, price: Mapping[str, int]) -> int:
    meeting, number = room.problem.meetings[i], room.problem.slots[slot].number
    due = sum(price.get(f"participant:{name}:{number}", 0) for name in meeting.participants)
    return due + sum(price.get(f"tables:{kind}:{number}", 0) for kind in {"", meeting.kind})
