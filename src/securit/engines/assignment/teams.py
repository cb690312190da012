"""The teams of evaluators that reach a floor: the best by weight, or all above a weight; exact, in whole numbers.

A team of one application is a set of ``size`` evaluators whose scores add up to the floor. Evaluators stand from the
highest score down; all but the last of a team are enumerated, the last is looked up in a table of range maxima, so the
search costs O(n^(size − 1)) per application instead of O(n^size).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
MOST_STEMS = 3 * 10**6
MOST_ENDS = 20_000_000


def is_countable(candidates: int, size: int) -> bool:
    """Whether the teams of an application can be searched: three million stems at most."""
    return _stem_count(candidates, size - 1) <= MOST_STEMS


def best_teams(scores: Ints, weights: Ints, floor: int, size: int, least: int, many: int) -> tuple[Ints, Ints]:
    """Up to ``many`` teams of weight ``least`` or more, heaviest first, among them a heaviest one: weights and members.

    ``scores`` and ``weights`` are those of the candidates; members are positions in them, one row per team.
    """
    kept, order = _worth_a_look(scores, weights, size, least)
    units, weigh = scores[kept][order], weights[kept][order]
    stems, reach = _stems(units, floor, size)
    if not len(stems):
        return np.zeros(0, np.int64), np.zeros((0, size), np.int64)
    start = stems[:, -1] + 1 if size > 1 else np.zeros(len(stems), np.int64)
    last = _greatest_between(weigh, start, reach)
    total = weigh[stems].sum(axis=1) + weigh[last]
    found = np.argsort(-total, kind="stable")[:many]
    found = found[total[found] >= least]
    members = np.concatenate([stems[found], last[found][:, None]], axis=1)
    return total[found], kept[order[members]]


def all_teams(scores: Ints, weights: Ints, floor: int, size: int, least: int, most: int) -> Ints | None:
    """Every team of weight ``least`` or more, one row each; nothing when there are more than ``most``."""
    kept, order = _worth_a_look(scores, weights, size, least)
    units, weigh = scores[kept][order], weights[kept][order]
    stems, reach = _stems(units, floor, size)
    if not len(stems):
        return np.zeros((0, size), np.int64)
    start = stems[:, -1] + 1 if size > 1 else np.zeros(len(stems), np.int64)
    last = _greatest_between(weigh, start, reach)
    worth = weigh[stems].sum(axis=1) + weigh[last] >= least
    stems, start, count = stems[worth], start[worth], (reach - start)[worth]
    if count.sum() > MOST_ENDS:
        return None
    stem = np.repeat(np.arange(len(stems)), count)
    end = np.arange(len(stem)) - np.repeat(np.cumsum(count) - count, count) + start[stem]
    heavy = weigh[stems].sum(axis=1)[stem] + weigh[end] >= least
    if heavy.sum() > most:
        return None
    members = np.concatenate([stems[stem[heavy]], end[heavy][:, None]], axis=1)
    found: Ints = kept[order[members]]
    return found


def _worth_a_look(scores: Ints, weights: Ints, size: int, least: int) -> tuple[Ints, Ints]:
    """The candidates that can be in a team of that weight at all, and their order by score."""
    heaviest = np.sort(weights)[::-1]
    others = int(heaviest[: size - 1].sum())
    kept = np.flatnonzero(weights + others >= least)
    return kept, np.argsort(-scores[kept], kind="stable")


def _stems(units: Ints, floor: int, size: int) -> tuple[Ints, Ints]:
    """All but the last member of each possible team, and the position before which the last one must stand."""
    stems = _combinations(len(units), size - 1)
    if len(units) < size:
        return stems[:0], np.zeros(0, np.int64)
    needed = floor - units[stems].sum(axis=1)
    reach = np.searchsorted(-units, -needed, side="right")
    after = stems[:, -1] + 1 if size > 1 else np.zeros(len(stems), np.int64)
    possible = reach > after
    return stems[possible], reach[possible]


@lru_cache(maxsize=64)
def _combinations(count: int, size: int) -> Ints:
    """Ascending combinations of positions, one row each, in lexicographic order."""
    rows = np.zeros((1, 0), dtype=np.int64)
    for _ in range(size):
        start = rows[:, -1] + 1 if rows.shape[1] else np.zeros(len(rows), np.int64)
        more = np.maximum(count - start, 0)
        stem = np.repeat(np.arange(len(rows)), more)
        end = np.arange(len(stem)) - np.repeat(np.cumsum(more) - more, more) + start[stem]
        rows = np.concatenate([rows[stem], end[:, None]], axis=1)
    rows.setflags(write=False)
    return rows


def _stem_count(candidates: int, size: int) -> int:
    count = 1
    for step in range(size):
        count = count * (candidates - step) // (step + 1)
    return max(count, 0)


def _greatest_between(values: Ints, start: Ints, stop: Ints) -> Ints:
    """Where the greatest value stands in each range; a sparse table (Bender and Farach-Colton 2000)."""
    length = stop - start
    level = np.log2(length).astype(np.int64)
    level -= (1 << level) > length
    found = np.zeros(len(start), dtype=np.int64)
    best, width = np.arange(len(values)), 1
    for current in range(int(level.max(initial=0)) + 1):
        here = level == current
        left, right = best[start[here]], best[stop[here] - width]
        found[here] = np.where(values[left] >= values[right], left, right)
        if len(best) > width:
            left, right = best[:-width], best[width:]
            best = np.where(values[left] >= values[right], left, right)
        width *= 2
    return found
