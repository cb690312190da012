"""An evaluator abstains from judging, with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from securit.kernel.actor import SYSTEM, Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.evaluation.models import Review
from securit.stages.evaluation.services.asking import require_reason
from securit.stages.evaluation.services.begin_review import require_standing
from securit.stages.evaluation.services.end_assignment import end_assignment


class CannotAbstain(Refusal):
    """No reason was given."""


@transaction.atomic
def abstain_review(*, review: Review, reason: str, actor: Actor, at: datetime) -> Review:
    """The report ends unwritten and the assignment with it, so that somebody else can be proposed.

    Raises :class:`CannotAbstain`.
    """
    require_reason(reason, CannotAbstain)

    def write(row: Review) -> None:
        row.remark = reason.strip()

    abstained = perform(
        review, "abstain", actor=actor, at=at, guards=[require_standing], write=write, note=Note(reason=reason.strip())
    )
    end_assignment(assignment=abstained.assignment, reason=reason, actor=SYSTEM, at=at)
    return abstained
