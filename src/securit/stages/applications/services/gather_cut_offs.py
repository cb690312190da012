"""At each cut-off what was submitted before it is gathered into a batch; everything else waits for the next."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

from django.db import transaction

from securit.kernel.actor import SYSTEM
from securit.kernel.perform import Note, perform_many
from securit.stages.applications.models import Application
from securit.stages.calls.public import Call, gather_batch


def gather_due(at: datetime) -> list[Application]:
    """Every submitted application whose cut-off has come goes to the batch of that cut-off; returns them.

    Which cut-off it is was settled by the moment of arrival. A request that arrived in time and waited for its turn
    is gathered by a later round, into the same batch.
    """
    due = Application.objects.filter(state="submitted", cut_off_at__lte=at, extended_until__isnull=True)
    rows = (
        due.exclude(call__state="cancelled").select_related("call__programme").order_by("call_id", "cut_off_at", "id")
    )
    gathered: list[Application] = []
    for (_call, cut_off_at), group in groupby(rows, key=lambda row: (row.call_id, row.cut_off_at)):
        standing = list(group)
        assert cut_off_at is not None
        with transaction.atomic():
            batch = gather_batch(call=standing[0].call, cut_off_at=cut_off_at, actor=SYSTEM, at=at)
            gathered += _moved(standing, batch, at)
    return gathered


def _moved(standing: list[Application], batch: Call, at: datetime) -> list[Application]:
    def write(row: Application) -> None:
        row.call, row.cut_off_at = batch, None

    note = Note(details={"batch": batch.ref, "cut_off": batch.deadline_at.isoformat()})
    return perform_many(standing, "gather", actor=SYSTEM, at=at, write=write, note=note)
