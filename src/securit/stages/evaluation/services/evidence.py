"""What is given as evidence of a possible conflict: one file, read by the office alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from securit.kernel.actor import Actor
from securit.machinery.files.models import File
from securit.machinery.files.uploads import store_upload
from securit.people.public import User
from securit.programmes.public import Programme

KINDS = ("pdf", "docx", "png", "jpeg", "txt")
MOST_BYTES = 10 * 1024 * 1024


def keep_evidence(
    upload: UploadedFile[Any] | None, *, programme: Programme, actor: Actor, at: datetime, field: str = "evidence"
) -> File | None:
    """The stored file, ``None`` where none was given. Raises ``CannotStoreFile``."""
    if upload is None:
        return None
    by = User.objects.filter(pk=actor.user_id).first() if actor.user_id else None
    return store_upload(
        programme=programme,
        stream=upload,
        name=upload.name or "",
        kinds=KINDS,
        most_bytes=MOST_BYTES,
        uploaded_by=by,
        at=at,
        field=field,
    )
