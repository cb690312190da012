"""Take a need out of its theme."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.stages.needs.models import Need


def ungroup_need(*, need: Need, actor: Actor, at: datetime, intent: str = "") -> Need:
    """From grouped back to accepted."""
    theme = need.theme.ref if need.theme else ""

    def write(row: Need) -> None:
        row.theme = None

    return perform(need, "ungroup", actor=actor, at=at, write=write, note=Note(details={"theme": theme}), intent=intent)
