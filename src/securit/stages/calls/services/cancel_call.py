"""Cancel a call before its deadline."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.calls.models import Call

MOST_CHARACTERS = 2_000


class CannotCancelCall(Refusal):
    """No reason is given."""


def cancel_call(*, call: Call, reason: str, actor: Actor, at: datetime, intent: str = "") -> Call:
    """Cancel for good; followers and everyone with a draft are told the reason. Raises :class:`CannotCancelCall`."""
    said = reason.strip()
    if not said or len(said) > MOST_CHARACTERS:
        raise CannotCancelCall(
            _("Say why the call is cancelled, in at most %(most)d characters; everyone affected reads it.")
            % {"most": MOST_CHARACTERS},
            code="no_reason",
            field="reason",
        )
    return perform(call, "cancel", actor=actor, at=at, note=Note(reason=said), intent=intent)
