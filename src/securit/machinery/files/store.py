"""Bytes on disk under the digest of their content: written whole or not at all, never changed."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import IO, Protocol

_PIECE = 256 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Readable(Protocol):
    """Anything bytes can be read from, an upload included."""

    def read(self, size: int = ..., /) -> bytes: ...


class TooLarge(ValueError):
    """More bytes arrived than allowed; ``most_bytes`` is the limit. Reading stopped there."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__(f"The file is larger than {most_bytes} bytes.")
        self.most_bytes = most_bytes


@dataclass(frozen=True)
class StoredFile:
    """What was stored: the digest that names it, and its size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Incoming:
    """A file that has arrived in full but is not kept yet: look at ``stream``, then ``keep()`` it or let it go."""

    stored: StoredFile
    stream: IO[bytes]
    _path: Path
    _target: Path

    def keep(self) -> StoredFile:
        """Move the file to its final place, durably. Returns what is stored."""
        os.fsync(self.stream.fileno())
        self._target.parent.mkdir(parents=True, exist_ok=True)
        self._path.chmod(0o640)
        self._path.replace(self._target)
        for folder in (self._target.parent, self._target.parent.parent):
            _sync_folder(folder)
        return self.stored


@dataclass(frozen=True)
class Store:
    """The files of one programme below ``root``: ``<sha256[:2]>/<sha256>``."""

    root: Path

    def put(self, stream: Readable, *, most_bytes: int) -> StoredFile:
        """Keep the content without looking at it. Raises :class:`TooLarge`."""
        with self.receive(stream, most_bytes=most_bytes) as incoming:
            return incoming.keep()

    @contextmanager
    def receive(self, stream: Readable, *, most_bytes: int) -> Iterator[Incoming]:
        """The content in a temporary file, to be checked before it is kept; gone afterwards unless kept.

        Raises :class:`TooLarge` as soon as the limit is passed; nothing stays behind then.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.root, prefix=".incoming-")
        path = Path(name)
        try:
            with os.fdopen(handle, "w+b") as file:
                stored = _copied(stream, file, most_bytes)
                yield Incoming(stored, file, path, self.path(stored.sha256))
        finally:
            path.unlink(missing_ok=True)

    def path(self, sha256: str) -> Path:
        """Where the content with this digest stands. Raises ``ValueError`` for anything that is no digest."""
        if not _SHA256.fullmatch(sha256):
            raise ValueError("A file is named by its SHA-256 digest in lower-case hexadecimal.")
        return self.root / sha256[:2] / sha256

    def open(self, sha256: str) -> BufferedReader:
        """The content for reading. Raises ``FileNotFoundError`` when it is not there."""
        return self.path(sha256).open("rb")

    def verify(self, sha256: str) -> bool:
        """Whether the content is there and unchanged."""
        try:
            with self.open(sha256) as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except FileNotFoundError:
            return False


def _copied(stream: Readable, file: IO[bytes], most_bytes: int) -> StoredFile:
    digest = hashlib.sha256()
    size = 0
    while piece := stream.read(_PIECE):
        size += len(piece)
        if size > most_bytes:
            raise TooLarge(most_bytes)
        digest.update(piece)
        file.write(piece)
    file.flush()
    file.seek(0)
    return StoredFile(digest.hexdigest(), size)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
