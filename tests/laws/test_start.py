"""What a web process must not load to start: a solver costs seconds and is asked for by few pages."""

from __future__ import annotations

import json
import os
import subprocess
import sys

SOLVERS = ("ortools", "pysat", "scipy", "pandas")
LOADED = "import json, sys, securit.config.wsgi; print(json.dumps([name for name in {!r} if name in sys.modules]))"


def test_a_web_process_starts_without_any_solver() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(SOLVERS)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(done.stdout) == []
