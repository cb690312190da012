"""Staff take a profile away after abuse, and put it back."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.matchmaking.letters import mail_suspension
from securit.stages.matchmaking.models import Profile


class CannotSuspendProfile(Refusal):
    """Nobody is suspended without a reason that they can read."""


def suspend_profile(*, profile: Profile, reason: str, actor: Actor, at: datetime, intent: str = "") -> Profile:
    """Nobody sees the profile, and it may not write, until somebody puts it back; its people read the reason.

    Raises :class:`CannotSuspendProfile`.
    """
    said = reason.strip()
    if not said or len(said) > 1_000:
        raise CannotSuspendProfile(
            _("Say why, in at most 1,000 characters; the organisation reads it."), code="reason_missing", field="reason"
        )

    def write(row: Profile) -> None:
        row.suspended_by_id, row.suspended_reason = actor.user_id, said
        mail_suspension(row, at)

    return perform(profile, "suspend", actor=actor, at=at, write=write, note=Note(reason=said), intent=intent)


def reinstate_profile(*, profile: Profile, actor: Actor, at: datetime, intent: str = "") -> Profile:
    """Put a suspended profile back into the list."""

    def write(row: Profile) -> None:
        row.suspended_by, row.suspended_reason = None, ""

    return perform(profile, "reinstate", actor=actor, at=at, write=write, intent=intent)
