"""What the worker computes for evaluation."""

from __future__ import annotations

from securit.machinery.computations.kinds import Answered, Work, computes
from securit.stages.evaluation.services import calibrate_scores, compare_assignments


@computes(compare_assignments.KIND)
def compare(work: Work) -> Answered:
    """Who could read what, by several rules."""
    return compare_assignments.answer_comparison(work)


@computes(calibrate_scores.KIND)
def calibrate(work: Work) -> Answered:
    """How severe the evaluators of a decided call were."""
    return calibrate_scores.answer_calibration(work)
