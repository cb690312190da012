"""Bring a table; nothing is imported yet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create
from securit.kernel.refusals import Refusal
from securit.machinery.files.uploads import store_upload
from securit.machinery.tabular.imports import guess_mapping, signature
from securit.machinery.tabular.incoming.intake import Intake, content_of, first_readable
from securit.machinery.tabular.incoming.models import IncomingTable
from securit.machinery.tabular.reading import UnreadableTable

MOST_BYTES = 10 * 1024 * 1024


class CannotReadTable(Refusal):
    """The file cannot be read as a table, or has too many rows; the sentence says which."""


@transaction.atomic
def upload_table(
    *,
    intake: Intake,
    programme: Any,
    upload: Any,
    synthetic: bool = False,
    actor: Actor,
    at: datetime,
    intent: str = "",
) -> IncomingTable:
    """Keep the file, find its header, and assign columns as for the last table of the same make, else by their words.

    Raises :class:`CannotReadTable` or ``CannotStoreFile``, both at the field ``table``.
    """
    user = get_user_model()._default_manager.filter(pk=actor.user_id or 0).first()
    file = store_upload(
        programme=programme,
        stream=upload,
        name=upload.name,
        kinds=("csv", "xlsx"),
        most_bytes=MOST_BYTES,
        uploaded_by=user,
        at=at,
        field="table",
    )
    try:
        table, sheet = first_readable(content_of(file), file.name)
    except UnreadableTable as problem:
        raise CannotReadTable(str(problem), code="unreadable", field="table") from problem
    header, spec = signature(table.columns), intake.spec_of(programme)
    before = _last_imported(intake, programme, header)
    model: Any = intake.model
    record: IncomingTable = model(
        programme=programme,
        file=file,
        sheet=sheet[:120],
        header_number=table.header_number,
        header_sha256=header,
        mapping=dict(before.mapping) if before else guess_mapping(spec, table.columns),
        defaults=dict(before.defaults) if before else spec.defaults,
        synthetic=synthetic,
        uploaded_by=user,
        uploaded_at=at,
    )
    intake.prepare(record, actor)
    return create(record, actor=actor, at=at, intent=intent, note=Note(details={"sha256": file.sha256}))


def _last_imported(intake: Intake, programme: Any, header: str) -> IncomingTable | None:
    """The last imported table with this header: somebody has assigned its columns."""
    rows = intake.tables(programme).filter(header_sha256=header, state="imported")
    return rows.order_by("-id").first()
