"""What the worker does for solutions."""

from __future__ import annotations

from datetime import datetime, timedelta

from securit.kernel.outbox import registry
from securit.machinery.tabular.incoming.services.finish_taking import finish_tables
from securit.stages.solutions.importing import INTAKE
from securit.stages.solutions.services.remind_stale import remind_stale


@registry.tick("solutions.remind_stale", every=timedelta(hours=6))
def remind(at: datetime) -> None:
    """Those that nobody has confirmed for a year."""
    remind_stale(at)


@registry.tick("solutions.take_tables", every=timedelta(seconds=1))
def take_tables(at: datetime) -> None:
    """Rows that were asked for, too many for a page to wait for."""
    finish_tables(intake=INTAKE, at=at)
