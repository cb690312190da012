"""What the worker does for workshops: forget who never answered."""

from __future__ import annotations

from datetime import datetime, timedelta

from securit.kernel.outbox import registry
from securit.stages.challenges.services.forget_unanswered import forget_unanswered


@registry.tick("challenges.forget_unanswered", every=timedelta(hours=6))
def forget(at: datetime) -> None:
    """Registrations that were never confirmed."""
    forget_unanswered(at)
