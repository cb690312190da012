"""What the worker does for solutions."""

from __future__ import annotations

from datetime import datetime, timedelta

from securit.kernel.outbox import registry
from securit.machinery.meaning.sources import Source, register
from securit.machinery.tabular.incoming.services.finish_taking import finish_tables
from securit.stages.solutions.compared import mark_of_texts, texts_compared
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


@registry.tick("solutions.keep_indexes", every=timedelta(minutes=1))
def keep_indexes_of_large_catalogues(at: datetime) -> None:
    """A catalogue too large to be indexed by a page; the engine is loaded where there is one."""
    from securit.stages.solutions.engines import keep_indexes

    keep_indexes(at)


register(Source("solutions", mark_of_texts, texts_compared))
