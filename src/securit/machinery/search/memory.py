"""Vectors once worked out, kept on disk: one SQLite file, found by the digest of the text and the name of the model.

It holds nothing that cannot be worked out again. It may be deleted at any time, also while it is in use; several
processes may use it at once. A file that is damaged is begun anew, a row that is damaged is worked out again: each row
carries a sum over its key and its vector. Texts themselves are not kept.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

log = logging.getLogger("securit.search")

FILE = "vectors-1.sqlite3"
MOST_ROWS = 100_000
#: Worked out and kept at a time, so that a run that is interrupted loses little.
AT_A_TIME = 64
#: SQLite's limit for the values of one statement is 32,766 at the least.
ASKED_AT_A_TIME = 500
WAIT_SECONDS = 10


class Embeds(Protocol):
    """What turns texts into vectors, as :class:`~securit.machinery.search.encoder.Embedder` does."""

    name: str

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """One row for each text."""


def remember(
    texts: Sequence[str], embeds: Embeds, folder: Path, *, most_rows: int = MOST_ROWS
) -> npt.NDArray[np.float32]:
    """The vectors of these texts (n × width), read from ``folder`` where they are there, worked out and kept where not.

    The file holds at most ``most_rows`` vectors (1.6 kB each; the oldest go). Where it cannot be used, the vectors are
    worked out all the same and the log says so.
    """
    import numpy as np

    keys = [_key(embeds.name, text) for text in texts]
    wanted = dict(zip(keys, texts, strict=True))
    found = _read(folder, list(wanted))
    missing = [key for key in wanted if key not in found]
    for start in range(0, len(missing), AT_A_TIME):
        part = missing[start : start + AT_A_TIME]
        new = dict(zip(part, embeds.embed([wanted[key] for key in part]), strict=True))
        _write(folder, {key: vector.tobytes() for key, vector in new.items()}, most_rows)
        found |= {key: vector.tobytes() for key, vector in new.items()}
    if not keys:
        return embeds.embed([])
    return np.stack([np.frombuffer(found[key], np.float32) for key in keys])


def _key(name: str, text: str) -> bytes:
    return hashlib.sha256(f"{name}\0{text}".encode(errors="surrogatepass")).digest()


def _read(folder: Path, keys: Sequence[bytes]) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    with _healing(folder), closing(_opened(folder)) as file:
        for start in range(0, len(keys), ASKED_AT_A_TIME):
            part = keys[start : start + ASKED_AT_A_TIME]
            marks = ",".join("?" * len(part))
            rows = file.execute(f"SELECT key, vector, sum FROM vectors WHERE key IN ({marks})", part)  # noqa: S608
            found |= {key: vector for key, vector, sum_ in rows if _is_whole(key, vector, sum_)}
    return found


def _is_whole(key: object, vector: object, sum_: object) -> bool:
    return isinstance(key, bytes) and isinstance(vector, bytes) and zlib.crc32(key + vector) == sum_


def _write(folder: Path, vectors: Mapping[bytes, bytes], most_rows: int) -> None:
    rows = [(key, vector, zlib.crc32(key + vector)) for key, vector in vectors.items()]
    with _healing(folder), closing(_opened(folder)) as file, file:
        file.executemany("INSERT OR REPLACE INTO vectors (key, vector, sum) VALUES (?, ?, ?)", rows)
        beyond = "SELECT number FROM vectors ORDER BY number DESC LIMIT -1 OFFSET ?"
        file.execute(f"DELETE FROM vectors WHERE number IN ({beyond})", (most_rows,))  # noqa: S608


def _opened(folder: Path) -> sqlite3.Connection:
    folder.mkdir(parents=True, exist_ok=True)
    file = sqlite3.connect(folder / FILE, timeout=WAIT_SECONDS)
    try:
        file.execute("PRAGMA journal_mode=MEMORY")
        file.execute("PRAGMA synchronous=OFF")
        file.execute(
            "CREATE TABLE IF NOT EXISTS vectors"
            " (number INTEGER PRIMARY KEY AUTOINCREMENT, key BLOB UNIQUE, vector BLOB, sum INTEGER)"
        )
    except BaseException:
        file.close()
        raise
    return file


@contextmanager
def _healing(folder: Path) -> Iterator[None]:
    """Goes on without the file where it fails, and removes it where it is damaged, so that the next use begins anew."""
    try:
        yield
    except (sqlite3.OperationalError, OSError) as problem:
        log.warning("Vectors are worked out without being kept: %s in %s.", problem, folder)
    except sqlite3.DatabaseError as problem:
        log.warning("The kept vectors in %s were damaged (%s) and are begun anew.", folder, problem)
        (folder / FILE).unlink(missing_ok=True)
