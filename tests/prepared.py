"""``python -m tests.prepared DIRECTORY``: what every test run would make for itself, made once for several runs.

The migrated installation on both databases, and the demonstration that the journeys look at. ``make test`` does this
beside what needs one core only; a run with ``SECURIT_TEST_PREPARED=DIRECTORY`` then begins with copies.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from types import FrameType

from tests.installations import Installations

JOURNEYS_STAGE = "evaluation"


def sqlite(directory: Path) -> Path:
    """Where the templates on SQLite are, or are in the making: who needs one then waits for it."""
    return directory / "sqlite"


def postgres(directory: Path) -> Path | None:
    """Where the templates on PostgreSQL are, beside the ``data`` of their halted server; None unless they are ready."""
    found = directory / "postgres"
    return found if (found / "ready").exists() else None


def main(directory: Path) -> None:
    """Make all of it."""
    from tests.postgres import start  # needs what the engines' own environment has not

    Installations(sqlite(directory)).template(JOURNEYS_STAGE)
    place = directory / "postgres"
    data = place / "data"
    data.mkdir(parents=True)
    server = start(directory=data)
    try:
        Installations(place, server.url).template()
    finally:
        server.halt()
    (place / "ready").touch()


def _stop(number: int, frame: FrameType | None) -> None:
    sys.exit(1)  # and not at once, so that no server stays behind


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _stop)
    main(Path(sys.argv[1]).resolve())
