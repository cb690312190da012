"""Return a report for completion."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.evaluation.models import Review
from securit.stages.evaluation.services import letters
from securit.stages.evaluation.services.asking import require_reason
from securit.stages.evaluation.services.begin_review import require_standing


class CannotReturnReview(Refusal):
    """No reason was given."""


@transaction.atomic
def return_review(*, review: Review, reason: str, actor: Actor, at: datetime) -> Review:
    """The evaluator completes the report and hands in a new version; the old one stays in the record.

    Until then it does not count. Raises :class:`CannotReturnReview`.
    """
    require_reason(reason, CannotReturnReview)

    def write(row: Review) -> None:
        row.remark = reason.strip()

    returned = perform(
        review, "return", actor=actor, at=at, guards=[require_standing], write=write, note=Note(reason=reason.strip())
    )
    number = returned.application.number
    letters.send(
        returned.evaluator,
        "returned",
        _("%(number)s: please complete your report") % {"number": number},
        {"number": number, "reason": reason.strip()},
        page=reverse("evaluation:review", kwargs={"slug": returned.programme.slug, "ref": returned.ref}),
        key=f"returned:{returned.ref}:{returned.version}",
        at=at,
    )
    return returned
