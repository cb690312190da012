"""Hand a need in: the owner confirms by the link in the mail, or staff does for what it wrote down."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor, ActorKind
from securit.kernel.perform import perform
from securit.kernel.refusals import Refusal
from securit.stages.needs.letters import mail_received
from securit.stages.needs.models import Need

CONFIRM_WITHIN = timedelta(days=14)
"""So long a link to confirm works."""


class CannotSubmitNeed(Refusal):
    """The link to confirm is too old."""

    status = 410


def submit_need(*, need: Need, actor: Actor, at: datetime, intent: str = "") -> Need:
    """From being written to review; one that is in already stays as it is. Raises :class:`CannotSubmitNeed`."""
    if need.state != "drafted":
        return need

    def guard(row: Need) -> None:
        if actor.kind is ActorKind.LINK and at > row.created_at + CONFIRM_WITHIN:
            raise CannotSubmitNeed(
                _("This link was to be used within %(days)d days.") % {"days": CONFIRM_WITHIN.days},
                code="confirmation_expired",
                remedy=_("Please tell us your need once more."),
            )

    def write(row: Need) -> None:
        row.submitted_at = at
        if actor.kind is ActorKind.LINK:
            mail_received(row, at)

    return perform(need, "submit", actor=actor, at=at, write=write, guards=[guard], intent=intent)
