"""Evaluators → applications: ``RULES[name](problem, seed=0)``, and ``check(problem, outcome)`` beside it."""

from securit.engines._shared.outcome import Limits, Outcome, Status
from securit.engines.assignment.blocks import FORBIDDEN, Blocks, Certified, certified, faults_of
from securit.engines.assignment.check import check
from securit.engines.assignment.demand import reasons_against, reasons_against_chances
from securit.engines.assignment.diversity import Diversity
from securit.engines.assignment.explanation import price_of_change, why_not
from securit.engines.assignment.problem import (
    Affinity,
    Application,
    Assignment,
    Chance,
    Conflict,
    Evaluator,
    Floor,
    Insistence,
    Pair,
    Problem,
)
from securit.engines.assignment.rules import (
    RULES,
    fewest_changes,
    greedy,
    lexicographic,
    leximin,
    min_cost_flow,
    randomised,
)
from securit.engines.assignment.table import Table

__all__ = [
    "FORBIDDEN",
    "RULES",
    "Affinity",
    "Application",
    "Assignment",
    "Blocks",
    "Certified",
    "Chance",
    "Conflict",
    "Diversity",
    "Evaluator",
    "Floor",
    "Insistence",
    "Limits",
    "Outcome",
    "Pair",
    "Problem",
    "Status",
    "Table",
    "certified",
    "check",
    "faults_of",
    "fewest_changes",
    "greedy",
    "lexicographic",
    "leximin",
    "min_cost_flow",
    "price_of_change",
    "randomised",
    "reasons_against",
    "reasons_against_chances",
    "why_not",
]
