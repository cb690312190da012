"""Several evaluators, one criterion: the exact mean or median, before any rounding."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def mean(scores: Sequence[Fraction]) -> Fraction:
    """The exact mean; raises ``ValueError`` when nobody scored."""
    if not scores:
        raise ValueError("There is no score to take the mean of.")
    return sum(scores, Fraction(0)) / len(scores)


def median(scores: Sequence[Fraction]) -> Fraction:
    """The middle score, or the mean of the two in the middle; raises ``ValueError`` when nobody scored."""
    if not scores:
        raise ValueError("There is no score to take the median of.")
    ordered = sorted(scores)
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return (low + high) / 2
