"""Stop the messages, and forget the address."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import perform
from securit.stages.calls.models import Follow


def stop_follow(*, follow: Follow, actor: Actor, at: datetime) -> Follow:
    """From any state to stopped; the address is deleted from the row. A stopped follow stays as it is."""
    if follow.state == "stopped":
        return follow

    def write(row: Follow) -> None:
        row.email = ""

    return perform(follow, "stop", actor=actor, at=at, write=write)
