"""Challenges and solutions side by side: rows become documents, the engine ranks them, the pages explain.

``matches``: rankings both ways, and what the catalogue covers · ``shelves``: the indexes behind them, with or without
vectors, and the worker's part in those of large catalogues · ``quality``: the rules beside what people said.
"""

from securit.stages.solutions.engines.matches import (
    BANDS,
    SPEAKS_FROM,
    SPEAKS_NEAR,
    Coverage,
    Match,
    Matches,
    Wishes,
    challenges_for,
    coverage,
    solutions_for,
)
from securit.stages.solutions.engines.quality import DEPTHS, Precision, RuleMeasured, measured_rules
from securit.stages.solutions.engines.shelves import Basis, keep_indexes

__all__ = [
    "BANDS",
    "DEPTHS",
    "SPEAKS_FROM",
    "SPEAKS_NEAR",
    "Basis",
    "Coverage",
    "Match",
    "Matches",
    "Precision",
    "RuleMeasured",
    "Wishes",
    "challenges_for",
    "coverage",
    "keep_indexes",
    "measured_rules",
    "solutions_for",
]
