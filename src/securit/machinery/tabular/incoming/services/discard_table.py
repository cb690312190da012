"""Put an uploaded table aside; nothing of it is imported."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import perform
from securit.machinery.tabular.incoming.models import IncomingTable


def discard_table(*, record: IncomingTable, actor: Actor, at: datetime, intent: str = "") -> IncomingTable:
    """From here on it is only remembered that it was there."""
    return perform(record, "discard", actor=actor, at=at, intent=intent)
