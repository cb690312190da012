"""Confirm that an address wants the messages (the second half of the double opt-in)."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import perform
from securit.stages.calls.models import Follow


def confirm_follow(*, follow: Follow, actor: Actor, at: datetime) -> Follow:
    """From requested to confirmed; a follow that is confirmed stays as it is."""
    if follow.state == "confirmed":
        return follow

    def write(row: Follow) -> None:
        row.confirmed_at = at

    return perform(follow, "confirm", actor=actor, at=at, write=write)
