"""Applications → funded set under a budget: ``RULES[name](problem, seed=0)``, and ``check`` beside it."""

from securit.engines._shared.outcome import Limits, Outcome, Status
from securit.engines.portfolio.check import check
from securit.engines.portfolio.problem import Candidate, Envelope, Marginal, Portfolio, Problem, Recipient
from securit.engines.portfolio.rules import RULES, best_set, ranked_list

__all__ = [
    "RULES",
    "Candidate",
    "Envelope",
    "Limits",
    "Marginal",
    "Outcome",
    "Portfolio",
    "Problem",
    "Recipient",
    "Status",
    "best_set",
    "check",
    "ranked_list",
]
