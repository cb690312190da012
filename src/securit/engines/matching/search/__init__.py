"""Documents for a query: ``RULES[name](problem)``; ``check`` beside it; ``Index`` where the same are searched often."""

from securit.engines._shared.outcome import Limits, Outcome, Status
from securit.engines.matching.passages import Passage, packed
from securit.engines.matching.search.check import check
from securit.engines.matching.search.decision import Exclusion, Finding, Findings, Hit, Parts
from securit.engines.matching.search.index import Index
from securit.engines.matching.search.problem import Bar, Document, Force, Problem, Query, Settings, Want, Weights
from securit.engines.matching.search.rules import RULES, hybrid, lexical

__all__ = [
    "RULES",
    "Bar",
    "Document",
    "Exclusion",
    "Finding",
    "Findings",
    "Force",
    "Hit",
    "Index",
    "Limits",
    "Outcome",
    "Parts",
    "Passage",
    "Problem",
    "Query",
    "Settings",
    "Status",
    "Want",
    "Weights",
    "check",
    "hybrid",
    "lexical",
    "packed",
]
