"""Who had a hand in a result, and so cannot review it."""

from __future__ import annotations

from securit.stages.applications.public import Application
from securit.stages.evaluation.public import Assignment
from securit.stages.selection.decision_models import AwardDecision


def involved_in(application: Application) -> frozenset[int]:
    """Ids of the users who decided or signed on its call, or were to read it as experts. Two queries."""
    decisions = AwardDecision.objects.in_programme(application.programme).filter(
        ranking__call=application.call_id, state="signed"
    )
    people = {one for pair in decisions.values_list("decided_by_id", "signed_by_id") for one in pair}
    readers = Assignment.objects.in_programme(application.programme).filter(application=application)
    return frozenset(one for one in people | set(readers.values_list("evaluator__user_id", flat=True)) if one)
