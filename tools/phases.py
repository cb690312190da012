"""The phases of a start, each with its seconds: shown in the terminal and on the first page."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass
class Phase:
    """One step; ``weight`` is its usual share of a cold start and only moves the bar."""

    name: str
    label: str
    weight: int
    started: float | None = None
    ended: float | None = None

    @property
    def state(self) -> str:
        """``waiting``, ``running`` or ``done``."""
        if self.ended is not None:
            return "done"
        return "waiting" if self.started is None else "running"

    def seconds(self, now: float) -> float:
        """How long it has taken so far, by the monotonic clock."""
        return 0.0 if self.started is None else (now if self.ended is None else self.ended) - self.started


class Phases:
    """The steps in order. One thread moves them on; the first page's threads read them."""

    def __init__(self, progress: Path, *, tick: Callable[[], float] = time.monotonic) -> None:
        self._tick = tick
        self._began = tick()
        self._lock = threading.Lock()
        self._progress = progress
        self.steps = (
            Phase("environment", "Environment", 8),
            Phase("dependencies", "Dependencies", 20),
            Phase("database", "Database", 12),
            Phase("demo", "Demonstration programme", 50),
            Phase("server", "Server", 10),
        )

    @contextmanager
    def running(self, name: str) -> Iterator[None]:
        """Time one phase and print it when it is over; a failure leaves it unfinished."""
        step = next(step for step in self.steps if step.name == name)
        with self._lock:
            step.started = self._tick()
        yield
        with self._lock:
            step.ended = self._tick()
        print(f"  {step.label:<26}{step.seconds(step.ended):6.1f} s   {self._note(step)}".rstrip(), flush=True)

    def elapsed(self) -> float:
        """Seconds since the start of everything."""
        return self._tick() - self._began

    def as_data(self) -> dict[str, Any]:
        """All that the first page shows, as plain data."""
        with self._lock:
            now = self._tick()
            rows = [
                {
                    "name": step.name,
                    "label": step.label,
                    "state": step.state,
                    "seconds": "" if step.state == "waiting" else f"{step.seconds(now):.1f} s",
                    "note": self._note(step),
                }
                for step in self.steps
            ]
            return {"phases": rows, "percent": self._percent(), "elapsed": round(now - self._began, 1)}

    def _percent(self) -> int:
        reached = sum(step.weight * self._share(step) for step in self.steps)
        return int(100 * reached / sum(step.weight for step in self.steps))

    def _share(self, step: Phase) -> float:
        if step.state == "running" and step.name == "demo":
            done, total, _ = read_progress(self._progress)
            return done / total if total else 0.0
        return {"waiting": 0.0, "running": 0.3, "done": 1.0}[step.state]

    def _note(self, step: Phase) -> str:
        if step.name != "demo" or step.state == "waiting":
            return ""
        done, total, what = read_progress(self._progress)
        return f"{done} of {total} {what}".rstrip() if total else ""


def read_progress(path: Path) -> tuple[int, int, str]:
    """``done, total, what`` from the file that the loading writes; zeros while there is none or it is half written."""
    try:
        read = json.loads(path.read_text("utf-8"))
        done, total = int(read["done"]), int(read["total"])
        return min(done, total), total, str(read.get("what", ""))
    except (OSError, ValueError, TypeError, KeyError):
        return 0, 0, ""


def say(text: str) -> None:
    """One line for the person at the terminal, at once."""
    print(text, flush=True)


def complain(text: str) -> None:
    """A sentence about what went wrong, to standard error."""
    print(text, file=sys.stderr, flush=True)
