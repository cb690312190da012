"""What the worker does for evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from securit.kernel.actor import SYSTEM
from securit.kernel.outbox import registry
from securit.machinery.computations.kinds import Answered, Work, computes
from securit.stages.calls.public import Call
from securit.stages.evaluation.models import Assignment
from securit.stages.evaluation.services import calibrate_scores, compare_assignments
from securit.stages.evaluation.services.forget_offers import forget_offers
from securit.stages.evaluation.services.record_staff_conflict import record_detected
from securit.stages.evaluation.services.remind_evaluators import remind_evaluators
from securit.stages.evaluation.services.replace_recused import replace_recused


@registry.hears("calls.call.closed", name="evaluation.look_for_staff_conflicts")
def look_for_staff_conflicts(payload: Mapping[str, Any], at: datetime) -> None:
    """Before the office opens the first application: whoever belongs to an applicant is kept out."""
    record_detected(call=Call.objects.select_related("programme").get(ref=payload["ref"]), at=at)


@registry.hears("evaluation.assignment.recused", name="evaluation.replace_recused")
def look_for_a_replacement(payload: Mapping[str, Any], at: datetime) -> None:
    """Somebody else is proposed, whether the evaluator declared it or the office found it."""
    related = ("application__call__programme", "evaluator__user", "programme")
    assignment = Assignment._default_manager.select_related(*related).get(ref=payload["ref"])
    replace_recused(assignment=assignment, actor=SYSTEM, at=at)


@registry.tick("evaluation.forget_offers", every=timedelta(hours=6))
def forget(at: datetime) -> None:
    """Experts who were not taken, when the time that they were told is over."""
    forget_offers(at)


@registry.tick("evaluation.remind_evaluators", every=timedelta(hours=1))
def remind(at: datetime) -> None:
    """Reports that are due."""
    remind_evaluators(at)


@computes(compare_assignments.KIND)
def compare(work: Work) -> Answered:
    """Who could read what, by several rules."""
    return compare_assignments.answer_comparison(work)


@computes(calibrate_scores.KIND)
def calibrate(work: Work) -> Answered:
    """How severe the evaluators of a decided call were."""
    return calibrate_scores.answer_calibration(work)
