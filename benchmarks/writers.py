"""Fifty writers at once through ``kernel.perform``: how long does the unluckiest wait?

``python -m benchmarks.writers [sqlite|postgres …]`` starts two processes of 25 threads on a fresh installation on disk;
each thread edits a record of its own, act after act. Prints acts per second, the median, the 99th percentile and the
worst wait in milliseconds, errors, and whether nothing was lost. Exits with 1 when a promise is broken: no error, no
lost act, p99 at most one second, worst at most two.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests import postgres
from tests.installations import Installation, Installations

PROCESSES, THREADS, ACTS = 2, 25, 40
P99_MOST_MS, WORST_MOST_MS = 1_000.0, 2_000.0


def main(arguments: Sequence[str]) -> int:
    """Measure each named database; 1 when a promise is broken on any."""
    if list(arguments) == ["--writer"]:
        return write()
    sound = True
    for name in arguments or ("sqlite", "postgres"):
        with (
            tempfile.TemporaryDirectory(prefix="securit-bench-") as place,
            server(name) as url,
            Installations(Path(place), url).copy() as installation,
        ):
            sound &= measure(name, installation)
    return 0 if sound else 1


@contextmanager
def server(name: str) -> Iterator[str]:
    """The address of a database server of our own; empty for SQLite."""
    if name == "sqlite":
        yield ""
        return
    started = postgres.start()
    try:
        yield started.url
    finally:
        started.stop()


def measure(name: str, installation: Installation) -> bool:
    """Run the writers, print one line, and say whether the promises held."""
    began = time.perf_counter()
    writers = [
        subprocess.Popen(
            [sys.executable, "-m", "benchmarks.writers", "--writer"],
            env=installation.environment(),
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(PROCESSES)
    ]
    said = [json.loads(writer.communicate()[0]) for writer in writers]
    waits = sorted(wait for one in said for wait in one["waits"])
    errors = [error for one in said for error in one["errors"]]
    seconds = max(one["ended"] for one in said) - min(one["began"] for one in said)
    kept = installation.run("audit", "verify").returncode == 0 and not any(one["lost"] for one in said)
    p50, p99, worst = (waits[min(len(waits) - 1, int(len(waits) * part))] for part in (0.5, 0.99, 1.0))
    print(
        f"{name:<9}{len(waits):>6} acts by {PROCESSES} x {THREADS} writers: {len(waits) / seconds:7.0f} acts/s   "
        f"p50 {p50:6.0f} ms   p99 {p99:6.0f} ms   worst {worst:6.0f} ms   errors {len(errors)}   "
        f"{'nothing lost' if kept else 'LOST'}   ({time.perf_counter() - began:.0f} s)"
    )
    for error in errors[:3]:
        print(f"         {error}")
    return not errors and kept and p99 <= P99_MOST_MS and worst <= WORST_MOST_MS


def write() -> int:
    """One process of writers, in an installation named by the environment; prints its waits as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "securit.config.settings")
    import django

    django.setup()
    start = threading.Barrier(THREADS)
    with ThreadPoolExecutor(THREADS) as pool:
        done = list(pool.map(lambda number: one_writer(start), range(THREADS)))
    print(
        json.dumps(
            {
                "began": min(one["began"] for one in done),
                "ended": max(one["ended"] for one in done),
                "waits": [wait for one in done for wait in one["waits"]],
                "errors": [error for one in done for error in one["errors"]],
                "lost": any(one["lost"] for one in done),
            }
        )
    )
    return 0


def one_writer(start: threading.Barrier) -> dict[str, Any]:
    """One thread: register an organisation, wait for the others, then edit it act after act."""
    from django.db import connection

    from securit.kernel import clock
    from securit.kernel.actor import SYSTEM
    from securit.kernel.perform import Note, perform
    from securit.people.public import Organisation, register_organisation

    def count_up(row: Organisation) -> None:
        row.headcount = (row.headcount or 0) + 1

    at = clock.wall()
    own = register_organisation(legal_name="Writer", kind="sme", country="DE", actor=SYSTEM, at=at)
    start.wait()
    waits: list[float] = []
    errors: list[str] = []
    began = time.time()
    for _ in range(ACTS):
        before = time.perf_counter()
        try:
            perform(own, "edit", actor=SYSTEM, at=at, write=count_up, note=Note(reason="measured"))
        except Exception as error:  # noqa: BLE001 - every kind of error counts, and is named in the result
            errors.append(f"{type(error).__name__}: {error}")
        waits.append((time.perf_counter() - before) * 1_000)
    ended = time.time()
    own.refresh_from_db()
    connection.close()
    lost = own.headcount != ACTS - len(errors)
    return {"began": began, "ended": ended, "waits": waits, "errors": errors, "lost": lost}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
