"""Conflicts of the office, recorded through the real service."""

from __future__ import annotations

from securit.kernel.actor import SYSTEM
from securit.people.public import User
from securit.stages.applications.public import Application
from securit.stages.evaluation.conflict_models import StaffConflict
from securit.stages.evaluation.services.record_staff_conflict import record_staff_conflict
from tests import worlds
from tests.worlds import EVALUATED


def a_staff_conflict(application: Application, user: User | None = None) -> StaffConflict:
    """A possible conflict that nobody has decided on: of this person, or of somebody new in the office."""
    person = user or worlds.a_person("Kept out", {application.programme: ["case_handler"]})
    return record_staff_conflict(
        application=application, user=person, reason_code="met", note="A fair.", actor=SYSTEM, at=EVALUATED
    )
