"""Organisations that complete teams: ``RULES[name](problem, seed=0)``, and ``check(problem, outcome)`` beside it."""

from securit.engines._shared.outcome import Limits, Outcome, Status
from securit.engines.matching.teams.check import check
from securit.engines.matching.teams.completions import Completion, completions, why_not
from securit.engines.matching.teams.demands import Line, composition, turned
from securit.engines.matching.teams.problem import (
    Apart,
    Challenge,
    Count,
    Excluded,
    Organisation,
    Problem,
    Skill,
    Team,
    Teams,
    Together,
    Trait,
)
from securit.engines.matching.teams.rules import RULES, column_generation, greedy

__all__ = [
    "RULES",
    "Apart",
    "Challenge",
    "Completion",
    "Count",
    "Excluded",
    "Limits",
    "Line",
    "Organisation",
    "Outcome",
    "Problem",
    "Skill",
    "Status",
    "Team",
    "Teams",
    "Together",
    "Trait",
    "check",
    "column_generation",
    "completions",
    "composition",
    "greedy",
    "turned",
    "why_not",
]
