"""Review a declined need again."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import perform
from securit.stages.needs.models import Need


def reconsider_need(*, need: Need, actor: Actor, at: datetime, intent: str = "") -> Need:
    """From declined back to review; the reason that was given stays in the trail only."""

    def write(row: Need) -> None:
        row.declined_reason = ""
        row.accepted_at = None
        row.accepted_by_ref = ""

    return perform(need, "reconsider", actor=actor, at=at, write=write, intent=intent)
