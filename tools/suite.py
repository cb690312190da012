"""``make test``: everything that must hold, in order; says at the end what ran where.

Standard library only at its start. A failing step does not stop the others, and any failure makes the exit code 1.
With CI=true nothing may be missing: no PostgreSQL or no Chromium is then a failure as well.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

from environment import (
    ENGINES_PYTHON,
    PYTHON,
    ROOT,
    VENV,
    Unready,
    apt_install,
    ensure_engines,
    ensure_requirements,
    ensure_venv,
    require_python,
    stop_group,
)
from phases import complain, say

MOST_WORKERS = 4  # one file stays with one worker, so that what a module builds is built once
BROWSERS = ("chromium", "chromium-browser")
COUNTS = re.compile(r"\d+ (?:passed|failed|errors?|skipped|xfailed|xpassed)")
CLOSING = re.compile(r"^=* ?(?P<text>(?:\d+ \w+,? ?)+ in [\d.]+s.*?) ?=*$")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Stopped(BaseException):
    """The person, or the system, asked us to stop."""


@dataclass(frozen=True)
class Step:
    """One command; ``counted`` when it is pytest, whose closing line is repeated at the end."""

    name: str
    command: tuple[str, ...]
    variables: dict[str, str] = field(default_factory=dict)
    counted: bool = False
    waits: bool = False
    """It begins when all is prepared; the others find what they need, or wait for it themselves."""


@dataclass(frozen=True)
class Result:
    """How a step ended; ``closing`` is pytest's last line."""

    step: Step
    code: int
    seconds: float
    closing: str = ""

    @property
    def counts(self) -> str:
        """``812 passed, 2 skipped``, or that nothing ran."""
        return ", ".join(COUNTS.findall(self.closing)) or "nothing ran"


def main() -> int:
    """Run all steps; 0 when every one passed, 1 when one failed, 2 when the environment could not be made."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        require_python()
        ensure_venv()
        ensure_requirements("dev")
        ensure_engines()
        missing = browser_missing()
        with preparing() as (directory, prepared):
            results = [run(step, {}) for step in checks()]
            for step in tests(journeys=not missing):
                if step.waits:
                    prepared.wait()
                results.append(run(step, {"SECURIT_TEST_PREPARED": directory}))
    except Unready as problem:
        complain(f"\n{problem}")
        return 2
    except Stopped:
        complain("\nStopped.")
        return 130
    return close(results, missing)


def checks() -> tuple[Step, ...]:
    """What needs no test run."""
    python = str(PYTHON)
    return (
        Step("lint", (python, "-m", "ruff", "check")),
        Step("format", (python, "-m", "ruff", "format", "--check")),
        Step("types", (python, "-m", "mypy")),
        Step("import contracts", (str(VENV / "bin" / "lint-imports"), "--no-logo")),
        Step("migrations", (python, "-m", "securit", "manage", "makemigrations", "--check", "--dry-run")),
        Step("vendored files", (python, "tools/vendor.py", "--check")),
    )


def tests(*, journeys: bool) -> tuple[Step, ...]:
    """The engines where there is no Django; the rest on SQLite, what touches the database again on PostgreSQL;
    and the journeys."""
    colour, workers = "yes" if sys.stdout.isatty() else "no", str(min(MOST_WORKERS, os.cpu_count() or 1))
    spread = ("-n", workers, "--dist", "loadfile", "--no-loadscope-reorder")  # in our order: what is slow comes first
    words = ("-m", "pytest", "-q", "--color", colour, *spread)
    engines = (str(ENGINES_PYTHON), *words, "-p", "no:cacheprovider", "tests/engines")
    pytest = (str(PYTHON), *words, "--ignore", "tests/engines")
    sqlite, postgres = {"SECURIT_TEST_DATABASE": "sqlite"}, {"SECURIT_TEST_DATABASE": "postgres"}
    steps = (
        Step("engines alone", engines, {"PYTHONPATH": "src"}, counted=True),
        Step("SQLite", (*pytest, "-m", "not journey"), sqlite, counted=True),
        Step("PostgreSQL", (*pytest, "-m", "database and not journey"), postgres, counted=True, waits=True),
    )
    if not journeys:
        return steps
    return (*steps, Step("journeys", (*pytest, "tests/journeys"), sqlite, counted=True))


@contextmanager
def preparing() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Make what several steps begin with, beside the checks, which need one core only; and clear it away.

    Where it fails, each run of the tests makes its own, and says why it cannot.
    """
    directory = tempfile.mkdtemp(prefix="securit-ready-", dir="/tmp")  # short: a socket's path is
    words = [str(PYTHON), "-m", "tests.prepared", directory]
    process = subprocess.Popen(
        words,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield directory, process
    finally:
        stop_group(process, patience=10)
        shutil.rmtree(directory, ignore_errors=True)


def run(step: Step, more: dict[str, str]) -> Result:
    """Run one step with its output on the terminal and ``more`` variables; remember pytest's closing line."""
    say(f"\n── {step.name} " + "─" * max(3, 96 - len(step.name)))
    began = time.monotonic()
    process = subprocess.Popen(
        step.command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **more, **step.variables},
        cwd=ROOT,
        start_new_session=True,
    )
    closing = ""
    try:
        assert process.stdout is not None
        for line in process.stdout:
            text = line.decode("utf-8", errors="replace")
            sys.stdout.write(text)
            sys.stdout.flush()
            found = CLOSING.match(COLOUR.sub("", text).strip())
            closing = found["text"] if found else closing
        code = process.wait()
    finally:
        stop_group(process, patience=10)
    return Result(step, code, time.monotonic() - began, closing)


def browser_missing() -> str:
    """Why the journeys cannot run, or nothing; installs Chromium where that is allowed."""
    if os.environ.get("CHROMIUM") or any(shutil.which(name) for name in BROWSERS):
        return ""
    try:
        apt_install("chromium", because="The browser journeys need Chromium")
    except Unready as problem:
        return str(problem)
    return ""


def close(results: list[Result], missing: str) -> int:
    """Print what ran where, with pytest's own closing lines last; the exit code."""
    failed = [result.step.name for result in results if result.code != 0]
    say("\n" + "═" * 100)
    for result in results:
        say(f"{'ok    ' if result.code == 0 else 'FAILED'}  {result.step.name:<18}{result.seconds:8.1f} s")
    if missing:
        say(f"\nThe journeys were not run. {missing}")
        failed += ["journeys"] if os.environ.get("CI") == "true" else []
    counted = [result for result in results if result.step.counted]
    say("\nFAILED: " + ", ".join(failed) if failed else "\nEverything passed.")
    say(" · ".join(f"{result.step.name}: {result.counts}" for result in counted))
    if counted:
        say(f"{'=' * 10} {counted[-1].closing or 'no tests ran'} ({counted[-1].step.name}) {'=' * 10}")
    return 1 if failed else 0


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


if __name__ == "__main__":
    sys.exit(main())
