"""Real installations for tests with several processes or threads: a data directory and a migrated database on disk.

One template is made per run and kind, by the worker that needs it first, then copied: SQLite by its file, PostgreSQL by
CREATE DATABASE … TEMPLATE.
The append-only audit tables refuse DELETE, so whoever commits for good works on a copy and throws it away.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
DATABASE_FILE = "securit.sqlite3"
COMMAND_SECONDS = 300
SERVER_SECONDS = 60
STOP_SECONDS = 8


@dataclass(frozen=True)
class Installation:
    """One installation of the platform: where its data are, and the environment its processes need."""

    data_dir: Path
    database_url: str
    demo: bool = False

    def environment(self, **more: str) -> dict[str, str]:
        """The variables to start a process of this installation with; it runs the real settings."""
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(("SECURIT_", "DJANGO_"))}
        return {
            **inherited,
            "SECURIT_DATA_DIR": str(self.data_dir),
            "SECURIT_DATABASE_URL": self.database_url,
            "SECURIT_DEMO": "1" if self.demo else "0",
            "SECURIT_MEANING": "0",
            **more,
        }

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run ``securit …`` to its end, whatever its exit code; output as text."""
        return subprocess.run(
            [sys.executable, "-m", "securit", *arguments],
            env=self.environment(**more),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=COMMAND_SECONDS,
        )

    def start(self, *arguments: str, **more: str) -> subprocess.Popen[str]:
        """Start ``securit …`` in a process group of its own; the caller ends it."""
        log = (self.data_dir / f"{arguments[0]}.log").open("ab")
        with log:
            return subprocess.Popen(
                [sys.executable, "-m", "securit", *arguments],
                env=self.environment(**more),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                text=True,
                start_new_session=True,
            )


@dataclass(frozen=True)
class Served:
    """An installation with its web server and worker running."""

    installation: Installation
    url: str


@dataclass
class Installations:
    """Makes copies on demand in its own directory, of templates that may be ``shared`` with other workers."""

    directory: Path
    server_url: str = ""
    shared: Path | None = None
    _copies: int = 0

    def template(self, stage: str = "") -> Installation:
        """A migrated installation; with ``stage``, one with the demonstration at that moment. Not to be written to."""
        above = self.shared or self.directory
        above.mkdir(parents=True, exist_ok=True)
        made = self._at(above / f"template{stage}", demo=bool(stage))
        with _locked(above / f"template{stage}.lock"):
            if not (made.data_dir / "made").exists():
                self._make(made, stage)
        return made

    def _make(self, made: Installation, stage: str) -> None:
        shutil.rmtree(made.data_dir, ignore_errors=True)  # what a failure left
        if self.server_url:
            self._execute(f'DROP DATABASE IF EXISTS "{_database(made.data_dir)}"')
        if stage:
            self._duplicate(self.template(), made)
            _require_success(made.run("demo", "load", "--stage", stage))
        else:
            made.data_dir.mkdir()
            if self.server_url:
                self._execute(f'CREATE DATABASE "{_database(made.data_dir)}"')
            _require_success(made.run("migrate"))
        (made.data_dir / "made").touch()

    def _duplicate(self, template: Installation, made: Installation) -> None:
        shutil.copytree(template.data_dir, made.data_dir, ignore=shutil.ignore_patterns("made"))
        if self.server_url:
            self._execute(f'CREATE DATABASE "{_database(made.data_dir)}" TEMPLATE "{_database(template.data_dir)}"')

    @contextmanager
    def copy(self, stage: str = "", *, demo: bool = False) -> Iterator[Installation]:
        """A copy of the template that one test may do anything to."""
        template = self.template(stage)
        self._copies += 1
        made = self._at(self.directory / f"copy{self._copies}", demo=demo or template.demo)
        self._duplicate(template, made)
        try:
            yield made
        finally:
            if self.server_url:
                self._execute(f'DROP DATABASE "{_database(made.data_dir)}" WITH (FORCE)')
            shutil.rmtree(made.data_dir, ignore_errors=True)

    @contextmanager
    def for_this_process(self, connection: Any) -> Iterator[None]:
        """What Django's test runner would migrate anew for each worker: a copy of the template, in memory on SQLite."""
        if self.server_url:
            with self.copy() as made:
                _join(connection, urlsplit(made.database_url).path.lstrip("/"))
                yield
                connection.close()
            return
        file = self.template().data_dir / DATABASE_FILE
        _join(connection, connection.creation._get_test_db_name())
        connection.ensure_connection()
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as source:
            source.backup(connection.connection)
        yield
        connection.creation._destroy_test_db(connection.settings_dict["NAME"], 0)

    def _at(self, data_dir: Path, *, demo: bool) -> Installation:
        if not self.server_url:
            return Installation(data_dir, f"sqlite://{data_dir / DATABASE_FILE}", demo)
        parts = urlsplit(self.server_url)
        return Installation(data_dir, urlunsplit(parts._replace(path=f"/{_database(data_dir)}")), demo)

    def _execute(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.server_url, autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def serving(installation: Installation) -> Iterator[Served]:
    """Run the supervisor of this installation on a free port until the block ends."""
    port = free_port()
    url = f"http://localhost:{port}"
    process = installation.start("supervise", HOST="127.0.0.1", PORT=str(port), SECURIT_BASE_URL=url)
    try:
        _wait_until_served(url, process, installation)
        yield Served(installation, url)
    finally:
        end(process)


def end(process: subprocess.Popen[str]) -> int:
    """Ask a process to stop, end what is left of its group after eight seconds at the latest; its exit code."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=STOP_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)  # what was too slow, or had lost its parent
    return process.wait()


def free_port() -> int:
    """A port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """One process at a time, whoever made the file."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _join(connection: Any, name: str) -> None:
    """From now on the connection, and those of other threads, are to the database of this name."""
    from django.conf import settings

    connection.close()
    settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = name


def _database(data_dir: Path) -> str:
    return f"securit_{data_dir.parent.name.replace('-', '_')}_{data_dir.name}"


def _wait_until_served(url: str, process: subprocess.Popen[str], installation: Installation) -> None:
    until = time.monotonic() + SERVER_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5):
                return
        except urllib.error.HTTPError as answer:
            answer.close()
            return
        except OSError:
            time.sleep(0.1)
    log = (installation.data_dir / "supervise.log").read_text(errors="replace")[-3000:]
    raise RuntimeError(f"The server did not start at {url}:\n{log}")


def _require_success(result: subprocess.CompletedProcess[str]) -> None:
    if result.returncode != 0:
        raise RuntimeError(f"{' '.join(result.args)} ended with {result.returncode}:\n{result.stdout}{result.stderr}")
