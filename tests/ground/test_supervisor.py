"""The supervisor restarts what ends, gives up what never runs, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from securit.config.supervisor import Child, Supervisor, children, supervise


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def ended(child: Child) -> None:
    assert child.process is not None
    child.process.wait(timeout=10)


def test_a_child_that_ends_is_started_again_after_a_pause_that_grows() -> None:
    said: list[str] = []
    child = Child("worker", python("raise SystemExit(3)"))
    supervisor = Supervisor((child,), say=said.append)
    supervisor.look(0.0)
    ended(child)
    assert supervisor.look(1.0) is None
    assert (child.process, child.due) == (None, 1.5)
    supervisor.look(1.4)
    assert child.process is None
    supervisor.look(1.5)
    ended(child)
    supervisor.look(2.0)
    assert child.due == 3.0
    assert said == [
        "securit: worker ended with 3; next start in 0.5 s.",
        "securit: worker ended with 3; next start in 1.0 s.",
    ]


def test_a_child_that_never_runs_is_given_up_after_three_starts() -> None:
    child = Child("web server", python("raise SystemExit(1)"))
    supervisor = Supervisor((child,), say=lambda text: None)
    found: list[Child | None] = []
    for start in (0.0, 100.0, 200.0):
        supervisor.look(start)
        ended(child)
        found.append(supervisor.look(start + 1))
    assert found == [None, None, child]


def test_a_child_that_has_run_well_is_never_given_up() -> None:
    child = Child("worker", python("pass"))
    supervisor = Supervisor((child,), say=lambda text: None)
    supervisor.look(0.0)
    ended(child)
    supervisor.look(60.0)
    for start in (100.0, 200.0, 300.0, 400.0):
        supervisor.look(start)
        ended(child)
        assert supervisor.look(start + 1) is None


def test_the_pause_never_passes_half_a_minute() -> None:
    assert Child("worker", (), quick_ends=40).pause() == 30.0


def test_a_child_that_does_not_listen_is_made_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("securit.config.supervisor.STOP_SECONDS", 0.2)
    deaf = "import signal, sys; signal.signal(15, signal.SIG_IGN); print(flush=True); sys.stdin.read(); signal.pause()"
    child = Child("worker", python(deaf))
    child.process = subprocess.Popen(child.command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    assert child.process.stdout is not None
    with child.process.stdout as heard:
        heard.readline()
        Supervisor((child,)).stop()
    assert child.process.returncode == -signal.SIGKILL


SCRIPT = """
import sys
from securit.config.supervisor import Child, Supervisor
code = "import sys, time; open(sys.argv[1], 'w').write('up'); time.sleep(60)"
sys.exit(Supervisor((Child("worker", (sys.executable, "-c", code, sys.argv[1])),)).run())
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_it_and_its_children_with_success(tmp_path: Path, number: signal.Signals) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    supervisor = subprocess.Popen([sys.executable, "-c", SCRIPT, str(pipe)], start_new_session=True)
    assert pipe.read_text() == "up"
    supervisor.send_signal(number)
    assert supervisor.wait(timeout=5) == 0
    with pytest.raises(ProcessLookupError):
        os.killpg(supervisor.pid, 0)


def test_it_runs_a_web_server_with_two_processes_and_one_worker() -> None:
    web, worker = children("127.0.0.1", 8000)
    assert (web.name, worker.name) == ("web server", "worker")
    assert worker.command == (sys.executable, "-m", "securit", "worker")
    assert web.command[web.command.index("--workers") + 1] == "2"


def test_a_wrong_port_ends_with_2_and_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", "eighty")
    assert (supervise(), capsys.readouterr().err) == (2, "PORT is a number from 1 to 65535; 'eighty' is not.\n")


def test_an_argument_it_does_not_know_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert supervise(["--fast"]) == 2
    assert capsys.readouterr().err.startswith("securit supervise takes one argument, --stop-with-parent")
