"""Many scores → one order: ``RULES[name](problem, seed=0)``, and ``check(problem, outcome)`` beside it."""

from securit.engines._shared.exact import Rounding, RoundingMode
from securit.engines._shared.outcome import Limits, Outcome, Status
from securit.engines.aggregation.check import check
from securit.engines.aggregation.combining import mean, median
from securit.engines.aggregation.problem import (
    Basis,
    Criterion,
    Place,
    Prefer,
    Problem,
    Ranking,
    Scored,
    Source,
    TieKey,
    Total,
)
from securit.engines.aggregation.rules import RULES, weighted_ranking

__all__ = [
    "RULES",
    "Basis",
    "Criterion",
    "Limits",
    "Outcome",
    "Place",
    "Prefer",
    "Problem",
    "Ranking",
    "Rounding",
    "RoundingMode",
    "Scored",
    "Source",
    "Status",
    "TieKey",
    "Total",
    "check",
    "mean",
    "median",
    "weighted_ranking",
]
