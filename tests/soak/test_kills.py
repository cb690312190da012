"""Each kind of process is killed once while clients write; ``make soak`` does it hundreds of times, and more."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.installations import COMMAND_SECONDS, ROOT, Installation

pytestmark = pytest.mark.slow

KILLS = 3


def test_nothing_acknowledged_is_lost_when_processes_are_killed(installation: Installation) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.soak", "--here", "--kills", str(KILLS)],
        env=installation.environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=COMMAND_SECONDS,
    )
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(one["killed"], one["faults"]) for one in said] == [
        ("web server", []),
        ("one web process", []),
        ("worker", []),
    ], done.stderr[-3000:]
    assert done.returncode == 0
    assert said[-1]["acknowledged"] >= KILLS
