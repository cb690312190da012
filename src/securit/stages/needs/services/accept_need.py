"""Take a need up."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import perform
from securit.stages.needs.letters import mail_accepted
from securit.stages.needs.models import Need


def accept_need(*, need: Need, actor: Actor, at: datetime, intent: str = "", version: int | None = None) -> Need:
    """From review to accepted; its owner is told, and edits it no more."""

    def write(row: Need) -> None:
        row.accepted_at = at
        row.accepted_by_ref = actor.ref
        mail_accepted(row, at)

    return perform(need, "accept", actor=actor, at=at, write=write, intent=intent, version=version)
