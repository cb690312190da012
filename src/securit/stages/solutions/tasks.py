"""What the worker does for solutions."""

from __future__ import annotations

from datetime import datetime, timedelta

from securit.kernel.outbox import registry
from securit.stages.solutions.services.remind_stale import remind_stale


@registry.tick("solutions.remind_stale", every=timedelta(hours=6))
def remind(at: datetime) -> None:
    """Those that nobody has confirmed for a year."""
    remind_stale(at)
