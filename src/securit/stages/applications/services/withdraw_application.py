"""The team takes its application back."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.applications.models import Application
from securit.stages.calls.public import SEALED_STATES

LONGEST_REASON = 2_000
#: Until the award decision a team may step back.
UNDECIDED_STATES = (*SEALED_STATES, "closed")


class CannotWithdrawApplication(Refusal):
    """No reason was given, or the award decision has been taken."""


def withdraw_application(
    *, application: Application, reason: str, actor: Actor, at: datetime, intent: str = ""
) -> Application:
    """The application no longer counts; its versions and receipts stay. Until the deadline it can be submitted again.

    Raises :class:`CannotWithdrawApplication`.
    """
    said = reason.strip()

    def guard(row: Application) -> None:
        if not said or len(said) > LONGEST_REASON:
            sentence = _("Say why, in at most %(most)d characters.") % {"most": LONGEST_REASON}
            raise CannotWithdrawApplication(sentence, code="reason_missing", field="reason")
        if row.call.state not in UNDECIDED_STATES:
            raise CannotWithdrawApplication(
                _("The call has been decided; the application can no longer be withdrawn."),
                code="decided",
                remedy=_("A funded team may decline the agreement."),
                status=409,
            )

    def write(row: Application) -> None:
        row.withdrawn_at, row.cut_off_at = at, None

    note = Note(details={"version": application.submitted_number}, reason=said)
    return perform(application, "withdraw", actor=actor, at=at, guards=[guard], write=write, note=note, intent=intent)
