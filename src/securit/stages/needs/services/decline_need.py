"""Say that a need is not taken up, and why."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.needs.letters import mail_declined
from securit.stages.needs.models import Need

MOST_CHARACTERS = 2_000


class CannotDeclineNeed(Refusal):
    """The reason is missing or too long."""


def decline_need(
    *, need: Need, reason: str, actor: Actor, at: datetime, intent: str = "", version: int | None = None
) -> Need:
    """From review or accepted to declined; its owner reads the reason. Raises :class:`CannotDeclineNeed`."""
    said = reason.strip()
    if not said:
        raise CannotDeclineNeed(_("Say why; its owner reads it."), code="reason_missing", field="reason")
    if len(said) > MOST_CHARACTERS:
        raise CannotDeclineNeed(
            _("This has %(length)d characters; at most %(most)d are kept.")
            % {"length": len(said), "most": MOST_CHARACTERS},
            code="too_long",
            field="reason",
        )

    def write(row: Need) -> None:
        row.declined_reason = said
        mail_declined(row, at)

    note = Note(reason=said)
    return perform(need, "decline", actor=actor, at=at, write=write, note=note, intent=intent, version=version)
