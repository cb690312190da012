"""A second person confirms a rejection; the team is told by letter (:mod:`send_letters`)."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.stages.screening.models import Screening


def confirm_rejection(
    *, screening: Screening, actor: Actor, at: datetime, intent: str = "", version: int | None = None
) -> Screening:
    """Not eligible: final. The policy refuses the person who proposed it."""

    def write(row: Screening) -> None:
        row.decided_by_id, row.decided_at = actor.user_id, at

    def note(row: Screening) -> Note:
        return Note(details={"ground": row.ground} if row.ground else {}, reason=row.reason)

    return perform(screening, "reject", actor=actor, at=at, write=write, note=note, intent=intent, version=version)
