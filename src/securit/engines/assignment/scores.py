"""Scores as whole numbers on one scale, so that every comparison and every sum is exact."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from securit.engines._shared.errors import TooLarge
from securit.engines._shared.exact import whole_numbers
from securit.engines.assignment.problem import Pair, Problem

MOST_UNITS = 10**9


@dataclass(frozen=True, slots=True)
class Scores:
    """Whole-number scores; ``units / scale`` is the score. A pair that is not listed scores 0."""

    units: dict[Pair, int]
    scale: int

    def of(self, pair: Pair) -> int:
        """The score of a pair, in units."""
        return self.units.get(pair, 0)

    def exact(self, units: int) -> Fraction:
        """Units as a score."""
        return Fraction(units, self.scale)


def scores_in(problem: Problem) -> Scores:
    """The scores of the problem; raises ``TooLarge`` when they differ too much in size to be solved exactly."""
    units, scale = whole_numbers(a.score for a in problem.affinities)
    if any(abs(unit) > MOST_UNITS for unit in units):
        raise TooLarge([f"On their common scale (1/{scale}) the affinities exceed {MOST_UNITS}; give fewer digits."])
    return Scores({Pair(a.application, a.evaluator): u for a, u in zip(problem.affinities, units, strict=True)}, scale)
