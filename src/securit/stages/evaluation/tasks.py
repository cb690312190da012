"""What the worker computes for evaluation."""

from __future__ import annotations

from securit.machinery.computations.kinds import Answered, Work, computes
from securit.stages.evaluation.services import compare_assignments


@computes(compare_assignments.KIND)
def compare(work: Work) -> Answered:
    """Who could read what, by several rules."""
    return compare_assignments.answer_comparison(work)
