"""Open a check again, as long as nothing was decided on it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.screening.models import Screening


class CannotReopenScreening(Refusal):
    """The reason is missing, or the call has been decided."""


def reopen_screening(
    *, screening: Screening, reason: str, actor: Actor, at: datetime, intent: str = "", version: int | None = None
) -> Screening:
    """Take back a proposed rejection or a clearing, with the reason. Raises :class:`CannotReopenScreening`."""
    reason = reason.strip()
    if not reason:
        raise CannotReopenScreening(_("Say why the check is opened again."), code="reason_missing", field="reason")

    def guard(row: Screening) -> None:
        if row.application.call.state != "closed":
            raise CannotReopenScreening(
                _("The call has been decided; its checks stay as they are."), code="decided", status=409
            )

    def write(row: Screening) -> None:
        row.proposed_by = row.decided_by = None
        row.decided_at, row.reason, row.ground = None, "", ""

    note = Note(reason=reason)
    return perform(
        screening, "reopen", actor=actor, at=at, guards=[guard], write=write, note=note, intent=intent, version=version
    )
