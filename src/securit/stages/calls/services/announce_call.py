"""Tell the public that a call is coming."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import perform
from securit.kernel.refusals import Refusal
from securit.stages.calls.models import Call


class CannotAnnounceCall(Refusal):
    """The call's time is over already."""


def announce_call(*, call: Call, actor: Actor, at: datetime, intent: str = "") -> Call:
    """From preparation to announced: month, domains and budget are public, and people can follow.

    Raises :class:`CannotAnnounceCall` when the opening is past.
    """

    def opens_later(row: Call) -> None:
        if row.opens_at <= at:
            raise CannotAnnounceCall(
                _("The opening of this call is past; there is nothing to announce."),
                code="opening_past",
                remedy=_("Publish it, or move the opening."),
            )

    return perform(call, "announce", actor=actor, at=at, guards=[opens_later], intent=intent)
