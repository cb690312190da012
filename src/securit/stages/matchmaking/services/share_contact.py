"""Show one's name and address to the other side, once both want to."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import perform
from securit.stages.matchmaking.guards import neither_is_suspended
from securit.stages.matchmaking.letters import notify
from securit.stages.matchmaking.models import Introduction
from securit.stages.matchmaking.selectors import side_of


def share_contact(*, introduction: Introduction, actor: Actor, at: datetime, intent: str = "") -> Introduction:
    """Offer the actor's own name and mail address for their side; shown when the other side has offered theirs too."""
    side = side_of(introduction, actor)

    def write(row: Introduction) -> None:
        if side is not None:
            setattr(row, f"{side}_contact_id", actor.user_id)
            row.last_at, row.last_by = at, side
            notify(row, "asker" if side == "asked" else "asked", "shared", at)

    guards = [neither_is_suspended]
    return perform(introduction, "share", actor=actor, at=at, guards=guards, write=write, intent=intent)


def take_contact_back(*, introduction: Introduction, actor: Actor, at: datetime, intent: str = "") -> Introduction:
    """The page shows neither side's contact any more; what was read cannot be unread."""
    side = side_of(introduction, actor)

    def write(row: Introduction) -> None:
        if side is not None:
            setattr(row, f"{side}_contact_id", None)

    return perform(introduction, "unshare", actor=actor, at=at, write=write, intent=intent)
