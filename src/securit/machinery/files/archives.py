"""Zip files (hence xlsx and docx) judged by their central directory, before anything is unpacked."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import IO

MOST_ENTRIES = 10_000
MOST_BYTES = 500 * 1024 * 1024
MOST_RATIO = 100
_DIRECTORY_BYTES = 4 * 1024 * 1024
_RATIO_FROM = 1024 * 1024  # below one MiB unpacked, a high ratio harms nobody (empty sheets compress well)
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,  # among them bytes that are no text
    NotImplementedError,  # zipfile: a packing method or a version of the format that it does not know
)
"""All that reading an archive of a stranger may raise: whoever opens one catches these."""
_END = b"PK\x05\x06"
_END_BYTES = 22


class UnsafeArchive(ValueError):
    """The archive must not be unpacked; the text says why in a sentence."""


def entries_of(stream: IO[bytes]) -> tuple[str, ...]:
    """The names inside the archive, once it is known to be safe to read.

    Raises :class:`UnsafeArchive` for more than :data:`MOST_ENTRIES` entries, more than :data:`MOST_BYTES` unpacked,
    a compression ratio over :data:`MOST_RATIO`, overlapping parts, encrypted parts, the same name twice, names that
    leave their folder, archives inside it, and anything that is no readable zip file. The stream is left at its start.
    """
    _refuse_large_directory(stream)
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
    except UNREADABLE as error:
        raise UnsafeArchive("The file is damaged: its table of contents cannot be read.") from error
    finally:
        size = stream.seek(0, io.SEEK_END)
        stream.seek(0)
    _refuse_unsafe(members, size)
    return tuple(member.filename for member in members)


def ends_as_zip(stream: IO[bytes]) -> bool:
    """Whether the last bytes close a zip archive: a picture that does is two files at once. Leaves it at its start."""
    return _end_record(stream) is not None


def _end_record(stream: IO[bytes]) -> bytes | None:
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _END_BYTES - 0xFFFF))
    tail = stream.read()
    stream.seek(0)
    at = tail.rfind(_END)
    while at >= 0:
        if len(tail) - at >= _END_BYTES:
            (comment,) = struct.unpack_from("<H", tail, at + 20)
            if at + _END_BYTES + comment == len(tail):
                return tail[at : at + _END_BYTES]
        at = tail.rfind(_END, 0, at)
    return None


def _refuse_large_directory(stream: IO[bytes]) -> None:
    end = _end_record(stream)
    if end is None:
        raise UnsafeArchive("The file is damaged: its end is missing.")
    count, directory_bytes = struct.unpack_from("<HI", end, 10)
    if count > MOST_ENTRIES or directory_bytes > _DIRECTORY_BYTES:
        raise UnsafeArchive(f"The file holds more than {MOST_ENTRIES} parts.")


def _refuse_unsafe(members: list[zipfile.ZipInfo], size: int) -> None:
    if len(members) > MOST_ENTRIES:
        raise UnsafeArchive(f"The file holds more than {MOST_ENTRIES} parts.")
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > MOST_BYTES:
        raise UnsafeArchive(f"Unpacked, the file is larger than {MOST_BYTES // 1024**2} MiB.")
    if any(m.file_size > max(_RATIO_FROM, MOST_RATIO * m.compress_size) for m in members):
        raise UnsafeArchive(f"Unpacked, a part of the file grows more than {MOST_RATIO} times.")
    if unpacked > max(_RATIO_FROM, MOST_RATIO * packed):
        raise UnsafeArchive(f"Unpacked, the file grows more than {MOST_RATIO} times.")
    if packed > size:
        raise UnsafeArchive("The file is damaged: its parts overlap.")
    if any(member.flag_bits & 0x1 for member in members):
        raise UnsafeArchive("The file is protected by a password.")
    names = [member.filename for member in members]
    if len({name.casefold() for name in names}) < len(names):
        raise UnsafeArchive("The file is damaged: it holds the same part twice.")
    if any(_leaves_its_folder(name) for name in names):
        raise UnsafeArchive("The file holds a part with a name that leaves its folder.")
    if any(name.casefold().endswith((".zip", ".7z", ".rar", ".gz", ".tar")) for name in names):
        raise UnsafeArchive("The file holds another archive.")


def _leaves_its_folder(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name.split("/", maxsplit=1)[0] or ".." in name.split("/")
