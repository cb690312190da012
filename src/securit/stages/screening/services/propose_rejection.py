"""Propose that an application is not eligible; another person confirms it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.screening.models import Screening

LONGEST_REASON = 4_000


class CannotProposeRejection(Refusal):
    """The reason is missing, or longer than a letter bears."""


def propose_rejection(*, screening: Screening, reason: str, actor: Actor, at: datetime) -> Screening:
    """The reason goes, as written, into the letter to the team. Raises :class:`CannotProposeRejection`."""
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise CannotProposeRejection(
            _("Write the reason as the team will read it, in at most %(most)d characters.") % {"most": LONGEST_REASON},
            code="reason_missing",
            field="reason",
        )

    def write(row: Screening) -> None:
        row.proposed_by_id, row.reason = actor.user_id, reason

    return perform(screening, "propose_rejection", actor=actor, at=at, write=write, note=Note(reason=reason))
