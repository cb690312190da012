"""Begin the individual evaluation report on an assigned application."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create
from securit.kernel.refusals import Refusal
from securit.kernel.rules_kept import keeps
from securit.stages.evaluation.models import Assignment, Review
from securit.stages.evaluation.services.asking import require_undecided


class CannotReview(Refusal):
    """The assignment does not stand, or the call is decided."""


def begin_review(*, assignment: Assignment, actor: Actor, at: datetime) -> Review:
    """The report, empty; the one begun before when there is one. Raises :class:`CannotReview` and ``NotAllowed``."""
    begun = Review.objects.filter(programme=assignment.programme_id, assignment=assignment).first()
    if begun is not None:
        return begun
    review = Review(
        programme=assignment.programme,
        application=assignment.application,
        evaluator=assignment.evaluator,
        assignment=assignment,
        saved_at=at,
    )
    note = Note(details={"evaluator": assignment.evaluator.ref})
    return create(review, actor=actor, at=at, note=note, guards=[require_standing])


@keeps("R-42")
def require_standing(review: Review) -> None:
    """Nothing while the report may be written; raises :class:`CannotReview` otherwise."""
    require_undecided(review.application.call, CannotReview)
    if review.assignment.state != "confirmed":
        raise CannotReview(
            _("This application is not assigned to you any more."), code="assignment_not_standing", status=409
        )
