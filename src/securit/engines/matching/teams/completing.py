"""The best team of one challenge for given values of organisations: a dynamic programme over what is covered so far.

A state says which open skills, counts and countries a team meets *at least*, and how many joined. One organisation
after the other is taken or left. Countries are left aside at first; only where the best team then comes from too few,
those of one country stand together, so that each country counts once. Before that, organisations are set aside that no
best team needs: where enough others (from as many different countries as a team can hold) bring at least as much and
are worth more. Whole numbers throughout, so what is found is the best there is. Cost: (organisations kept) × (states).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from securit.engines.matching.teams.board import Flags, Ints, Task

NEVER = -(2**60)
Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A team: its value, and who joins, by their places in order."""

    value: int
    joining: tuple[int, ...]


@dataclass(frozen=True)
class _Shape:
    """The states of a task, numbered; the last number stands for a state that cannot be."""

    countries: int
    counts: tuple[int, ...]
    most: int
    bits: int

    @property
    def sizes(self) -> tuple[int, ...]:
        return (self.countries + 1, *(n + 1 for n in self.counts), self.most + 1, 1 << self.bits)

    @property
    def states(self) -> int:
        return math.prod(self.sizes)


@lru_cache(maxsize=2_000)
def _sources(shape: _Shape) -> dict[tuple[int, bool], Places]:
    """What :func:`_before` found for a shape."""
    return {}


def _before(shape: _Shape, sign: int, is_new: bool) -> Places:
    """For each state, the one from which an organisation of this sign leads to it."""
    at = np.indices(shape.sizes)
    source = [np.maximum(at[0] - 1, 0) if is_new else at[0]]
    for n in range(len(shape.counts)):
        brings = sign >> (shape.bits + n) & 1
        source.append(np.maximum(at[1 + n] - brings, 0))
    source += [at[-2] - 1, at[-1] & ~(sign & ((1 << shape.bits) - 1))]
    impossible = source[-2] < 0
    source[-2] = np.maximum(source[-2], 0)
    found = np.ravel_multi_index(tuple(source), shape.sizes)
    found[impossible] = shape.states
    ends: Places = np.append(found.ravel(), shape.states).astype(np.intp)
    return ends


def best_teams(
    task: Task,
    values: Ints,
    worth: Ints,
    allowed: Flags,
    forced: Sequence[int] = (),
    *,
    least: int = 0,
    many: int = 1,
) -> list[Found]:
    """A best team first, then up to ``many − 1`` good ones that end in other states; none where no team is allowed.

    ``values`` is what each organisation adds and ``worth`` what each set of open skills adds. All ``forced`` join, and
    nobody else who is not ``allowed``; at least ``least`` join. Pairs kept apart or together are not looked at.
    """
    if task.most < len(forced):
        return []
    if task.countries:
        found = _passed(task, 0, values, worth, allowed, forced, least, many)
        if not found or _countries(task, found[0].joining) >= task.countries:
            return [one for one in found if _countries(task, one.joining) >= task.countries]
    return _passed(task, task.countries, values, worth, allowed, forced, least, many)


def _countries(task: Task, joining: Sequence[int]) -> int:
    """How many further countries they come from."""
    return len({int(task.country[one]) for one in joining} - {-1})


