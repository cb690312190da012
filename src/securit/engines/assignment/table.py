"""Affinities as one compact table: ids along two sides, whole numbers inside, one stated scale.

A table of 442 × 161 holds 71 162 affinities in half a megabyte, where a tuple for each would take twenty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd
from typing import Any

import numpy as np
from numpy.typing import NDArray

from securit.engines._shared.errors import Unusable, refuse_if_any
from securit.engines._shared.plain_data import Plain, doubled, text_in, texts_in, whole_in

BARRED = "barred in the table"


def _nothing_barred() -> NDArray[np.bool_]:
    return np.zeros((0, 0), dtype=np.bool_)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """``units[i, j] / scale`` is the affinity of ``applications[i]`` and ``evaluators[j]``.

    ``units`` are 64-bit whole numbers of the shape (applications, evaluators); ``barred`` has the same shape (or is
    left out: nothing is barred) and marks the pairs that must not be, all for the reason ``because``. On entry rows and
    columns are sorted by id, units and scale come into lowest terms, and the arrays are copied and made read-only.
    Raises ``Unusable``.
    """

    applications: tuple[str, ...]
    evaluators: tuple[str, ...]
    units: NDArray[np.int64]
    scale: int = 1
    barred: NDArray[np.bool_] = field(default_factory=_nothing_barred)
    because: str = BARRED

    def __post_init__(self) -> None:
        shape = (len(self.applications), len(self.evaluators))
        barred = np.zeros(shape, dtype=np.bool_) if self.barred.shape == (0, 0) else self.barred
        refuse_if_any(self._contradictions(shape, barred))
        rows = np.array(sorted(range(shape[0]), key=self.applications.__getitem__), dtype=np.int64)
        columns = np.array(sorted(range(shape[1]), key=self.evaluators.__getitem__), dtype=np.int64)
        object.__setattr__(self, "applications", tuple(self.applications[i] for i in rows))
        object.__setattr__(self, "evaluators", tuple(self.evaluators[j] for j in columns))
        common = gcd(self.scale, int(np.gcd.reduce(self.units, axis=None))) if self.units.size else self.scale
        object.__setattr__(self, "scale", self.scale // common)
        for name, array in (("units", self.units // common), ("barred", barred)):
            turned = np.ascontiguousarray(array[np.ix_(rows, columns)])
            turned.setflags(write=False)
            object.__setattr__(self, name, turned)

    @classmethod
    def rounded(
        cls,
        applications: Sequence[str],
        evaluators: Sequence[str],
        scores: NDArray[np.float64],
        *,
        scale: int = 10**6,
        barred: NDArray[np.bool_] | None = None,
        because: str = BARRED,
    ) -> Table:
        """The table of measured scores, each to the nearest 1/``scale`` (halves to the even one).

        A score that is not a number is refused, unless its pair is barred.
        """
        kept = np.zeros(scores.shape, dtype=np.bool_) if barred is None else barred
        wrong = np.argwhere(~np.isfinite(scores) & ~kept)
        refuse_if_any(f"The score of {applications[i]} and {evaluators[j]} is not a number." for i, j in wrong[:10])
        units = np.rint(np.where(kept, 0.0, scores) * scale).astype(np.int64)
        return cls(tuple(applications), tuple(evaluators), units, scale, kept, because)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and self.to_data() == other.to_data()

    def __hash__(self) -> int:
        return hash((self.applications, self.evaluators, self.scale, self.units.tobytes(), self.barred.tobytes()))

    def score(self, application: str, evaluator: str) -> Fraction:
        """The affinity of one pair; raises ``ValueError`` for an id the table does not know."""
        row, column = self.applications.index(application), self.evaluators.index(evaluator)
        return Fraction(int(self.units[row, column]), self.scale)

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold: rows of whole numbers, and the columns barred in each row."""
        return {
            "applications": list(self.applications),
            "evaluators": list(self.evaluators),
            "scale": self.scale,
            "units": self.units.tolist(),
            "barred": [np.flatnonzero(row).tolist() for row in self.barred],
            "because": self.because,
        }

    @classmethod
    def from_data(cls, data: Plain) -> Table:
        """The table that was stored; raises ``Unusable`` for another shape."""
        applications, evaluators = texts_in(data, "applications"), texts_in(data, "evaluators")
        shape = (len(applications), len(evaluators))
        units = np.array(_whole_rows(data, "units", shape[0]), dtype=np.int64).reshape(shape)
        barred = np.zeros(shape, dtype=np.bool_)
        for index, columns in enumerate(_whole_rows(data, "barred", shape[0])):
            if any(not 0 <= column < shape[1] for column in columns):
                raise Unusable(["“barred” names a column that the table does not have."])
            barred[index, columns] = True
        return cls(applications, evaluators, units, whole_in(data, "scale"), barred, text_in(data, "because", BARRED))

    def _contradictions(self, shape: tuple[int, int], barred: NDArray[np.bool_]) -> Iterator[str]:
        yield from doubled("The table's application", self.applications)
        yield from doubled("The table's evaluator", self.evaluators)
        if self.units.dtype != np.int64 or barred.dtype != np.bool_:
            held = f"{self.units.dtype} and {barred.dtype}"
            yield f"The table holds {held}; it takes 64-bit whole numbers and truth values."
        if self.units.shape != shape or barred.shape != shape:
            yield f"The table is not {shape[0]} applications by {shape[1]} evaluators."
        if self.scale < 1:
            yield f"The scale of the table cannot be {self.scale}; it is at least 1."


def _whole_rows(data: Plain, key: str, count: int) -> list[list[int]]:
    rows = data.get(key)
    if not isinstance(rows, list) or len(rows) != count or not all(isinstance(row, list) for row in rows):
        raise Unusable([f"“{key}” must be a list of {count} lists."])
    if any(type(one) is not int or abs(one) > 2**62 for row in rows for one in row):
        raise Unusable([f"“{key}” must hold whole numbers."])
    widths = {len(row) for row in rows}
    if key == "units" and widths - {len(data["evaluators"])}:
        raise Unusable(["“units” must hold one number for each evaluator in every row."])
    return rows
