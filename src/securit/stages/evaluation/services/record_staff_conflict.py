"""Record a conflict between a person of the office and an application: their own, a colleague's, or a detected one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import SYSTEM, Actor
from securit.kernel.perform import Note, create, perform
from securit.kernel.refusals import Refusal
from securit.people.public import User
from securit.stages.applications.public import Application
from securit.stages.calls.public import Call
from securit.stages.evaluation.conflict_models import StaffConflict
from securit.stages.evaluation.reasons import DISQUALIFYING, REASONS
from securit.stages.evaluation.selectors.staff import detected_in, office_of
from securit.stages.evaluation.services.evidence import keep_evidence

LONGEST_NOTE = 2_000


class CannotRecordStaffConflict(Refusal):
    """The reason is unknown or not explained, the person does not work on the call, or it is recorded already."""


@transaction.atomic
def record_staff_conflict(
    *,
    application: Application,
    user: User,
    reason_code: str,
    note: str,
    actor: Actor,
    at: datetime,
    evidence: UploadedFile[Any] | None = None,
) -> StaffConflict:
    """From now on the person reads, checks and decides nothing about the application.

    A disqualifying reason stands for good; a possible one until somebody else decides. Raises
    :class:`CannotRecordStaffConflict` and ``CannotStoreFile``.
    """
    conflict = StaffConflict(
        programme=application.programme,
        application=application,
        user=user,
        reason_code=reason_code,
        note=note.strip(),
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )

    def is_sensible(row: StaffConflict) -> None:
        _require_sense(row)
        if actor is not SYSTEM and user not in office_of(application.call):
            raise CannotRecordStaffConflict(
                _("%(name)s does not work on this call.") % {"name": user}, code="not_of_the_office", field="user"
            )
        row.evidence = keep_evidence(evidence, programme=application.programme, actor=actor, at=at)

    said = Note(details={"user": user.ref, "reason_code": reason_code}, personal={"note": conflict.note})
    made = create(conflict, actor=actor, at=at, note=said, guards=[is_sensible])
    if reason_code in DISQUALIFYING and actor is not SYSTEM:
        return perform(made, "bar", actor=SYSTEM, at=at, note=Note(details={"reason_code": reason_code}))
    return made


def record_detected(*, call: Call, at: datetime) -> list[StaffConflict]:
    """What the platform sees when a call closes stands as possible: the person is kept out until somebody decides."""
    return [
        record_staff_conflict(
            application=one.version.application,
            user=one.user,
            reason_code=one.code,
            note=one.says,
            actor=SYSTEM,
            at=at,
        )
        for one in detected_in(call)
    ]


def _require_sense(row: StaffConflict) -> None:
    if row.reason_code not in REASONS:
        raise CannotRecordStaffConflict(_("Say which situation it is."), code="reason_missing", field="reason_code")
    if row.reason_code == "other" and not row.note:
        raise CannotRecordStaffConflict(
            _("Say in a sentence what the situation is."), code="note_missing", field="note"
        )
    if len(row.note) > LONGEST_NOTE:
        raise CannotRecordStaffConflict(
            _("At most %(most)d characters.") % {"most": LONGEST_NOTE}, code="note_too_long", field="note"
        )
    if (
        StaffConflict.objects.in_programme(row.programme)
        .standing()
        .filter(application=row.application_id, user=row.user_id)
    ):
        raise CannotRecordStaffConflict(_("This conflict stands already."), code="conflict_stands", field="application")
