"""How near evaluators are to applications: ``RULES[name](problem)``; ``check`` beside it."""

from securit.engines._shared.outcome import Limits, Outcome, Status
from securit.engines.matching.affinity.check import check
from securit.engines.matching.affinity.decision import Affinities, Reason
from securit.engines.matching.affinity.problem import Application, Asked, Evaluator, Problem
from securit.engines.matching.affinity.rules import RULES, hybrid, lexical
from securit.engines.matching.passages import Passage, packed

__all__ = [
    "RULES",
    "Affinities",
    "Application",
    "Asked",
    "Evaluator",
    "Limits",
    "Outcome",
    "Passage",
    "Problem",
    "Reason",
    "Status",
    "check",
    "hybrid",
    "lexical",
    "packed",
]
