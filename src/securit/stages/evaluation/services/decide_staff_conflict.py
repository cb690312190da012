"""Decide whether a possible conflict of a person of the office stands in the way."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.machinery.decisions.record import record_decision
from securit.stages.evaluation.conflict_models import StaffConflict
from securit.stages.evaluation.services.asking import require_reason


class CannotDecideStaffConflict(Refusal):
    """No reason was given."""


@transaction.atomic
def decide_staff_conflict(
    *, conflict: StaffConflict, accept: bool, reason: str, actor: Actor, at: datetime
) -> StaffConflict:
    """``accept``: the person works on the application again. Raises :class:`CannotDecideStaffConflict`."""
    require_reason(reason, CannotDecideStaffConflict)
    transition = "accept" if accept else "uphold"
    note = Note(reason=reason.strip())
    decided = perform(conflict, transition, actor=actor, at=at, note=note)
    record_decision(
        programme=decided.programme,
        about=f"staff_conflict:{decided.ref}",
        what=transition,
        reason=reason.strip(),
        content={"reason_code": decided.reason_code, "state": decided.state},
        actor=actor,
        at=at,
    )
    return decided
