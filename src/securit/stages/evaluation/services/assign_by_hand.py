"""Put one evaluator on one application by hand; the engine builds around it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create
from securit.kernel.refusals import Refusal
from securit.stages.applications.public import Application
from securit.stages.evaluation.models import Assignment, Evaluator
from securit.stages.evaluation.selectors.assigning import conflict_of
from securit.stages.evaluation.services.asking import require_reason, require_undecided


class CannotAssignByHand(Refusal):
    """A conflict is seen or was declared, the application is not cleared, or the pair stands already."""


def assign_by_hand(
    *, application: Application, evaluator: Evaluator, reason: str, actor: Actor, at: datetime
) -> Assignment:
    """A proposed pair that later recommendations keep. Raises :class:`CannotAssignByHand`."""
    require_reason(reason, CannotAssignByHand)

    def guard(row: Assignment) -> None:
        require_undecided(application.call, CannotAssignByHand)
        if row.evaluator.state != "active":
            raise CannotAssignByHand(_("The evaluator has left the pool."), code="evaluator_left")
        pair = Assignment.objects.filter(
            programme=row.programme_id, application=application, evaluator=row.evaluator_id
        )
        if pair.standing().exists():
            raise CannotAssignByHand(_("The evaluator reads this application already."), code="pair_stands")
        conflict = conflict_of(application, evaluator)
        if conflict:
            raise CannotAssignByHand(
                _("%(name)s %(conflict)s.") % {"name": evaluator.user, "conflict": conflict}, code="conflict"
            )

    assignment = Assignment(
        programme=application.programme,
        application=application,
        evaluator=evaluator,
        because=f"by hand: {reason.strip()}"[:300],
    )
    note = Note(details={"evaluator": evaluator.ref, "by_hand": True}, reason=reason)
    return create(assignment, actor=actor, at=at, note=note, guards=[guard])
