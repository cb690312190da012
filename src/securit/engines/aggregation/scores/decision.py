"""What the rules on scores decide: an order with its uncertainty, and what they found out about the evaluators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any

from securit.engines._shared.exact import plain
from securit.engines._shared.plain_data import Plain, number_in, rows_in, text_in, texts_in, whole_in


@dataclass(frozen=True, slots=True)
class Standing:
    """An application: rank (equals share one), mean and calibrated score, and nine times in ten where they lie.

    ``chance`` is the part of the draws in which the budget reaches it.
    """

    id: str
    rank: int
    mean: Fraction
    score: Fraction
    low: Fraction
    high: Fraction
    rank_from: int
    rank_to: int
    chance: Fraction


@dataclass(frozen=True, slots=True)
class Severity:
    """An evaluator: how much lower than others they score (below 0: higher), where it lies, and their scale.

    ``scale`` is 1 for somebody who spreads applications as far as the average does.
    """

    id: str
    severity: Fraction
    low: Fraction
    high: Fraction
    scale: Fraction


@dataclass(frozen=True, slots=True)
class Calibration:
    """The decision. ``corrections`` names what was corrected (``bias``, ``scale``); nothing where data show none.

    ``figures`` are the mean and the standard deviations of the model: between applications, between evaluators, of
    their scales, and what is left.
    """

    places: tuple[Standing, ...]
    evaluators: tuple[Severity, ...]
    corrections: tuple[str, ...]
    near_line: tuple[str, ...]
    figures: tuple[tuple[str, Fraction], ...]

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold."""
        return {
            "places": [_plain(one) for one in self.places],
            "evaluators": [_plain(one) for one in self.evaluators],
            "corrections": list(self.corrections),
            "near_line": list(self.near_line),
            "figures": [{"name": name, "value": plain(value)} for name, value in self.figures],
        }

    @classmethod
    def from_data(cls, data: Plain) -> Calibration:
        """The decision that was stored."""
        return cls(
            tuple(_standing(row) for row in rows_in(data, "places")),
            tuple(
                Severity(text_in(row, "id"), *(number_in(row, name) for name in ("severity", "low", "high", "scale")))
                for row in rows_in(data, "evaluators")
            ),
            texts_in(data, "corrections"),
            texts_in(data, "near_line"),
            tuple((text_in(row, "name"), number_in(row, "value")) for row in rows_in(data, "figures")),
        )


def _standing(row: Plain) -> Standing:
    mean, score, low, high, chance = (number_in(row, name) for name in ("mean", "score", "low", "high", "chance"))
    best, worst = whole_in(row, "rank_from"), whole_in(row, "rank_to")
    return Standing(text_in(row, "id"), whole_in(row, "rank"), mean, score, low, high, best, worst, chance)


def _plain(row: Standing | Severity) -> dict[str, Any]:
    values = {field.name: getattr(row, field.name) for field in fields(row)}
    return {name: plain(value) if isinstance(value, Fraction) else value for name, value in values.items()}


def order_of(scores: Sequence[Fraction]) -> list[int]:
    """The rank of each score: 1 for the highest, equals share one, the next is skipped."""
    first: dict[Fraction, int] = {}
    for place, score in enumerate(sorted(scores, reverse=True), 1):
        first.setdefault(score, place)
    return [first[score] for score in scores]
