"""An evaluator's word on conflicts of interest, before any content is shown."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import SYSTEM, Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.kernel.rules_kept import keeps
from securit.stages.evaluation.conflict_models import DeclarationEvidence
from securit.stages.evaluation.models import Assignment, Declaration
from securit.stages.evaluation.reasons import DISQUALIFYING, REASONS
from securit.stages.evaluation.selectors.ties import known_of
from securit.stages.evaluation.services.asking import OVER
from securit.stages.evaluation.services.end_assignment import recuse_assignment
from securit.stages.evaluation.services.evidence import keep_evidence

Verdict = Literal["clear", "potential", "conflict"]
_TRANSITIONS: dict[str, str] = {
    "clear": "declare_clear",
    "potential": "declare_potential",
    "conflict": "declare_conflict",
}
LONGEST_NOTE = 2_000


class CannotDeclare(Refusal):
    """The reason does not fit the verdict, or the words run too long."""


@transaction.atomic
def declare(
    *,
    declaration: Declaration,
    verdict: Verdict,
    reason_code: str,
    note: str,
    actor: Actor,
    at: datetime,
    evidence: UploadedFile[Any] | None = None,
) -> Declaration:
    """Store the declaration; it may be made again, and worse, when something comes to mind later.

    ``reason_code`` is one of ``reasons.REASONS``, empty for a clear one. A conflict ends access at once: the
    assignment is recused and a report begun is set aside. A possible one suspends access until it is decided.
    ``evidence`` is a file that only the office reads. Raises :class:`CannotDeclare` and ``CannotStoreFile``.
    """
    _require_sense(verdict, reason_code, note)
    _always_bars(verdict, reason_code)
    _asks_about_meetings(declaration, verdict)

    def write(row: Declaration) -> None:
        row.reason_code, row.note, row.declared_at = reason_code, note.strip(), at

    said = Note(details={"verdict": verdict, "reason_code": reason_code}, personal={"note": note.strip()})
    stored = perform(declaration, _TRANSITIONS[verdict], actor=actor, at=at, write=write, note=said)
    give_evidence(stored, evidence, actor=actor, at=at)
    if verdict == "conflict":
        take_away(stored, at=at)
    return stored


def give_evidence(declaration: Declaration, upload: UploadedFile[Any] | None, *, actor: Actor, at: datetime) -> None:
    """Keep the file with the declaration, where one was given. Raises ``CannotStoreFile``."""
    file = keep_evidence(upload, programme=declaration.programme, actor=actor, at=at)
    if file is not None:
        DeclarationEvidence.objects.create(
            programme=declaration.programme, declaration=declaration, file=file, given_at=at
        )


def take_away(declaration: Declaration, *, at: datetime) -> None:
    """The consequence of a conflict: whatever this evaluator has to do with the application ends.

    Once the call is decided the record stays as it is; access ends all the same, by the declaration.
    """
    if declaration.application.call.state in OVER:
        return
    pairs = Assignment.objects.filter(
        programme=declaration.programme_id,
        application=declaration.application_id,
        evaluator=declaration.evaluator_id,
    )
    for assignment in pairs.standing().select_related("application__call").order_by("id"):
        recuse_assignment(assignment=assignment, reason=_("Conflict of interest."), actor=SYSTEM, at=at)


def _require_sense(verdict: str, reason_code: str, note: str) -> None:
    if verdict not in _TRANSITIONS:
        raise CannotDeclare(_("Choose one of the three answers."), code="unknown_verdict", field="verdict")
    if verdict == "clear" and reason_code:
        raise CannotDeclare(
            _("You name a reason for a conflict, and declare that there is none."),
            code="reason_without_conflict",
            field="reason_code",
        )
    if verdict != "clear" and reason_code not in REASONS:
        raise CannotDeclare(_("Say which situation it is."), code="reason_missing", field="reason_code")
    if reason_code == "other" and not note.strip():
        raise CannotDeclare(_("Say in a sentence what the situation is."), code="note_missing", field="note")
    if len(note) > LONGEST_NOTE:
        raise CannotDeclare(
            _("At most %(most)d characters.") % {"most": LONGEST_NOTE}, code="note_too_long", field="note"
        )


@keeps("R-38")
def _always_bars(verdict: str, reason_code: str) -> None:
    """What always excludes is declared as a conflict; nobody may decide otherwise."""
    if verdict == "potential" and reason_code in DISQUALIFYING:
        raise CannotDeclare(
            _("“%(reason)s” is always a conflict of interest; nobody may decide otherwise.")
            % {"reason": DISQUALIFYING[reason_code]},
            code="always_a_conflict",
            remedy=_("Declare a conflict, or choose the situation that applies."),
            field="verdict",
        )


@keeps("R-39")
def _asks_about_meetings(declaration: Declaration, verdict: str) -> None:
    """What is known is not declared away: the evaluator names it, and a person decides with a reason."""
    known, _code = known_of(declaration, _("You")) if verdict == "clear" else ((), "")
    if known:
        raise CannotDeclare(
            " ".join(known),
            code="known_tie",
            remedy=_("Choose what of it is true; the call manager decides."),
            field="verdict",
            status=409,
        )
