"""The office found a conflict of an evaluator that nobody declared, or that came to mind late."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.evaluation.models import Assignment, Declaration
from securit.stages.evaluation.reasons import DISQUALIFYING, REASONS
from securit.stages.evaluation.services.declare import LONGEST_NOTE, give_evidence, take_away


class CannotReportConflict(Refusal):
    """The reason is unknown, or it is not said how it is known."""


@transaction.atomic
def report_conflict(
    *,
    assignment: Assignment,
    reason_code: str,
    note: str,
    actor: Actor,
    at: datetime,
    evidence: UploadedFile[Any] | None = None,
) -> Declaration:
    """Access ends at once. What always excludes recuses; a possible conflict waits for a decision.

    ``note`` says how it is known. Raises :class:`CannotReportConflict` and ``CannotStoreFile``.
    """
    _require_sense(assignment, reason_code, note)
    declaration = Declaration.objects.in_programme(assignment.programme).get(
        application=assignment.application_id, evaluator=assignment.evaluator_id
    )
    always = reason_code in DISQUALIFYING

    def write(row: Declaration) -> None:
        row.reason_code, row.note, row.declared_at = reason_code, note.strip(), at

    said = Note(details={"found_by_office": True, "reason_code": reason_code}, personal={"note": note.strip()})
    transition = "declare_conflict" if always else "declare_potential"
    stored = perform(declaration, transition, actor=actor, at=at, write=write, note=said)
    give_evidence(stored, evidence, actor=actor, at=at)
    if always:
        take_away(stored, at=at)
    return stored


def _require_sense(assignment: Assignment, reason_code: str, note: str) -> None:
    if assignment.state != "confirmed":
        raise CannotReportConflict(
            _("Only a confirmed assignment has a declaration."),
            code="not_confirmed",
            remedy=_("Take the pair back with a reason instead."),
            status=409,
        )
    if reason_code not in REASONS:
        raise CannotReportConflict(_("Say which situation it is."), code="reason_missing", field="reason_code")
    if not note.strip():
        raise CannotReportConflict(
            _("Say in a sentence how you know it: it stands in the record."), code="note_missing", field="note"
        )
    if len(note) > LONGEST_NOTE:
        raise CannotReportConflict(
            _("At most %(most)d characters.") % {"most": LONGEST_NOTE}, code="note_too_long", field="note"
        )
