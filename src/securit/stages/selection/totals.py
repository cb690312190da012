"""The arithmetic that a call publishes: round half up, add up, hold against thresholds. Exact, and pure.

Combined scores and totals are both rounded to the published decimals, so that whoever has the published numbers
can follow every comparison.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from securit.programmes.definition import CriteriaScheme


def half_up(value: Fraction, decimals: int) -> Fraction:
    """The (non-negative) value rounded to so many decimals, a half upwards."""
    unit = 10**decimals
    return Fraction(int(value * unit + Fraction(1, 2)), unit)


def combined(scheme: CriteriaScheme, scores: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The score on each criterion of the scheme as it counts. ``KeyError`` for a criterion without a score."""
    return {c.code: half_up(scores[c.code], scheme.rounding_decimals) for c in scheme.criteria}


def total(scheme: CriteriaScheme, scores: Mapping[str, Fraction], basis: str) -> Fraction:
    """The total of rounded scores on ``raw_sum``, ``weighted_sum`` or ``weighted_mean``."""
    if basis == "raw_sum":
        return sum((scores[c.code] for c in scheme.criteria), Fraction(0))
    weighted = sum((Fraction(c.weight) * scores[c.code] for c in scheme.criteria), Fraction(0))
    if basis == "weighted_mean":
        weighted /= sum(Fraction(c.weight) for c in scheme.criteria)
    return half_up(weighted, scheme.rounding_decimals)


def number_text(value: Fraction) -> str:
    """``'4.5'`` for a value with at most twelve decimals, as rounded values have."""
    whole = int(abs(value) * 10**12)
    text = f"{whole // 10**12}.{whole % 10**12:012d}".rstrip("0").rstrip(".")
    return f"-{text}" if value < 0 and whole else text


def shortfalls(scheme: CriteriaScheme, scores: Mapping[str, Fraction]) -> list[str]:
    """A sentence for each threshold that these rounded scores miss; empty when every threshold is reached."""
    found = [
        f"{c.title}: {number_text(scores[c.code])} is below the threshold of {number_text(Fraction(c.threshold))}."
        for c in scheme.criteria
        if c.threshold is not None and scores[c.code] < c.threshold
    ]
    if scheme.overall_threshold is not None:
        reached, least = total(scheme, scores, scheme.overall_threshold_on), Fraction(scheme.overall_threshold)
        if reached < least:
            named = {"raw_sum": "sum of the scores", "weighted_sum": "weighted sum", "weighted_mean": "weighted mean"}
            what = named[scheme.overall_threshold_on]
            found.append(f"The {what} is {number_text(reached)}, below the threshold of {number_text(least)}.")
    return found
