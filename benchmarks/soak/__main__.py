"""``python -m benchmarks.soak [sqlite|postgres] [--kills N] [--steps N]``; see ``make soak``."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.soak.drill import Soak
from tests import postgres
from tests.installations import Installation, Installations

ROOT = Path(__file__).resolve().parents[2]
MODEL = "tests/stages/applications/test_lifecycle_model.py"


def main(arguments: Sequence[str]) -> int:
    """Kill and look until there were enough kills, then let chance drive the model; 1 when anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak")
    parser.add_argument("database", nargs="?", default="sqlite", choices=("sqlite", "postgres"))
    parser.add_argument("--kills", type=int, default=25)
    parser.add_argument("--steps", type=int, default=0, help="steps of the lifecycle's model after the kills")
    parser.add_argument("--here", action="store_true", help="in the installation that the environment names")
    options = parser.parse_args(arguments)
    wrong = _kills(options.database, options.kills, here=options.here)
    if options.steps:
        wrong += _model(options.database, options.steps)
    return 1 if wrong else 0


def _kills(database: str, kills: int, *, here: bool) -> int:
    if here:
        directory = Path(os.environ["SECURIT_DATA_DIR"])
        installation = Installation(directory, os.environ["SECURIT_DATABASE_URL"])
        return Soak(installation, directory, _say).run(kills)
    place = ROOT / "build" / "soak" / database
    place.mkdir(parents=True, exist_ok=True)
    with _server(database, place) as server:
        # The template of a directory of our own is an installation that nobody else copies.
        installation = Installations(place, server.url if server else "").template()
        return Soak(installation, place, _logged(place.with_suffix(".jsonl")), server).run(kills)


@contextmanager
def _server(database: str, place: Path) -> Iterator[postgres.PostgresServer | None]:
    """The database server of this drill: the one of an interrupted run where its data are still there."""
    if database == "sqlite":
        yield None
        return
    known = place / "server"
    directory = Path(known.read_text()) if known.is_file() else None
    if directory is None or not directory.is_dir():
        for old in place.glob("*.json*"):
            old.unlink()
        for old in place.glob("template*"):
            subprocess.run(["rm", "-rf", str(old)], check=True)
        directory = None
    server = postgres.start(durable=True, directory=directory)
    known.write_text(str(server.directory))
    try:
        yield server
    finally:
        server.halt()


def _logged(path: Path) -> Any:
    def say(record: dict[str, Any]) -> None:
        with path.open("a", encoding="utf-8") as log:
            log.write(json.dumps(record) + "\n")
        _say(record)

    return say


def _say(record: dict[str, Any]) -> None:
    print(json.dumps(record), flush=True)


def _model(database: str, steps: int) -> int:
    """The lifecycle's model with steps that were never taken before."""
    environment = {**os.environ, "SECURIT_TEST_DATABASE": database, "SOAK_STEPS": str(steps)}
    for name in ("SECURIT_DATA_DIR", "SECURIT_DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", MODEL]
    return int(subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode != 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
