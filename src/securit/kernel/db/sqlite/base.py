"""Django's SQLite backend with a fair queue for writers.

SQLite's own busy handler starves waiters: with fifty writers the unluckiest waits for many seconds. Here a writer
first takes a thread lock and a file lock, then begins (IMMEDIATE), and frees both after COMMIT or ROLLBACK; waiting
is shared out instead. Autocommit statements do not take it (the busy timeout covers them), network file systems
are not supported, and a process must not fork while a transaction is open.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections import defaultdict
from typing import Any

from django.db.backends.sqlite3 import base

_thread_locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


class DatabaseWrapper(base.DatabaseWrapper):
    """The wrapper Django asks for by the name of this module."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held: tuple[threading.Lock, int] | None = None

    def _lock_path(self) -> str:
        name = str(self.settings_dict["NAME"])
        in_memory = not name or ":memory:" in name or "mode=memory" in name
        return "" if in_memory else f"{name}.lock"

    def _take_turn(self) -> None:
        path = self._lock_path()
        if not path or self._held is not None:
            return
        lock = _thread_locks[path]
        lock.acquire()
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(handle, fcntl.LOCK_EX)
        except BaseException:
            lock.release()
            raise
        self._held = (lock, handle)

    def _give_turn(self) -> None:
        if self._held is None:
            return
        lock, handle = self._held
        self._held = None
        os.close(handle)
        lock.release()

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give_turn()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            if self.connection is None or not self.connection.in_transaction:
                self._give_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._give_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._give_turn()
