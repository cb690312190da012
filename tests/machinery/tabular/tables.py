"""Tables on their way in, as far as their columns are assigned."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from securit.kernel.actor import Actor
from securit.machinery.tabular.incoming.intake import Intake, table_of
from securit.machinery.tabular.incoming.services.map_columns import map_columns
from securit.machinery.tabular.incoming.services.upload_table import upload_table
from securit.programmes.public import Programme


def an_incoming_table(
    intake: Intake, programme: Programme, content: str | bytes, *, actor: Actor, at: datetime, name: str = "table.csv"
) -> Any:
    """A table with its columns as they were guessed."""
    data = content.encode() if isinstance(content, str) else content
    upload = SimpleUploadedFile(name, data)
    record = upload_table(intake=intake, programme=programme, upload=upload, actor=actor, at=at)
    return map_columns(
        intake=intake,
        record=record,
        table=table_of(record),
        mapping=record.mapping,
        defaults=record.defaults,
        sheet=record.sheet,
        actor=actor,
        at=at,
    )
