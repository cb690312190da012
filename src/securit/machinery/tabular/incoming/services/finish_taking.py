"""Take the rows that were asked for, in the worker: all of them at one moment, or none and the reason."""

from __future__ import annotations

import logging
from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import SYSTEM, Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import NotNow, Refusal
from securit.machinery.tabular.incoming.intake import Intake, table_of
from securit.machinery.tabular.incoming.models import IncomingTable
from securit.machinery.tabular.incoming.services.stop_taking import stop_taking
from securit.machinery.tabular.incoming.services.take_rows import store
from securit.machinery.tabular.reading import UnreadableTable

log = logging.getLogger("securit.imports")


def finish_tables(*, intake: Intake, at: datetime) -> None:
    """Finish every table of which rows were asked for, first come first."""
    for record in intake.model._default_manager.filter(state="taking").order_by("asked_at", "id"):
        finish_taking(intake=intake, record=record, actor=SYSTEM, at=at)


def finish_taking(*, intake: Intake, record: IncomingTable, actor: Actor, at: datetime) -> IncomingTable | None:
    """Read and judge without any lock, then store in one short transaction; ``None`` when somebody stopped it.

    Whatever goes wrong gives the table back with a sentence, so that nobody waits for something that never comes.
    """
    try:
        return _finish(intake, record, actor, at)
    except NotNow:
        return None
    except (Refusal, UnreadableTable) as refused:
        because = str(refused)
    except Exception:
        log.exception("the import of the table %s failed", record.ref)
        because = _("Something broke while the rows were being imported.")
    because = _("Nothing was imported. %(because)s") % {"because": because}
    return stop_taking(record=record, because=because, actor=actor, at=at)


def _finish(intake: Intake, record: IncomingTable, actor: Actor, at: datetime) -> IncomingTable:
    new, also = frozenset(record.chosen["new"]), frozenset(record.chosen["also"])
    preview = intake.preview_of(record, table_of(record), actor)
    rows = [row for row in preview.rows if row.number in new | also]

    def write(row: IncomingTable) -> None:
        store(intake, row, rows, also, actor, at)

    def note(row: IncomingTable) -> Note:
        return Note(details={"rows": row.rows_taken, "left_out": row.rows_left_out})

    return perform(record, "finish", actor=actor, at=at, write=write, note=note)
