"""Note that the award decision on a call was taken."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.stages.calls.models import Call


def mark_decided(*, call: Call, actor: Actor, at: datetime, advice: str = "") -> Call:
    """From closed to decided; called within the transaction of the decision, whose advice it may name."""
    return perform(call, "decide", actor=actor, at=at, note=Note(advice=advice))
