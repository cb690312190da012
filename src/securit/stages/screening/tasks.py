"""What the worker does for screening."""

from __future__ import annotations

from datetime import datetime, timedelta

from securit.kernel.outbox import registry
from securit.stages.screening.services.remind_teams import remind_teams


@registry.tick("screening.remind_teams", every=timedelta(hours=1))
def remind(at: datetime) -> None:
    """Questions that are due within a day."""
    remind_teams(at)
