"""What the rules of affinity decide: a table that an assignment can take as it is, and reasons for some pairs."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from securit.engines._shared.errors import Unusable
from securit.engines._shared.plain_data import Plain, rows_in, text_in, texts_in, whole_in

SCALE = 1_000_000


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a pair is near: the evaluator's text that is nearest to the application (0 is their first), shared words."""

    application: str
    evaluator: str
    text: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Affinities:
    """``units[i][j] / 1,000,000`` is the affinity of ``applications[i]`` and ``evaluators[j]``.

    The scale is that of this one table: 0 is its least affinity and 1 its greatest (all ½ where there is no
    difference). ``assignment.Table(a.applications, a.evaluators, a.array, a.scale)`` is a table for the assignment.
    """

    applications: tuple[str, ...]
    evaluators: tuple[str, ...]
    units: tuple[tuple[int, ...], ...]
    reasons: tuple[Reason, ...]

    @property
    def scale(self) -> int:
        """What the units are parts of."""
        return SCALE

    @property
    def array(self) -> NDArray[np.int64]:
        """The units as an array of the shape (applications, evaluators)."""
        return np.array(self.units, dtype=np.int64).reshape(len(self.applications), len(self.evaluators))

    def score(self, application: str, evaluator: str) -> Fraction:
        """The affinity of a pair."""
        row = self.units[self.applications.index(application)]
        return Fraction(row[self.evaluators.index(evaluator)], SCALE)

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold."""
        return {
            "applications": list(self.applications),
            "evaluators": list(self.evaluators),
            "units": [list(row) for row in self.units],
            "reasons": [
                {"application": r.application, "evaluator": r.evaluator, "text": r.text, "words": list(r.words)}
                for r in self.reasons
            ],
        }

    @classmethod
    def from_data(cls, data: Plain) -> Affinities:
        """The decision that was stored."""
        units = data.get("units")
        if not isinstance(units, list) or not all(
            isinstance(row, list) and all(isinstance(unit, int) for unit in row) for row in units
        ):
            raise Unusable(["“units” must be a list of lists of whole numbers."])
        return cls(
            texts_in(data, "applications"),
            texts_in(data, "evaluators"),
            tuple(tuple(row) for row in units),
            tuple(
                Reason(
                    text_in(row, "application"),
                    text_in(row, "evaluator"),
                    whole_in(row, "text"),
                    texts_in(row, "words"),
                )
                for row in rows_in(data, "reasons")
            ),
        )
