"""Put a decided call away."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import perform
from securit.stages.calls.models import Call


def archive_call(*, call: Call, actor: Actor, at: datetime, intent: str = "") -> Call:
    """From decided to archived; its pages stay."""
    return perform(call, "archive", actor=actor, at=at, intent=intent)
