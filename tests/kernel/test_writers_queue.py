"""SQLite's fair queue of writers: taken at BEGIN, given back however the transaction ends, and no write is lost."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import Error, connections, transaction

from securit.config import environment
from securit.kernel.db.sqlite.base import DatabaseWrapper

ALIAS = "queue"
THREADS, ACTS = 8, 25


@pytest.fixture
def database(tmp_path: Path, django_db_blocker: Any) -> Iterator[Path]:
    """A database file with one counter, reachable under its alias from every thread."""
    path = tmp_path / "queue.sqlite3"
    connections.settings[ALIAS] = {**connections.settings["default"], **environment.sqlite(str(path))}
    with django_db_blocker.unblock():
        execute("CREATE TABLE counter (id INTEGER PRIMARY KEY, n INTEGER CHECK (n < 1000))")
        execute("INSERT INTO counter VALUES (1, 0)")
        yield path
        connections[ALIAS].close()
    del connections[ALIAS]
    del connections.settings[ALIAS]


def execute(statement: str) -> Any:
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()


def count() -> int:
    found: int = execute("SELECT n FROM counter")[0]
    return found


def add_one() -> None:
    """Read, then write: what is lost when two do it at once."""
    with transaction.atomic(using=ALIAS):
        execute(f"UPDATE counter SET n = {count() + 1}")


def is_free(database: Path) -> bool:
    """Whether another process could begin to write now."""
    with (database.parent / f"{database.name}.lock").open() as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def wrapper() -> DatabaseWrapper:
    found = connections[ALIAS]
    assert isinstance(found, DatabaseWrapper)
    return found


def test_the_queue_is_taken_for_the_length_of_a_transaction(database: Path) -> None:
    with transaction.atomic(using=ALIAS):
        assert is_free(database) is False
    assert is_free(database) is True


def test_an_inner_block_does_not_give_it_back(database: Path) -> None:
    with transaction.atomic(using=ALIAS):
        with transaction.atomic(using=ALIAS):
            add_one()
        assert is_free(database) is False
    assert (is_free(database), count()) == (True, 1)


def test_reading_alone_takes_no_turn(database: Path) -> None:
    add_one()
    assert (count(), wrapper()._held) == (1, None)


def fall(statement: str) -> None:
    with transaction.atomic(using=ALIAS):
        execute(statement)
        raise RuntimeError("the roof falls in")


def fail(statement: str) -> None:
    with transaction.atomic(using=ALIAS):
        execute(statement)


def close_within() -> None:
    with transaction.atomic(using=ALIAS):
        execute("UPDATE counter SET n = 7")
        connections[ALIAS].close()


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(lambda: fall("UPDATE counter SET n = 7"), id="rolled back"),
        pytest.param(lambda: fail("UPDATE counter SET n = 7000"), id="refused by the database"),
        pytest.param(lambda: fail("UPDATE nothing SET n = 7"), id="statement wrong"),
        pytest.param(close_within, id="connection closed"),
    ],
)
def test_the_queue_is_given_back_however_it_ends(database: Path, end: Callable[[], None]) -> None:
    with contextlib.suppress(RuntimeError, Error):
        end()
    assert is_free(database) is True
    add_one()
    assert count() == 1


def test_a_beginning_that_fails_gives_it_back(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_one()
    monkeypatch.setattr(wrapper(), "transaction_mode", "NONSENSE")
    with pytest.raises(Error):
        add_one()
    assert is_free(database) is True


def test_no_update_is_lost_among_threads(database: Path) -> None:
    def work(_: int) -> None:
        try:
            for _ in range(ACTS):
                add_one()
        finally:
            connections[ALIAS].close()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, range(THREADS)))
    assert count() == THREADS * ACTS


def test_a_database_in_memory_has_no_queue(database: Path) -> None:
    connections.settings["memory"] = {**connections.settings[ALIAS], "NAME": ":memory:"}
    found = connections["memory"]
    assert isinstance(found, DatabaseWrapper)
    assert found._lock_path() == ""
    del connections["memory"]
    del connections.settings["memory"]
