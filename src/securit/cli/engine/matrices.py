"""Score matrices in the formats that conferences exchange: ``.npy``, ``.npz``, ``P R`` header + rows, PrefLib ``.cat``.

A matrix comes as whole numbers over one scale: floating-point scores are rounded to :data:`DECIMALS` decimals, which
is stated wherever it matters. Rows are applications and columns evaluators, whatever the file held.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from securit.engines import Unusable
from securit.machinery.files.archives import UNREADABLE

DECIMALS = 6
"""Scores are kept to a millionth of a point."""

MOST_CELLS = 50_000_000
CATEGORY_SCORES = (Fraction(1), Fraction(1, 2), Fraction(1, 4), Fraction(0))
"""What PrefLib categories are worth, best first; all further ones nothing, and “conflict” forbids the pair."""

_NAME = re.compile(r"# (?P<what>NUMBER ALTERNATIVES|NUMBER VOTERS|CATEGORY NAME \d+): *(?P<value>.*)")
_VOTE = re.compile(r"(?P<count>\d+): *(?P<sets>.+)")
_SET = re.compile(r"\{([\d, ]*)\}|(\d+)")


@dataclass(frozen=True, slots=True)
class Matrix:
    """The scores of applications (rows) and evaluators (columns), by their names.

    ``units[a, e] / 10**DECIMALS`` is the score of a pair; a pair that is ``barred`` may not be.
    """

    applications: tuple[str, ...]
    evaluators: tuple[str, ...]
    units: NDArray[np.int64]
    barred: NDArray[np.bool_]


def named(prefix: str, count: int) -> tuple[str, ...]:
    """``A001`` … ``A118``: as many digits as the last one needs, so that the order of names is that of the file."""
    width = len(str(count))
    return tuple(f"{prefix}{number:0{width}}" for number in range(1, count + 1))


def numpy_matrix(path: Path, *, evaluators_first: bool, conflict_below: Fraction) -> Matrix:
    """The matrix of a ``.npy`` or ``.npz`` file; in the latter ``mask_matrix`` (1 forbids) is honoured."""
    scores, mask = _arrays(path)
    if evaluators_first:
        scores, mask = scores.T, mask.T
    return unnamed(scores, mask | (scores < float(conflict_below)))


def header_matrix(path: Path, *, evaluators_first: bool) -> Matrix:
    """A text file whose first two numbers are the rows and columns, followed by the scores; 0 forbids a pair."""
    try:
        numbers = np.array(path.read_text(encoding="utf-8").split(), dtype=np.float64)
    except ValueError as error:
        raise Unusable([f"“{path.name}”: {error}."]) from None
    if len(numbers) < 2 or numbers[0] * numbers[1] != len(numbers) - 2:
        raise Unusable([f"“{path.name}” does not hold as many scores as its first line says (rows × columns)."])
    scores = numbers[2:].reshape(int(numbers[0]), int(numbers[1]))
    scores = scores.T if evaluators_first else scores
    return unnamed(scores, scores == 0)


def categories_matrix(path: Path, worth: Sequence[Fraction] = CATEGORY_SCORES) -> Matrix:
    """PrefLib bids: voters are evaluators, alternatives applications; a pair that a voter leaves out is forbidden."""
    text = path.read_text(encoding="utf-8")
    facts = {found["what"]: found["value"].strip() for found in _NAME.finditer(text)}
    count = int(facts.get("NUMBER ALTERNATIVES") or 0)
    labels = [facts[key].lower() for key in facts if key.startswith("CATEGORY")]
    votes = [found for line in text.splitlines() if (found := _VOTE.fullmatch(line.strip()))]
    voters = [found["sets"] for found in votes for _ in range(int(found["count"]))]
    if not count or not voters:
        raise Unusable([f"“{path.name}” is not a PrefLib file of categories."])
    units = np.zeros((count, len(voters)), dtype=np.int64)
    barred = np.ones((count, len(voters)), dtype=np.bool_)
    for column, sets in enumerate(voters):
        for place, group in enumerate(_SET.finditer(sets)):
            rows = [int(one) - 1 for one in re.findall(r"\d+", group[0])]
            if any(not 0 <= row < count for row in rows):
                raise Unusable([f"“{path.name}”: voter {column + 1} names an alternative beyond {count}."])
            if place < len(labels) and labels[place].startswith("conflict"):
                continue
            units[rows, column] = int((worth[place] if place < len(worth) else Fraction(0)) * 10**DECIMALS)
            barred[rows, column] = False
    return Matrix(named("A", count), named("E", len(voters)), units, barred)


def unnamed(scores: NDArray[np.float64], barred: NDArray[np.bool_]) -> Matrix:
    """A matrix of applications × evaluators whose rows and columns are numbered."""
    if scores.size > MOST_CELLS:
        raise Unusable([f"The matrix has {scores.size} cells; at most {MOST_CELLS} are read."])
    lost = np.argwhere(~np.isfinite(scores) & ~barred)
    if len(lost):
        raise Unusable(
            [f"The score of application {a + 1} and evaluator {e + 1} is not a number." for a, e in lost[:10]]
        )
    units = np.rint(np.where(barred, 0.0, scores) * 10**DECIMALS).astype(np.int64)
    return Matrix(named("A", scores.shape[0]), named("E", scores.shape[1]), units, barred)


def _arrays(path: Path) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    try:
        loaded = np.load(path, allow_pickle=False)
    except OSError:  # for the command to say
        raise
    except UNREADABLE:
        raise Unusable([f"“{path.name}” is not a file of numpy without objects."]) from None
    if isinstance(loaded, np.ndarray):
        scores, mask = loaded, np.zeros(loaded.shape, dtype=np.bool_)
    else:
        names = loaded.files
        name = "similarity_matrix" if "similarity_matrix" in names else names[0]
        scores = loaded[name]
        mask = loaded["mask_matrix"] == 1 if "mask_matrix" in names else np.zeros(scores.shape, dtype=np.bool_)
    if scores.ndim != 2 or mask.shape != scores.shape or not np.issubdtype(scores.dtype, np.number):
        raise Unusable([f"“{path.name}” does not hold one table of numbers (and a mask of its shape)."])
    return scores.astype(np.float64), mask.astype(np.bool_)
