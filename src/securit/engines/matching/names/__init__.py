"""Organisations behind names: ``RULES[name](problem)``; ``check`` beside it."""

from securit.engines._shared.outcome import Limits, Outcome, Status
from securit.engines.matching.names.check import check
from securit.engines.matching.names.decision import Candidate, Look, Names
from securit.engines.matching.names.problem import Organisation, Problem
from securit.engines.matching.names.rules import RULES, char_ngrams

__all__ = [
    "RULES",
    "Candidate",
    "Limits",
    "Look",
    "Names",
    "Organisation",
    "Outcome",
    "Problem",
    "Status",
    "char_ngrams",
    "check",
]
