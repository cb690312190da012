"""The child: ``python -m securit.engines._runner DESCRIPTOR MEGABYTES``. Takes one task, tells how it goes, and ends.

What it sends is a tuple that begins with a word: ``started`` · ``told`` sentence · ``shown`` answer · ``answered``
outcome, seconds, peak in MB · ``refused`` kind, reasons · ``memory`` · ``trouble`` sentence.
"""

from __future__ import annotations

import contextlib
import ctypes
import pickle
import resource
import signal
import time
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from securit.engines._shared.errors import Refused
from securit.engines._shared.outcome import Answer, Limits, Watch
from securit.engines._shared.rule import Rule

PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Task:
    """What the child is to do."""

    rule: Rule[Any, Any]
    problem: Any
    seed: int
    seconds: int | None
    steps: int | None


class Telling(Watch):
    """Passes on what it sees to the parent."""

    def __init__(self, line: Connection[Any, Any]) -> None:
        self._line = line

    def told(self, sentence: str) -> None:
        """Send the sentence."""
        self._line.send(("told", sentence))

    def shown(self, answer: Answer[Any]) -> None:
        """Send the answer."""
        self._line.send(("shown", answer))


def main(arguments: list[str]) -> int:
    """Do the one task that comes over the line; the parent learns how it went from what is sent."""
    line: Connection[Any, Any] = Connection(int(arguments[0]))
    _end_with_parent()
    memory = int(arguments[1]) * 1024**2
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        task: Task = pickle.loads(line.recv_bytes())  # noqa: S301 - written by our own parent
        for solver in task.rule.solver:
            import_module(solver)
        line.send(("started",))
        line.send(_done(task, line))
    except MemoryError:
        line.send(("memory",))
    except Exception as error:  # noqa: BLE001 - whatever a rule breaks on, the parent has an answer to give
        line.send(("trouble", f"{type(error).__name__}: {error}"))
    return 0


def _done(task: Task, line: Connection[Any, Any]) -> tuple[Any, ...]:
    began = time.monotonic()
    limits = Limits(seconds=task.seconds, steps=task.steps, watch=Telling(line))
    try:
        outcome = task.rule(task.problem, seed=task.seed, limits=limits)
    except Refused as refused:
        return ("refused", type(refused), refused.reasons)
    seconds = time.monotonic() - began
    return ("answered", outcome, seconds, _peak_mb())


def _peak_mb() -> int:
    """The most memory held by this process alone: what the kernel's usage report says includes its parent's."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _end_with_parent() -> None:
    """On Linux: be killed when the parent dies, however it dies."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
