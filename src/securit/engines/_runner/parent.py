"""The parent: starts the child, listens, ends it in time, and makes the best of what there is."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum
from multiprocessing.connection import Connection, Pipe
from typing import IO, Any, Generic, TypeVar

from securit.engines._runner.child import Task
from securit.engines._shared.errors import TooLarge
from securit.engines._shared.outcome import Answer, Decision, Limits, Outcome, Status
from securit.engines._shared.rule import Rule, Stated

P = TypeVar("P", bound=Stated)
D = TypeVar("D", bound=Decision)

GRACE_SECONDS = 3.0
"""How long beyond its own limit a rule may take to end by itself."""

MEMORY_MB = 4096
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""Linear algebra in the child: more would contend on small matrices, and take memory. A caller's own go first."""

LISTEN_SECONDS = 0.1


class Ended(Enum):
    """How the child ended; the value is what the outcome names in ``stopped_by``."""

    ANSWERED = ""
    SECONDS = "seconds"
    MEMORY = "memory"
    CANCELLED = "cancelled"
    CRASH = "crash"


WHY = {
    Ended.SECONDS: "its time was up",
    Ended.MEMORY: "it needed more memory than it may take",
    Ended.CANCELLED: "it was cancelled",
    Ended.CRASH: "it broke down",
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: the seconds since the rule began, what it said last, and the best answer it has shown."""

    seconds: float
    said: str
    best: Answer[Any] | None = None


@dataclass(frozen=True, slots=True)
class Run(Generic[D]):
    """An outcome and how it came about: what differs from machine to machine stands here, not in the outcome.

    ``seconds`` is the rule's own time, ``start_seconds`` what its process took to be ready, ``peak_mb`` the most memory
    it held (0 when it did not live to tell). ``trouble`` is the last it said when it broke down; for a log.
    """

    outcome: Outcome[D]
    seconds: float
    start_seconds: float
    peak_mb: int
    ended: Ended
    trouble: str = ""


@dataclass(slots=True)
class _Heard:
    """What the child has told so far."""

    started_at: float | None = None
    said: str = ""
    best: Answer[Any] | None = None
    closing: tuple[Any, ...] | None = None


@dataclass(frozen=True, slots=True)
class _Orders:
    """When to end the child, and whom to tell."""

    seconds: float | None
    progress: Callable[[Progress], None] | None
    cancelled: Callable[[], bool] | None
    heard: _Heard = field(default_factory=_Heard)


def run_apart(
    rule: Rule[P, D],
    problem: P,
    *,
    fallback: Rule[P, D] | None = None,
    seed: int = 0,
    limits: Limits | None = None,
    memory_mb: int = MEMORY_MB,
    grace_seconds: float = GRACE_SECONDS,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Run[D]:
    """Run the rule in a process of its own and return its outcome.

    The rule keeps its limits itself; ``grace_seconds`` later its process is ended. ``memory_mb`` is the address space
    it may take. ``progress`` is called ten times a second, ``cancelled`` is asked as often. When the process is
    ended or breaks down, the outcome is the best answer it has shown, else that of ``fallback`` (a quick rule, run
    here), with ``stopped_by`` saying why. A refusal of the rule is raised as it is; without any answer the refusal is
    ``TooLarge``.
    """
    given = limits or Limits()
    orders = _Orders(None if given.seconds is None else given.seconds + grace_seconds, progress, cancelled)
    began = time.monotonic()
    ended, trouble = _in_child(Task(rule, problem, seed, given.seconds, given.steps), memory_mb, orders)
    now, heard = time.monotonic(), orders.heard
    started_at = heard.started_at or now
    closing = heard.closing or ("",)
    if closing[0] == "refused":
        raise closing[1](closing[2])
    if closing[0] == "answered":
        return Run(closing[1], closing[2], started_at - began, closing[3], Ended.ANSWERED)
    outcome = _best_of(rule, problem, seed, heard.best, fallback, ended)
    return Run(outcome, now - started_at, started_at - began, 0, ended, trouble)


def _in_child(task: Task, memory_mb: int, orders: _Orders) -> tuple[Ended, str]:
    """Start the child, listen until it has ended, and say how it did."""
    ours, theirs = Pipe()
    with tempfile.TemporaryFile() as errors, ours:
        child = subprocess.Popen(
            [sys.executable, "-m", "securit.engines._runner", str(theirs.fileno()), str(memory_mb)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env={**ONE_THREAD, **os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
        theirs.close()
        try:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                ours.send_bytes(pickle.dumps(task))
            ended = _listen(ours, orders)
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        return _understood(ended, orders.heard.closing, _tail(errors))


def _listen(line: Connection[Any, Any], orders: _Orders) -> Ended:
    """Take what the child sends until its last word, its end, its time or the cancel."""
    heard = orders.heard
    while True:
        since = 0.0 if heard.started_at is None else time.monotonic() - heard.started_at
        if orders.cancelled is not None and orders.cancelled():
            return Ended.CANCELLED
        if orders.seconds is not None and since > orders.seconds:
            return Ended.SECONDS
        if orders.progress is not None:
            orders.progress(Progress(since, heard.said, heard.best))
        try:
            if line.poll(LISTEN_SECONDS):
                _take(line.recv(), heard)
        except (EOFError, OSError, pickle.UnpicklingError):
            return Ended.CRASH
        if heard.closing is not None:
            return Ended.ANSWERED


def _take(message: tuple[Any, ...], heard: _Heard) -> None:
    match message:
        case ("started",):
            heard.started_at = time.monotonic()
        case ("told", sentence):
            heard.said = sentence
        case ("shown", answer):
            heard.best = answer
        case _:
            heard.closing = message


def _understood(ended: Ended, closing: tuple[Any, ...] | None, errors: str) -> tuple[Ended, str]:
    if closing is not None and closing[0] == "memory":
        return Ended.MEMORY, ""
    if closing is not None and closing[0] == "trouble":
        return Ended.CRASH, str(closing[1])
    if ended is Ended.CRASH and ("bad_alloc" in errors or "MemoryError" in errors):
        return Ended.MEMORY, errors
    return ended, errors if ended is Ended.CRASH else ""


def _tail(errors: IO[bytes]) -> str:
    errors.seek(0, os.SEEK_END)
    errors.seek(max(0, errors.tell() - 2000))
    return errors.read().decode("utf-8", "replace").strip()


def _best_of(
    rule: Rule[P, D],
    problem: P,
    seed: int,
    best: Answer[D] | None,
    fallback: Rule[P, D] | None,
    ended: Ended,
) -> Outcome[D]:
    """The best answer shown, else that of the fallback, honestly marked as stopped."""
    if best is not None:
        return _stopped(rule.outcome(problem, seed, best), ended)
    if fallback is not None and fallback is not rule:
        with contextlib.suppress(MemoryError):
            return _stopped(fallback(problem, seed=seed), ended)
    raise TooLarge([f"The rule {rule.name} was ended before it had an answer, since {WHY[ended]}."])


def _stopped(outcome: Outcome[D], ended: Ended) -> Outcome[D]:
    """The outcome, with whatever is not proven called stopped."""
    objectives = tuple(
        o if o.status is Status.OPTIMAL else replace(o, status=Status.STOPPED) for o in outcome.objectives
    )
    status = outcome.status if outcome.status is Status.OPTIMAL else Status.STOPPED
    return replace(outcome, objectives=objectives, status=status, stopped_by=ended.value)
