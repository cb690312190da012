"""What the worker does for needs: forget what nobody confirmed."""

from __future__ import annotations

from datetime import datetime, timedelta

from securit.kernel.outbox import registry
from securit.stages.needs.services.forget_unconfirmed import forget_unconfirmed


@registry.tick("needs.forget_unconfirmed", every=timedelta(hours=6))
def forget(at: datetime) -> None:
    """Contacts of needs that were never confirmed."""
    forget_unconfirmed(at)
