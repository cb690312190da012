"""Keep the processes of one machine alive: the web server with its two processes, and one worker.

No Django here: the supervisor is small, starts at once and has nothing that could fail with the application.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

WEB_PROCESSES = 2
THREADS_PER_WEB_PROCESS = 4
STOP_SECONDS = 4.0
TICK_SECONDS = 0.2
SETTLED_SECONDS = 10.0
LONGEST_PAUSE_SECONDS = 30.0
HOPELESS_STARTS = 3


@dataclass
class Child:
    """One process that is started again whenever it ends."""

    name: str
    command: tuple[str, ...]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0
    quick_ends: int = 0
    settled_once: bool = False

    def pause(self) -> float:
        """How long to wait before the next start: longer after each end that came soon after a start."""
        return min(LONGEST_PAUSE_SECONDS, 0.5 * 2.0 ** max(0, self.quick_ends - 1))

    @property
    def hopeless(self) -> bool:
        """It has never run for long and has failed as often as we are willing to try."""
        return not self.settled_once and self.quick_ends >= HOPELESS_STARTS


@dataclass
class Supervisor:
    """Starts the children, restarts those that end, and stops them all when asked."""

    children: tuple[Child, ...]
    parent: int | None = None
    say: Callable[[str], None] = field(default_factory=lambda: _say)
    stopping: bool = False

    def run(self) -> int:
        """Block until a signal or a hopeless child; 0 after a stop that was asked for, 1 otherwise."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            while not self.stopping:
                hopeless = self.look(time.monotonic())
                if hopeless is not None:
                    self.say(
                        f"securit: {hopeless.name} ended {HOPELESS_STARTS} times right after its start; giving up."
                    )
                    return 1
                if self.parent is not None and os.getppid() != self.parent:
                    return 0
                time.sleep(TICK_SECONDS)
            return 0
        finally:
            self.stop()

    def look(self, now: float) -> Child | None:
        """Start what is due and note what has ended; the first hopeless child, if there is one."""
        for child in self.children:
            self._look_after(child, now)
        return next((child for child in self.children if child.hopeless), None)

    def stop(self) -> None:
        """Ask all children to end, and end those that have not within ``STOP_SECONDS``."""
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            process.terminate()
        until = time.monotonic() + STOP_SECONDS
        for process in running:
            try:
                process.wait(timeout=max(0.05, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _look_after(self, child: Child, now: float) -> None:
        if child.process is None:
            if now >= child.due:
                child.process = subprocess.Popen(child.command, stdin=subprocess.DEVNULL)
                child.started = now
            return
        settled = now - child.started >= SETTLED_SECONDS
        child.settled_once = child.settled_once or settled
        if child.process.poll() is None:
            return
        child.quick_ends = 0 if settled else child.quick_ends + 1
        child.due = now + child.pause()
        self.say(f"securit: {child.name} ended with {child.process.returncode}; next start in {child.pause():.1f} s.")
        child.process = None

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True


def children(host: str, port: int) -> tuple[Child, ...]:
    """The web server and the worker, as they run on one machine."""
    web = (
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "securit.config.wsgi:application"),
        *("--host", host, "--port", str(port), "--workers", str(WEB_PROCESSES), "--no-ws"),
        *("--blocking-threads", str(THREADS_PER_WEB_PROCESS), "--log-level", "warning", "--respawn-failed-workers"),
    )
    return Child("web server", web), Child("worker", (sys.executable, "-m", "securit", "worker"))


def supervise(arguments: Sequence[str] = ()) -> int:
    """``securit supervise [--stop-with-parent]``: listen on HOST (127.0.0.1) and PORT (8000) until stopped.

    Returns the exit code: 0 after a stop that was asked for, 1 when a process could not be kept running, 2 for a
    wrong argument or PORT. ``--stop-with-parent`` also stops when the process that started this one is gone.
    """
    port = os.environ.get("PORT") or "8000"
    if list(arguments) not in ([], ["--stop-with-parent"]):
        return _refuse("securit supervise takes one argument, --stop-with-parent; address and port are HOST and PORT.")
    if not port.isascii() or not port.isdigit() or not 1 <= int(port) <= 65535:
        return _refuse(f"PORT is a number from 1 to 65535; {port!r} is not.")
    parent = os.getppid() if arguments else None
    return Supervisor(children(os.environ.get("HOST") or "127.0.0.1", int(port)), parent=parent).run()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201


def _refuse(text: str) -> int:
    _say(text)
    return 2


if __name__ == "__main__":
    sys.exit(supervise(sys.argv[1:]))
