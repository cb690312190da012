"""What a web process must not load to start: a solver or a language model costs seconds and few pages ask for one."""

from __future__ import annotations

import json
import os
import subprocess
import sys

SOLVERS = ("ortools", "pysat", "scipy", "pandas")
LANGUAGE_MODEL = ("securit.machinery.search.network", "securit.machinery.meaning.filling", "threadpoolctl")
LOADED = "import json, sys, securit.config.wsgi; print(json.dumps([name for name in {!r} if name in sys.modules]))"


def test_a_web_process_starts_without_any_solver_or_language_model() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(SOLVERS + LANGUAGE_MODEL)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(done.stdout) == []
