"""The problem as arrays: applications down, evaluators across, whole-number scores, and what the pins leave open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from securit.engines._shared.errors import TooLarge
from securit.engines._shared.exact import whole_numbers
from securit.engines.assignment.problem import Pair, Problem
from securit.engines.assignment.table import Table

MOST_UNITS = 10**9


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Arrays of the shape (applications, evaluators), both in the order of their ids.

    ``units / scale`` is the score. ``needs``, ``most`` and ``least`` are what the pins leave; they come out negative
    when the pins ask too much.
    """

    applications: tuple[str, ...]
    evaluators: tuple[str, ...]
    units: NDArray[np.int64]
    scale: int
    conflicted: NDArray[np.bool_]
    pinned: NDArray[np.bool_]
    needs: NDArray[np.int64]
    most: NDArray[np.int64]
    least: NDArray[np.int64]

    @property
    def free(self) -> NDArray[np.bool_]:
        """The pairs still open to choice."""
        return ~(self.conflicted | self.pinned) & (self.needs > 0)[:, None] & (self.most > 0)[None, :]

    @property
    def fixed(self) -> int:
        """What the pinned pairs score together, in units."""
        return int(self.units[self.pinned].sum())

    def exact(self, units: int) -> Fraction:
        """Units as a score."""
        return Fraction(units, self.scale)

    def pairs(self, chosen: NDArray[np.bool_]) -> tuple[Pair, ...]:
        """The chosen pairs, sorted, with the pinned ones."""
        rows, columns = np.nonzero(chosen | self.pinned)
        return tuple(Pair(self.applications[i], self.evaluators[j]) for i, j in zip(rows, columns, strict=True))

    def chosen(self, pairs: Iterable[Pair]) -> NDArray[np.bool_]:
        """The array that is true at these pairs; pairs that the problem does not know are left out."""
        return _marked(self.applications, self.evaluators, pairs)


def grid_of(problem: Problem) -> Grid:
    """The arrays of a problem; raises ``TooLarge`` when scores differ too much in size to be solved exactly."""
    applications = tuple(a.id for a in problem.applications)
    evaluators = tuple(e.id for e in problem.evaluators)
    units, scale = _units(problem, applications, evaluators)
    pinned = _marked(applications, evaluators, problem.pinned)
    conflicted = _marked(applications, evaluators, (Pair(c.application, c.evaluator) for c in problem.conflicts))
    if isinstance(problem.affinities, Table):
        conflicted[_places(problem.affinities, applications, evaluators)] |= problem.affinities.barred
    conflicted |= _away(problem)
    required = np.array([a.required for a in problem.applications], dtype=np.int64)
    most = np.array([e.most for e in problem.evaluators], dtype=np.int64)
    least = np.array([e.least for e in problem.evaluators], dtype=np.int64)
    return Grid(
        applications=applications,
        evaluators=evaluators,
        units=units,
        scale=scale,
        conflicted=conflicted,
        pinned=pinned,
        needs=required - pinned.sum(axis=1),
        most=most - pinned.sum(axis=0),
        least=np.maximum(0, least - pinned.sum(axis=0)),
    )


def _units(
    problem: Problem, applications: tuple[str, ...], evaluators: tuple[str, ...]
) -> tuple[NDArray[np.int64], int]:
    units = np.zeros((len(applications), len(evaluators)), dtype=np.int64)
    if isinstance(problem.affinities, Table):
        _refuse_beyond(int(np.abs(problem.affinities.units).max(initial=0)), problem.affinities.scale)
        units[_places(problem.affinities, applications, evaluators)] = problem.affinities.units
        return units, problem.affinities.scale
    whole, scale = whole_numbers(a.score for a in problem.affinities)
    _refuse_beyond(max((abs(one) for one in whole), default=0), scale)
    rows, columns = _indexed(applications), _indexed(evaluators)
    for affinity, one in zip(problem.affinities, whole, strict=True):
        units[rows[affinity.application], columns[affinity.evaluator]] = one
    return units, scale


def _away(problem: Problem) -> NDArray[np.bool_]:
    away = np.zeros((len(problem.applications), len(problem.evaluators)), dtype=np.bool_)
    sessions = np.array([a.session for a in problem.applications], dtype=np.str_)
    for column, evaluator in enumerate(problem.evaluators):
        for session in filter(None, evaluator.away):
            away[:, column] |= sessions == session
    return away


def why_barred(problem: Problem) -> dict[Pair, str]:
    """Each pair that must not be, with its reason (which may be empty)."""
    reasons: dict[Pair, str] = {}
    table = problem.affinities
    if isinstance(table, Table):
        for i, j in zip(*np.nonzero(table.barred), strict=True):
            reasons[Pair(table.applications[i], table.evaluators[j])] = table.because
    for i, j in zip(*np.nonzero(_away(problem)), strict=True):
        application = problem.applications[i]
        reasons[Pair(application.id, problem.evaluators[j].id)] = f"away in session {application.session}"
    return reasons | {Pair(c.application, c.evaluator): c.reason for c in problem.conflicts}


def _refuse_beyond(largest: int, scale: int) -> None:
    if largest > MOST_UNITS:
        raise TooLarge([f"On their common scale (1/{scale}) the affinities exceed {MOST_UNITS}; give fewer digits."])


def _places(
    table: Table, applications: tuple[str, ...], evaluators: tuple[str, ...]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    rows, columns = _indexed(applications), _indexed(evaluators)
    down = np.array([rows[name] for name in table.applications], dtype=np.int64)
    across = np.array([columns[name] for name in table.evaluators], dtype=np.int64)
    return down[:, None], across[None, :]


def _marked(applications: tuple[str, ...], evaluators: tuple[str, ...], pairs: Iterable[Pair]) -> NDArray[np.bool_]:
    marked = np.zeros((len(applications), len(evaluators)), dtype=np.bool_)
    rows, columns = _indexed(applications), _indexed(evaluators)
    known = [(rows[a], columns[e]) for a, e in pairs if a in rows and e in columns]
    if known:
        marked[tuple(np.array(known, dtype=np.int64).T)] = True
    return marked


def _indexed(names: tuple[str, ...]) -> dict[str, int]:
    return {name: index for index, name in enumerate(names)}
