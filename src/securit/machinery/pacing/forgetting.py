"""Forget who came yesterday."""

from __future__ import annotations

from datetime import datetime, timedelta

from securit.kernel import clock
from securit.kernel.outbox import registry
from securit.machinery.pacing.models import Visitor

FORGOTTEN_AFTER = timedelta(days=1)


@registry.tick("pacing.forget", every=timedelta(hours=1))
def forget(at: datetime) -> None:
    """Visits are counted on real time, so they are forgotten on real time."""
    Visitor.objects.filter(since__lt=clock.wall() - FORGOTTEN_AFTER).delete()
