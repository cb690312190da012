"""Near-duplicates and themes: ``RULES[name](problem)``; ``check`` beside it."""

from securit.engines._shared.outcome import Limits, Outcome, Status
from securit.engines.matching.likeness.check import check
from securit.engines.matching.likeness.decision import Candidate, Likenesses, Look, Theme
from securit.engines.matching.likeness.problem import Item, Problem
from securit.engines.matching.likeness.rules import RULES, hybrid, lexical
from securit.engines.matching.passages import Passage, packed

__all__ = [
    "RULES",
    "Candidate",
    "Item",
    "Likenesses",
    "Limits",
    "Look",
    "Outcome",
    "Passage",
    "Problem",
    "Status",
    "Theme",
    "check",
    "hybrid",
    "lexical",
    "packed",
]
