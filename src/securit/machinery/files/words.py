"""The words in a file, as far as they can be read quickly: enough to see a stamp, never enough to quote the file.

Everything is bounded, whatever the file says of itself. Pictures, scans and unusual fonts give no words.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from securit.machinery.files.archives import UNREADABLE

MOST_BYTES = 256 * 1024
"""Of each part of a file."""
MOST_PARTS = 20
MOST_OF_A_PDF = 1024 * 1024

_PARTS = re.compile(
    r"word/(document|header\d*|footer\d*)\.xml|ppt/slides/slide\d+\.xml|xl/sharedStrings\.xml|content\.xml|styles\.xml"
)
_LINE_END = re.compile(r"</(?:w:p|a:p|text:p|text:h|si)>")
_TAG = re.compile(r"<[^<>]*>")
_STREAM = re.compile(rb"stream\r?\n")
_OPERATOR = re.compile(rb"(T[Jj])(?![A-Za-z])")
_PIECE = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|(-?\d+(?:\.\d+)?)")
_LONGEST_LINE = 1_000
_WIDE = -180
"""A step back of this many thousandths of an em between letters reads as a space."""


def text_in(stream: IO[bytes], kind: str) -> str:
    """The words of a file of that kind, line by line. Leaves the stream at its start; never raises."""
    stream.seek(0)
    try:
        if kind in ("csv", "txt"):
            return _decoded(stream.read(MOST_BYTES))
        if kind in ("docx", "xlsx", "pptx", "odt", "ods", "odp"):
            return "\n".join(_in_archive(stream))
        return "\n".join(_in_pdf(stream.read(MOST_OF_A_PDF))) if kind == "pdf" else ""
    except UNREADABLE:
        return ""
    finally:
        stream.seek(0)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    return content.decode("utf-8", "replace")


def _in_archive(stream: IO[bytes]) -> Iterator[str]:
    with zipfile.ZipFile(stream) as archive:
        names = [name for name in archive.namelist() if _PARTS.fullmatch(name)]
        for name in sorted(names)[:MOST_PARTS]:
            with archive.open(name) as part:
                markup = part.read(MOST_BYTES).decode("utf-8", "replace")
            yield _TAG.sub("", _LINE_END.sub("\n", markup))


def _in_pdf(content: bytes) -> Iterator[str]:
    for number, found in enumerate(_STREAM.finditer(content)):
        if number >= MOST_PARTS:
            return
        yield from _shown(_unpacked(content[found.end() : found.end() + MOST_BYTES]))


def _unpacked(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, MOST_BYTES)
    except zlib.error:
        return packed[: max(packed.find(b"endstream"), 0)]


def _shown(page: bytes) -> Iterator[str]:
    """What each operator that shows text shows: one string, or an array of letters with the steps between them."""
    parts = _OPERATOR.split(page)
    for before, operator in zip(parts[0::2], parts[1::2], strict=False):
        start = before.rfind(b"[" if operator == b"TJ" else b"(", max(0, len(before) - _LONGEST_LINE))
        if start >= 0:
            yield "".join(_pieces(before[start:]))


def _pieces(array: bytes) -> Iterator[str]:
    for text, step in _PIECE.findall(array):
        if step:
            yield " " if float(step) < _WIDE else ""
        else:
            yield text.decode("latin-1")
