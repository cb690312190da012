"""Bring a table of solutions; nothing is imported yet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create
from securit.kernel.refusals import Refusal
from securit.machinery.files.uploads import store_upload
from securit.machinery.tabular.imports import guess_mapping, signature
from securit.machinery.tabular.reading import UnreadableTable
from securit.people.public import User
from securit.programmes.public import Programme
from securit.stages.solutions.importing import content_of, read_content, spec_of
from securit.stages.solutions.models import SolutionImport

MOST_BYTES = 10 * 1024 * 1024


class CannotReadTable(Refusal):
    """The file cannot be read as a table, or has too many rows; the sentence says which."""


@transaction.atomic
def upload_table(
    *, programme: Programme, upload: Any, synthetic: bool = False, actor: Actor, at: datetime, intent: str = ""
) -> SolutionImport:
    """Keep the file, find its header, and assign columns as for the last table of the same make, else by their words.

    Raises :class:`CannotReadTable` or ``CannotStoreFile``, both at the field ``table``.
    """
    user = User.objects.filter(pk=actor.user_id or 0).first()
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
        table = read_content(content_of(file), file.name)
    except UnreadableTable as problem:
        raise CannotReadTable(str(problem), code="unreadable", field="table") from problem
    header = signature(table.columns)
    record = SolutionImport(
        programme=programme,
        file=file,
        header_number=table.header_number,
        header_sha256=header,
        mapping=remembered(programme, header) or guess_mapping(spec_of(programme), table.columns),
        synthetic=synthetic,
        uploaded_by=user,
        uploaded_at=at,
    )
    return create(record, actor=actor, at=at, intent=intent, note=Note(details={"sha256": file.sha256}))


def remembered(programme: Programme, header: str) -> dict[str, str]:
    """The columns as somebody assigned them for the last imported table with this header."""
    before = SolutionImport.objects.in_programme(programme).filter(header_sha256=header, state="imported")
    found = before.order_by("-id").first()
    return dict(found.mapping) if found else {}
