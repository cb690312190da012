"""End or recuse an assignment; the pair is not proposed again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from securit.kernel.actor import SYSTEM, Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.evaluation.models import Assignment, Review
from securit.stages.evaluation.services.answer_consensus import go_on_without
from securit.stages.evaluation.services.asking import require_reason, require_undecided


class CannotEndAssignment(Refusal):
    """No reason was given, or the call is decided."""


def end_assignment(*, assignment: Assignment, reason: str, actor: Actor, at: datetime) -> Assignment:
    """Somebody else is to read the application. A report begun is set aside."""
    return _finish(assignment, "end", reason=reason, actor=actor, at=at)


def recuse_assignment(*, assignment: Assignment, reason: str, actor: Actor, at: datetime) -> Assignment:
    """The evaluator must not read the application. A report begun or handed in is set aside."""
    return _finish(assignment, "recuse", reason=reason, actor=actor, at=at)


@transaction.atomic
def _finish(assignment: Assignment, transition: str, *, reason: str, actor: Actor, at: datetime) -> Assignment:
    require_reason(reason, CannotEndAssignment)
    require_undecided(assignment.application.call, CannotEndAssignment)
    finished = perform(assignment, transition, actor=actor, at=at, note=Note(reason=reason))
    review = Review.objects.filter(programme=finished.programme_id, assignment=finished).first()
    if review is not None and review.state in ("drafted", "submitted", "returned"):

        def write(row: Review) -> None:
            row.remark = reason.strip()

        perform(review, "set_aside", actor=SYSTEM, at=at, write=write, note=Note(reason=reason.strip()))
        go_on_without(finished.application, finished.evaluator_id, at=at)
    return finished
