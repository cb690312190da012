"""Scores of evaluators who differ → an order with its uncertainty: ``RULES[name](problem)``; ``check`` beside it."""

from securit.engines._shared.outcome import Limits, Outcome, Status
from securit.engines.aggregation.problem import Prefer
from securit.engines.aggregation.scores.check import check
from securit.engines.aggregation.scores.decision import Calibration, Severity, Standing
from securit.engines.aggregation.scores.problem import Applicant, Problem, Report
from securit.engines.aggregation.scores.rules import (
    RULES,
    additive,
    calibrated,
    monotone_least_squares,
    plain_mean,
    z_scores,
)

__all__ = [
    "RULES",
    "Applicant",
    "Calibration",
    "Limits",
    "Outcome",
    "Prefer",
    "Problem",
    "Report",
    "Severity",
    "Standing",
    "Status",
    "additive",
    "calibrated",
    "check",
    "monotone_least_squares",
    "plain_mean",
    "z_scores",
]
