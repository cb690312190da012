"""Which processes are ended with -9, and how long it takes until there is an answer again."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from dataclasses import dataclass

import psutil

from tests.postgres import PostgresServer

PATIENCE_SECONDS = 60.0


class StaysAway(Exception):
    """What was killed did not come back."""


@dataclass
class Victims:
    """The processes of an installation, below its supervisor, and of its database server where there is one."""

    home: str
    supervisor: psutil.Process
    database: PostgresServer | None = None

    def kinds(self) -> list[str]:
        """What can be killed here."""
        return ["web server", "one web process", "worker", *(["database"] if self.database else [])]

    def kill(self, kind: str) -> float:
        """End it and wait until the platform answers again; the seconds in between. Raises :class:`StaysAway`."""
        began = time.monotonic()
        if kind == "database":
            assert self.database is not None
            self.database.kill()
            self.database.start_again()
        elif kind == "worker":
            gone = self._child("worker")
            gone.kill()
            self._wait_for(lambda: self._child("worker").pid != gone.pid)
        else:
            web = self._child("granian")
            _kill([*web.children(recursive=True), web] if kind == "web server" else web.children()[:1])
        self._wait_for(self._answers)
        return time.monotonic() - began

    def _child(self, word: str) -> psutil.Process:
        for process in self.supervisor.children():
            if word in process.cmdline():
                return process
        return self.supervisor  # none at this moment

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.home}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def _wait_for(self, what: object) -> None:
        assert callable(what)
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            try:
                if what():
                    return
            except psutil.Error:
                pass
            time.sleep(0.02)
        raise StaysAway(f"There was no answer for {PATIENCE_SECONDS:.0f} seconds.")


def _kill(processes: list[psutil.Process]) -> None:
    for process in processes:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
