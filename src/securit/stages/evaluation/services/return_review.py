"""Return a report for completion."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.machinery.correspondence.mail import queue_mail
from securit.stages.evaluation.models import Review
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
    programme, user = returned.application.programme, returned.evaluator.user
    page = reverse("evaluation:review", kwargs={"slug": programme.slug, "ref": returned.ref})
    values = {"name": user, "review": returned, "reason": reason.strip(), "url": settings.BASE_URL + page}
    queue_mail(
        to=user.email,
        subject=_("%(number)s: please complete your report") % {"number": returned.application.number},
        body=render_to_string("evaluation/mail/returned.txt", values),
        key=f"returned:{returned.ref}:{returned.version}",
        at=at,
        programme=programme,
    )
    return returned
