"""All ballots as one table, for the rules that compare marks: rows are ballots that differ, columns options."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from securit.engines._shared.errors import TooLarge
from securit.engines.aggregation.ballots.problem import Problem

MOST_CELLS = 50_000_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """``level[b, o]`` is the place of a mark among all ``grades`` (rising); ``weight[b]`` how many voters wrote it.

    Blank ballots are a last row of silent marks. O(ballots × options) memory.
    """

    grades: tuple[Fraction, ...]
    level: NDArray[np.int32]
    weight: NDArray[np.int64]


def sheet_of(problem: Problem) -> Sheet:
    """The table; raises ``TooLarge`` beyond fifty million cells."""
    rows = len(problem.ballots) + (1 if problem.blank else 0)
    cells = rows * len(problem.options)
    if cells > MOST_CELLS:
        raise TooLarge([f"The ballots fill {cells} cells; at most {MOST_CELLS} are compared."])
    grades = sorted({problem.silent, *(mark for ballot in problem.ballots for _, mark in ballot.marks)})
    place = {grade: index for index, grade in enumerate(grades)}
    column = {option.id: index for index, option in enumerate(problem.options)}
    level = np.full((rows, len(problem.options)), place[problem.silent], dtype=np.int32)
    for row, ballot in enumerate(problem.ballots):
        for name, mark in ballot.marks:
            level[row, column[name]] = place[mark]
    weight = [ballot.count for ballot in problem.ballots] + ([problem.blank] if problem.blank else [])
    return Sheet(tuple(grades), level, np.array(weight, dtype=np.int64))


def counts_of(sheet: Sheet) -> NDArray[np.int64]:
    """How many voters gave each option (rows) each grade (columns)."""
    options = sheet.level.shape[1]
    counts = np.zeros((options, len(sheet.grades)), dtype=np.int64)
    for column in range(options):
        counts[column] = np.bincount(sheet.level[:, column], sheet.weight, len(sheet.grades))
    return counts


def preferred(sheet: Sheet) -> NDArray[np.int64]:
    """How many voters mark the option of the row higher than that of the column. O(ballots × options²)."""
    options = sheet.level.shape[1]
    found = np.zeros((options, options), dtype=np.int64)
    for column in range(options):
        found[column] = sheet.weight @ (sheet.level[:, column : column + 1] > sheet.level)
    return found
