"""What the worker does for needs: forget what nobody confirmed, and look for needs that may be the same."""

from __future__ import annotations

from datetime import datetime, timedelta

from securit.kernel.outbox import registry
from securit.machinery.tabular.incoming.services.finish_taking import finish_tables
from securit.stages.needs.importing import INTAKE
from securit.stages.needs.services.forget_unconfirmed import forget_unconfirmed
from securit.stages.needs.services.look_for_pairs import look_for_pairs


@registry.tick("needs.forget_unconfirmed", every=timedelta(hours=6))
def forget(at: datetime) -> None:
    """Contacts of needs that were never confirmed."""
    forget_unconfirmed(at)


@registry.tick("needs.take_tables", every=timedelta(seconds=1))
def take_tables(at: datetime) -> None:
    """Rows that were asked for, too many for a page to wait for."""
    finish_tables(intake=INTAKE, at=at)


@registry.tick("needs.look_for_pairs", every=timedelta(minutes=30))
def look(at: datetime) -> None:
    """Pairs that home then proposes to those who merge."""
    look_for_pairs(at)
