"""What a file is, by its content and never by its name."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from securit.machinery.files.archives import UNREADABLE, UnsafeArchive, ends_as_zip, entries_of


@dataclass(frozen=True)
class Kind:
    """A kind of file we accept: its name in settings and forms, its media type, its word for people."""

    name: str
    media_type: str
    label: str


KINDS = {
    kind.name: kind
    for kind in (
        Kind("pdf", "application/pdf", "PDF"),
        Kind("png", "image/png", "PNG picture"),
        Kind("jpeg", "image/jpeg", "JPEG picture"),
        Kind("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel workbook (xlsx)"),
        Kind("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word document (docx)"),
        Kind("csv", "text/csv", "CSV table"),
        Kind("txt", "text/plain", "plain text"),
        Kind("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "PowerPoint (pptx)"),
        Kind("odt", "application/vnd.oasis.opendocument.text", "OpenDocument text (odt)"),
        Kind("ods", "application/vnd.oasis.opendocument.spreadsheet", "OpenDocument table (ods)"),
        Kind("odp", "application/vnd.oasis.opendocument.presentation", "OpenDocument slides (odp)"),
        Kind("zip", "application/zip", "zip archive"),
    )
}
_SIGNATURES = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
_OFFICE = {"xl/workbook.xml": "xlsx", "word/document.xml": "docx", "ppt/presentation.xml": "pptx"}
_OPEN_DOCUMENTS = {KINDS[name].media_type: name for name in ("odt", "ods", "odp")}
_MARKUP = re.compile(rb"\s*<(!doctype|\?xml|html|head|body|script|svg|iframe|!--)", re.IGNORECASE)


class UnusableFile(ValueError):
    """The content cannot be accepted whatever the kinds allowed; ``code`` names the reason, the text says it."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def recognise(stream: IO[bytes]) -> Kind | None:
    """The kind of the content, or ``None`` when it is none of :data:`KINDS`. Leaves the stream at its start.

    Raises :class:`UnusableFile` for a file of a known kind that nobody could use: ``damaged``, ``encrypted``,
    ``unsafe_archive``, ``macros``, ``two_kinds``.
    """
    stream.seek(0)
    head = stream.read(4096)
    stream.seek(0)
    name = next((name for signature, name in _SIGNATURES.items() if head.startswith(signature)), None)
    if name is not None:
        if ends_as_zip(stream):
            raise UnusableFile("two_kinds", "The file is an archive and something else at once.")
        _CHECKS[name](stream)
        return KINDS[name]
    if head.startswith(b"PK\x03\x04"):
        return _office_kind(stream)
    return KINDS["csv"] if _is_text(head) else None


def recognise_as(stream: IO[bytes], allowed: Sequence[Kind]) -> Kind | None:
    """The kind of the content, where two are possible the one that is allowed: text is a table or just text, and any
    safe archive is a zip archive where one is asked for. Raises as :func:`recognise` does."""
    kind = recognise(stream)
    if kind == KINDS["csv"] and kind not in allowed and KINDS["txt"] in allowed:
        return KINDS["txt"]
    if kind is None and KINDS["zip"] in allowed and stream.read(4) == b"PK\x03\x04":
        kind = KINDS["zip"]
    stream.seek(0)
    return kind


def appearance(stream: IO[bytes]) -> str:
    """What an unknown content seems to be, as an ending like ``exe``; empty when nobody can tell."""
    import puremagic

    stream.seek(0)
    head = stream.read(8192)
    stream.seek(0)
    try:
        return str(puremagic.magic_string(head)[0].extension).lstrip(".")
    except (puremagic.PureError, ValueError, IndexError):
        return ""


def _office_kind(stream: IO[bytes]) -> Kind | None:
    try:
        names = entries_of(stream)
    except UnsafeArchive as error:
        raise UnusableFile("unsafe_archive", str(error)) from error
    found = next((kind for part, kind in _OFFICE.items() if part in names and "[Content_Types].xml" in names), None)
    if found is None and {"mimetype", "content.xml"} <= set(names):
        found = _OPEN_DOCUMENTS.get(_media_type(stream))
    if found is None:
        return None
    if any(name.casefold().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
        raise UnusableFile("macros", "The file contains macros.")
    return KINDS[found]


def _media_type(stream: IO[bytes]) -> str:
    """What an OpenDocument says that it is."""
    try:
        with zipfile.ZipFile(stream) as archive, archive.open("mimetype") as part:
            said = part.read(100)
    except UNREADABLE as error:
        raise UnusableFile("damaged", "The document is damaged or was not completely transferred.") from error
    finally:
        stream.seek(0)
    return said.decode("ascii", "replace").strip()


def _check_pdf(stream: IO[bytes]) -> None:
    """The cross-reference table stands where the end of the file says, and asks for no password."""
    damaged = UnusableFile("damaged", "The PDF is damaged or was not completely transferred.")
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - 2048))
    pointers = re.findall(rb"startxref\s+(\d{1,12})\s+%%EOF", stream.read())
    if not pointers:
        raise damaged
    at = int(pointers[-1])
    if at >= size:
        raise damaged
    stream.seek(at)
    table = stream.read(size - at)
    stream.seek(0)
    if not re.match(rb"\s*(xref\b|\d+\s+\d+\s+obj\b)", table):
        raise damaged
    if re.search(rb"/Encrypt\b", _trailer(table)):
        raise UnusableFile("encrypted", "The PDF is protected by a password or by restrictions.")


def _trailer(table: bytes) -> bytes:
    """The dictionary after a classic table, or the one before the data of a cross-reference stream."""
    classic = table.find(b"trailer")
    if table.lstrip().startswith(b"xref") and classic >= 0:
        return table[classic : table.find(b"startxref", classic)]
    return table[: max(table.find(b"stream"), 0) or 65_536]


def _check_png(stream: IO[bytes]) -> None:
    head = stream.read(16)
    stream.seek(max(0, stream.seek(0, io.SEEK_END) - 12))
    tail = stream.read(12)
    stream.seek(0)
    if head[12:16] != b"IHDR" or tail[4:8] != b"IEND":
        raise UnusableFile("damaged", "The picture is damaged or was not completely transferred.")


def _check_jpeg(stream: IO[bytes]) -> None:
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - 4096))
    tail = stream.read()
    stream.seek(0)
    if b"\xff\xd9" not in tail:
        raise UnusableFile("damaged", "The picture is damaged or was not completely transferred.")


def _is_text(head: bytes) -> bool:
    if not head or b"%PDF-" in head[:1024] or _MARKUP.match(head.lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"")):
        return False
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not re.search(rb"[\x00-\x08\x0e-\x1f\x7f]", head)


_CHECKS = {"pdf": _check_pdf, "png": _check_png, "jpeg": _check_jpeg}
