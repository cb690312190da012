"""Evaluators → applications: ``RULES[name](problem, seed=0)``, and ``check(problem, outcome)`` beside it."""

from securit.engines._shared.outcome import Limits, Outcome, Status
from securit.engines.assignment.check import check
from securit.engines.assignment.demand import reasons_against
from securit.engines.assignment.explanation import why_not
from securit.engines.assignment.problem import (
    Affinity,
    Application,
    Assignment,
    Conflict,
    Evaluator,
    Pair,
    Problem,
)
from securit.engines.assignment.rules import RULES, greedy, min_cost_flow

__all__ = [
    "RULES",
    "Affinity",
    "Application",
    "Assignment",
    "Conflict",
    "Evaluator",
    "Limits",
    "Outcome",
    "Pair",
    "Problem",
    "Status",
    "check",
    "greedy",
    "min_cost_flow",
    "reasons_against",
    "why_not",
]