def _passed(
    task: Task,
    countries: int,
    values: Ints,
    worth: Ints,
    allowed: Flags,
    forced: Sequence[int],
    least: int,
    many: int,
) -> list[Found]:
    country = task.country
    taken = {int(country[one]) for one in forced} - {-1} if countries else set()
    if taken:
        country = np.where(np.isin(country, list(taken)), -1, country)
    shape = _Shape(countries, task.counts, task.most, task.bits)
    kept = _worth_a_look(task, countries, values, country, allowed, forced)
    run = _Run(shape, kept, task.signs[kept], country[kept], values[kept])
    start = _start(task, shape, values, forced, len(taken))
    end = run.in_groups(start) if countries >= 2 else run.in_a_row(start)
    lowest = max(task.least, least, len(forced))
    table = end[:-1].reshape(shape.sizes)[(-1, *(-1 for _ in task.counts))]  # sizes × skills
    totals = np.where(table > NEVER // 2, table + worth, NEVER)
    totals[:lowest] = NEVER
    totals[:, (np.arange(1 << task.bits) & task.required) != task.required] = NEVER
    return _ends(task, run, totals, values, worth, forced, many)


def _ends(
    task: Task, run: _Run, totals: Ints, values: Ints, worth: Ints, forced: Sequence[int], many: int
) -> list[Found]:
    flat = totals.ravel()
    base = run.states - flat.size
    found: dict[tuple[int, ...], Found] = {}
    for state in np.argsort(-flat, kind="stable")[: many * 2 if many > 1 else 1].tolist():
        if flat[state] == NEVER or len(found) >= many:
            break
        joining = tuple(sorted((*forced, *run.team(base + state))))
        value = int(values[list(joining)].sum()) + int(worth[task.covered(joining)])
        found.setdefault(joining, Found(value, joining))
    return list(found.values())


def _start(task: Task, shape: _Shape, values: Ints, forced: Sequence[int], countries: int) -> Ints:
    """The states that those who are forced in meet."""
    start = np.full((*shape.sizes,), NEVER, dtype=np.int64)
    skills = task.covered(forced)
    subsets = (np.arange(1 << task.bits) & ~skills) == 0
    counted = [sum(int(task.signs[one]) >> (task.bits + n) & 1 for one in forced) for n in range(len(task.counts))]
    corner: tuple[slice | int, ...] = (slice(0, countries + 1), *(slice(0, n + 1) for n in counted), len(forced))
    start[corner] = np.where(subsets, int(values[list(forced)].sum()), NEVER)
    return np.append(start.ravel(), NEVER)


class _Run:
    """One pass over the organisations kept; remembers which step led to each state."""

    def __init__(self, shape: _Shape, kept: Ints, signs: Ints, country: Ints, values: Ints) -> None:
        self.shape = shape
        self.states = shape.states
        self._sources = _sources(shape)
        self._all = list(zip(kept.tolist(), signs.tolist(), country.tolist(), values.tolist(), strict=True))
        self._steps: list[tuple[int, Places, Flags, Places | None, Flags | None]] = []
        self._groups: list[tuple[int, Flags]] = []

    def _before(self, sign: int, is_new: bool) -> Places:
        is_new = is_new and self.shape.countries > 0
        found = self._sources.get((sign, is_new))
        if found is None:
            found = self._sources[sign, is_new] = _before(self.shape, sign, is_new)
        return found

    def in_a_row(self, start: Ints) -> Ints:
        """Where at most one further country is asked for, the order does not matter."""
        return self._taken(start, self._all)

    def _taken(self, now: Ints, some: Sequence[tuple[int, int, int, int]]) -> Ints:
        room = np.empty_like(now)
        for one, sign, code, value in some:
            source = self._before(sign, code >= 0)
            now.take(source, out=room, mode="clip")
            room += value
            better = room > now
            better[-1] = False
            self._steps.append((one, source, better, None, None))
            np.copyto(now, room, where=better)
        return now

    def in_groups(self, start: Ints) -> Ints:
        """Country by country: the first that joins from a country adds it, the next ones do not."""
        ordered = sorted(self._all, key=lambda one: one[2])
        now = self._taken(start, [one for one in ordered if one[2] < 0])
        self._groups.append((len(self._steps), np.zeros(0, dtype=np.bool_)))
        first, second = np.empty_like(now), np.empty_like(now)
        for _, group in groupby((one for one in ordered if one[2] >= 0), key=lambda one: one[2]):
            inside = np.full_like(now, NEVER)
            for one, sign, _, value in group:
                fresh, again = self._before(sign, True), self._before(sign, False)
                now.take(fresh, out=first, mode="clip")
                inside.take(again, out=second, mode="clip")
                first += value
                second += value
                is_again = (second > first) & (second > inside)
                is_fresh = (first > inside) & ~is_again
                is_again[-1] = is_fresh[-1] = False
                self._steps.append((one, fresh, is_fresh, again, is_again))
                np.copyto(inside, first, where=is_fresh)
                np.copyto(inside, second, where=is_again)
            better = inside > now
            better[-1] = False
            np.copyto(now, inside, where=better)
            self._groups.append((len(self._steps), better))
        return now

    def team(self, state: int) -> list[int]:
        """Who joined on the way to a state."""
        joined: list[int] = []
        groups = self._groups or [(len(self._steps), np.zeros(0, dtype=np.bool_))]
        for group in range(len(groups) - 1, 0, -1):
            stop, better = groups[group]
            if not better[state]:
                continue
            for step in range(stop - 1, groups[group - 1][0] - 1, -1):
                one, fresh, is_fresh, again, is_again = self._steps[step]
                if is_fresh[state]:
                    joined.append(one)
                    state = int(fresh[state])
                    break
                if again is not None and is_again is not None and is_again[state]:
                    joined.append(one)
                    state = int(again[state])
        for one, source, better, _, _ in reversed(self._steps[: groups[0][0]]):
            if better[state]:
                joined.append(one)
                state = int(source[state])
        return joined


def _worth_a_look(
    task: Task, countries: int, values: Ints, country: Ints, allowed: Flags, forced: Sequence[int]
) -> Ints:
    """The organisations that a best team may need, from the one worth most down."""
    open_to_join = allowed.copy()
    open_to_join[list(forced)] = False
    who = np.flatnonzero(open_to_join)
    places = task.most - len(forced)
    if len(who) == 0 or places <= 0:
        return who[:0]
    who = who[np.argsort(-values[who], kind="stable")]
    signs = task.signs[who]
    rank = np.arange(len(who), 0, -1)  # the higher, the more it is worth
    if countries == 0:
        nth = _standing(signs, 1 << (task.bits + len(task.counts)))
        few = nth < places
        who, signs, rank, nth = who[few], signs[few], rank[few], nth[few]
        limit = _best_by_sign(task, signs, rank, nth, places)
    else:
        limit = _best_by_country(task, signs, rank, country[who])
    kept: Ints = who[rank >= limit[signs]]
    return kept


def _standing(signs: Ints, width: int) -> Ints:
    """How many of the same sign stand before each."""
    grouped = np.argsort(signs.astype(np.uint16) if width <= 1 << 16 else signs, kind="stable")
    counted = np.bincount(signs, minlength=width)
    nth = np.empty_like(signs)
    nth[grouped] = np.arange(len(signs)) - (np.cumsum(counted) - counted)[signs[grouped]]
    return nth


def _best_by_sign(task: Task, signs: Ints, rank: Ints, nth: Ints, places: int) -> Ints:
    """Per sign, the rank below which there are ``places`` better ones that bring at least as much."""
    width = task.bits + len(task.counts)
    top = np.full((1 << width, places), -1, dtype=np.int64)
    top[signs, nth] = rank
    for bit in range(width):
        without, having = _halves(top, width, bit)
        merged = np.concatenate([without, having], axis=-1)
        without[...] = -np.sort(-merged, axis=-1)[..., :places]
    limit: Ints = top[:, -1]
    return limit


def _best_by_country(task: Task, signs: Ints, rank: Ints, country: Ints) -> Ints:
    """Per sign, the rank below which better ones that bring as much come from as many countries as can join."""
    width = task.bits + len(task.counts)
    new = country >= 0
    codes, column = np.unique(country[new], return_inverse=True)
    if len(codes) < task.most:
        return np.full(1 << width, -1, dtype=np.int64)
    best = np.full((1 << width, len(codes)), -1, dtype=np.int64)
    np.maximum.at(best, (signs[new], column), rank[new])
    for bit in range(width):
        without, having = _halves(best, width, bit)
        np.maximum(without, having, out=without)
    nth: Ints = np.partition(best, len(codes) - task.most, axis=1)[:, len(codes) - task.most]
    return nth


def _halves(table: Ints, width: int, bit: int) -> tuple[Ints, Ints]:
    """Views of the rows without a bit, and of those with it."""
    split = table.reshape(1 << (width - bit - 1), 2, 1 << bit, table.shape[1])
    return split[:, 0], split[:, 1]
