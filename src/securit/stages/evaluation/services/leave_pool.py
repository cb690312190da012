"""An evaluator leaves the pool."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from securit.kernel.actor import SYSTEM, Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.programmes.public import RoleGrant, end_role
from securit.stages.evaluation.models import Assignment, Evaluator
from securit.stages.evaluation.services.asking import require_reason
from securit.stages.evaluation.services.end_assignment import end_assignment


class CannotLeavePool(Refusal):
    """No reason was given."""


@transaction.atomic
def leave_pool(*, evaluator: Evaluator, reason: str, actor: Actor, at: datetime) -> Evaluator:
    """The person can no longer be asked; assignments without a submitted report end, the role goes back.

    Raises :class:`CannotLeavePool`.
    """
    require_reason(reason, CannotLeavePool)
    left = perform(evaluator, "leave", actor=actor, at=at, note=Note(reason=reason))
    unfinished = Assignment.objects.filter(programme=left.programme_id, evaluator=left).standing()
    for assignment in unfinished.exclude(review__state="submitted").select_related("application__call").order_by("id"):
        end_assignment(assignment=assignment, reason=reason, actor=SYSTEM, at=at)
    grants = RoleGrant.objects.filter(programme=left.programme_id, user=left.user_id, role="evaluator", state="given")
    for grant in grants.order_by("id"):
        end_role(grant=grant, reason=reason, actor=SYSTEM, at=at)
    return left
