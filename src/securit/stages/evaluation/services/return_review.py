"""Return a report for completion."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.kernel.rules_kept import keeps
from securit.stages.evaluation.consensus_models import Consensus
from securit.stages.evaluation.models import Review
from securit.stages.evaluation.returning import GROUNDS
from securit.stages.evaluation.services import letters
from securit.stages.evaluation.services.asking import require_reason
from securit.stages.evaluation.services.begin_review import require_standing


class CannotReturnReview(Refusal):
    """No reason was given, or the evaluators have read each other's reports."""


@transaction.atomic
def return_review(*, review: Review, reason: str, actor: Actor, at: datetime, ground: str = "incomplete") -> Review:
    """The evaluator completes the report and hands in a new version; the old one stays in the record.

    ``ground`` is one of ``returning.GROUNDS``: a report comes back for its words, never for its scores. Until it is
    handed in again it does not count. Raises :class:`CannotReturnReview`.
    """
    require_reason(reason, CannotReturnReview)
    _require_ground(ground)

    def write(row: Review) -> None:
        row.remark = reason.strip()

    guards = [require_standing, _require_no_consensus]
    returned = perform(
        review,
        "return",
        actor=actor,
        at=at,
        guards=guards,
        write=write,
        note=Note(details={"ground": ground}, reason=reason.strip()),
    )
    number = returned.application.number
    letters.send(
        returned.evaluator,
        "returned",
        _("%(number)s: please complete your report") % {"number": number},
        {"number": number, "reason": reason.strip(), "ground": GROUNDS[ground]},
        page=reverse("evaluation:review", kwargs={"slug": returned.programme.slug, "ref": returned.ref}),
        key=f"returned:{returned.ref}:{returned.version}",
        at=at,
    )
    return returned


@keeps("R-57")
def _require_no_consensus(review: Review) -> None:
    """Who has read the others' reports does not write their own again."""
    if Consensus.objects.filter(programme=review.programme_id, application=review.application_id).exists():
        raise CannotReturnReview(
            _("The consensus on this application is open: its evaluators have read each other's reports."),
            code="consensus_is_open",
            remedy=_("What is missing belongs in the agreed report."),
            status=409,
        )


@keeps("R-57")
def _require_ground(ground: str) -> None:
    """A report comes back for what its words lack; nobody is asked for another score."""
    if ground not in GROUNDS:
        raise CannotReturnReview(
            _("Choose what the words of the report lack. A report never comes back for its scores."),
            code="no_ground",
            field="ground",
        )
