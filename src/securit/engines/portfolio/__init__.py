"""Applications → funded set under a budget: ``RULES[name](problem, seed=0)``, and ``check`` beside it."""

from securit.engines._shared.outcome import Limits, Outcome, Status
from securit.engines.portfolio.alternatives import Alternatives, alternatives
from securit.engines.portfolio.check import check
from securit.engines.portfolio.core import clash_in
from securit.engines.portfolio.problem import (
    Candidate,
    Envelope,
    Exclusion,
    Link,
    Marginal,
    Portfolio,
    Problem,
    Quota,
    Recipient,
    Reserve,
    Step,
)
from securit.engines.portfolio.robustness import Robustness, robustness
from securit.engines.portfolio.rules import RULES, best_set, ranked_list, ranked_list_with_quotas

__all__ = [
    "RULES",
    "Alternatives",
    "Candidate",
    "Envelope",
    "Exclusion",
    "Limits",
    "Link",
    "Marginal",
    "Outcome",
    "Portfolio",
    "Problem",
    "Quota",
    "Recipient",
    "Reserve",
    "Robustness",
    "Status",
    "Step",
    "alternatives",
    "best_set",
    "check",
    "clash_in",
    "ranked_list",
    "ranked_list_with_quotas",
    "robustness",
]
