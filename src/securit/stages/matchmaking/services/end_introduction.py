"""End a conversation; contact details that were shared are taken back."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import perform
from securit.stages.matchmaking.models import Introduction
from securit.stages.matchmaking.selectors import side_of


def end_introduction(*, introduction: Introduction, actor: Actor, at: datetime, intent: str = "") -> Introduction:
    """Nobody writes any more; what was written stays readable for both sides, contact details do not."""
    side = side_of(introduction, actor)

    def write(row: Introduction) -> None:
        row.asker_contact = row.asked_contact = None
        row.last_at, row.last_by = at, side or ""

    return perform(introduction, "end", actor=actor, at=at, write=write, intent=intent)
