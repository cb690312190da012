"""Take a file in: check its size and content, keep its bytes, write its row."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Protocol

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel.refusals import Refusal
from securit.kernel.rules_kept import keeps
from securit.machinery.files.kinds import KINDS, Kind, UnusableFile, appearance, recognise_as
from securit.machinery.files.markings import stamp_in
from securit.machinery.files.models import File
from securit.machinery.files.names import shown_name
from securit.machinery.files.store import Incoming, Readable, Store, TooLarge
from securit.machinery.files.words import text_in

_SENTENCES = {
    "damaged": gettext_lazy(
        "This file is damaged or was not completely transferred. Save it again and upload it anew."
    ),
    "encrypted": gettext_lazy("This PDF is protected by a password. Save it without protection and upload it again."),
    "macros": gettext_lazy("This file contains macros. Save it without macros (as xlsx or docx) and upload it again."),
    "two_kinds": gettext_lazy("This file is of two kinds at once. Export it again from the program that made it."),
    "unsafe_archive": gettext_lazy("This file cannot be unpacked safely. Save it again and upload it anew."),
}


class HasSlug(Protocol):
    """A programme, as far as the store needs it."""

    @property
    def slug(self) -> str: ...


class CannotStoreFile(Refusal):
    """The file is not accepted; the code says why: ``file.too_large``, ``file.wrong_kind``, ``file.empty``, ….

    Further codes: ``file.damaged``, ``file.encrypted``, ``file.macros``, ``file.two_kinds``, ``file.unsafe_archive``,
    ``file.classified``.
    """


def store_of(programme: HasSlug) -> Store:
    """The store that holds the files of one programme, and only its files."""
    return Store(Path(settings.FILES_ROOT) / programme.slug)


def store_upload(
    *,
    programme: Any,
    stream: Readable,
    name: str,
    kinds: Sequence[str],
    most_bytes: int,
    uploaded_by: Any,
    at: datetime,
    field: str = "",
) -> File:
    """Keep an uploaded file of one of the ``kinds`` (names in :data:`~securit.machinery.files.kinds.KINDS`).

    ``uploaded_by`` is a user, or ``None`` for the platform itself. The bytes are durable before the row is
    written, so a row never names bytes that are not there. Call it inside the transaction of the use case.
    Raises :class:`CannotStoreFile` at ``field`` and keeps nothing then.
    """
    allowed = tuple(KINDS[kind] for kind in kinds)
    try:
        with store_of(programme).receive(stream, most_bytes=most_bytes) as incoming:
            kind = _accepted_kind(incoming, allowed, field)
            refuse_classified(incoming.stream, kind, name, field)
            stored = incoming.keep()
    except TooLarge as error:
        raise _too_large(stream, error.most_bytes, field) from error
    return File.objects.create(
        programme=programme,
        sha256=stored.sha256,
        size=stored.size,
        name=shown_name(name),
        media_type=kind.media_type,
        uploaded_by=uploaded_by,
        uploaded_at=at,
    )


def store_generated(
    *, programme: Any, content: bytes, name: str, media_type: str, uploaded_by: Any, at: datetime
) -> File:
    """Keep a file that the platform made itself (a letter, a receipt). Its content is not checked."""
    stored = store_of(programme).put(io.BytesIO(content), most_bytes=len(content))
    return File.objects.create(
        programme=programme,
        sha256=stored.sha256,
        size=stored.size,
        name=shown_name(name),
        media_type=media_type,
        uploaded_by=uploaded_by,
        uploaded_at=at,
    )


def readable_size(size: int) -> str:
    """``12345678`` → ``11.8 MiB``, for people."""
    if size < 1024:
        return f"{size} B"
    for unit in ("KiB", "MiB"):
        tenths = -(-size * 10 // 1024)
        if tenths < 10_240:
            return f"{tenths // 10}.{tenths % 10} {unit}".replace(".0 ", " ")
        size = -(-size // 1024)
    tenths = -(-size * 10 // 1024)
    return f"{tenths // 10}.{tenths % 10} GiB".replace(".0 ", " ")


def _accepted_kind(incoming: Incoming, allowed: tuple[Kind, ...], field: str) -> Kind:
    if incoming.stored.size == 0:
        raise CannotStoreFile(_("This file is empty."), code="file.empty", field=field)
    try:
        kind = recognise_as(incoming.stream, allowed)
    except UnusableFile as error:
        raise CannotStoreFile(_SENTENCES[error.code], code=f"file.{error.code}", field=field) from error
    if kind not in allowed:
        raise _wrong_kind(kind.label if kind else appearance(incoming.stream), allowed, field)
    return kind


@keeps("R-69")
def refuse_classified(stream: IO[bytes], kind: Kind, name: str, field: str) -> None:
    """A file that bears the mark of classified information is refused, and nothing of it is kept."""
    mark = stamp_in(name.rpartition(".")[0].replace("_", " ")) or stamp_in(text_in(stream, kind.name))
    if not mark:
        return
    sentence = _("This file is marked “%(mark)s”. Classified information has no place here; nothing was stored.")
    remedy = _("Leave it out, and agree with the contact of the programme how it is handed over off-line.")
    raise CannotStoreFile(sentence % {"mark": mark}, code="file.classified", remedy=remedy, field=field)


def _wrong_kind(found: str, allowed: tuple[Kind, ...], field: str) -> CannotStoreFile:
    labels = ", ".join(kind.label for kind in allowed)
    if found:
        sentence = _("By its content this is a file of the kind “%(found)s”.") % {"found": found}
    else:
        sentence = _("The kind of this file cannot be recognised by its content.")
    remedy = _("Accepted here: %(labels)s.") % {"labels": labels}
    return CannotStoreFile(sentence, code="file.wrong_kind", remedy=remedy, field=field)


def _too_large(stream: Readable, most_bytes: int, field: str) -> CannotStoreFile:
    limit = readable_size(most_bytes)
    size = getattr(stream, "size", None)
    if isinstance(size, int) and size > most_bytes:
        sentence = _("This file has %(size)s; at most %(limit)s are allowed.") % {
            "size": readable_size(size),
            "limit": limit,
        }
    else:
        sentence = _("This file is larger than the %(limit)s that are allowed.") % {"limit": limit}
    return CannotStoreFile(sentence, code="file.too_large", field=field, status=413)
