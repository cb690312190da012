"""``make run``: from a fresh clone to the demonstration programme in the browser, with one command.

Standard library only. Reads PORT, HOST, STAGE and DATA_DIR from the environment; ends with everything it started on
Ctrl-C, on a termination signal, and when the terminal closes.
"""

from __future__ import annotations

import hashlib
import http.client
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from environment import PYTHON, ROOT, Unready, ensure_requirements, ensure_venv, require_python, stop_group
from first_page import MARK, FirstPage, PortTaken, reachable
from phases import Phases, complain, say

STAGES = ("kickoff", "open", "evaluation", "decided")
SERVER_SECONDS = 60
STOP_SECONDS = 8


class WrongSetting(Exception):
    """A variable that ``make run`` cannot work with; the text says which values it takes."""


class Stopped(BaseException):
    """The person, or the system, asked us to stop."""


@dataclass(frozen=True)
class Settings:
    """What the person may choose."""

    host: str
    port: int
    stage: str
    data_dir: Path

    @property
    def url(self) -> str:
        """The address to open; ``localhost``, since passkeys do not work on a bare number."""
        host = "localhost" if self.host in ("127.0.0.1", "0.0.0.0", "::1", "::") else self.host
        return f"http://{host}:{self.port}"

    def environment(self) -> dict[str, str]:
        """The environment of every process of the platform."""
        return {
            **os.environ,
            "SECURIT_DEMO": "1",
            "SECURIT_DATA_DIR": str(self.data_dir),
            "SECURIT_BASE_URL": os.environ.get("SECURIT_BASE_URL", self.url),
            "HOST": self.host,
            "PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
        }


def read_settings(variables: dict[str, str]) -> Settings:
    """Read and check the variables; each wrong one gets its sentence."""
    port = variables.get("PORT") or "8000"
    if not port.isascii() or not port.isdigit() or not 1 <= int(port) <= 65535:
        raise WrongSetting(f"PORT is a number from 1 to 65535, for example PORT=8000; {port!r} is not.")
    stage = variables.get("STAGE") or "evaluation"
    if stage not in STAGES:
        raise WrongSetting(f"STAGE is one of {', '.join(STAGES)}; {stage!r} is not.")
    data_dir = Path(variables.get("DATA_DIR") or "var").expanduser()
    data_dir = data_dir if data_dir.is_absolute() else ROOT / data_dir
    own = data_dir / stage
    try:
        own.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WrongSetting(f"DATA_DIR {data_dir} cannot be used: {error.strerror}.") from error
    return Settings(variables.get("HOST") or "127.0.0.1", int(port), stage, own)


def main() -> int:
    """Run until stopped; 0 after a stop that was asked for, 2 when this machine or a setting is not right."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        require_python()
        return launch(read_settings(dict(os.environ)))
    except (WrongSetting, PortTaken, Unready) as problem:
        complain(f"\n{problem}")
        return 2
    except Stopped:
        say("\nStopped.")
        return 0


def launch(settings: Settings) -> int:
    """Go through the phases under the first page, then stay with the server until it or the person ends it."""
    progress = settings.data_dir / "progress.json"
    progress.unlink(missing_ok=True)
    phases = Phases(progress)
    page = FirstPage(settings.host, settings.port, phases, settings.stage)
    try:
        say(f"SecurIT at the moment “{settings.stage}”. The first page is at {settings.url} already.\n")
        with phases.running("environment"):
            ensure_venv()
        with phases.running("dependencies"):
            ensure_requirements("base")
        prepare(settings, phases, progress)
        with phases.running("server"):
            server = start(settings)
            try:
                wait_until_served(settings, server)
            except BaseException:
                stop_group(server, patience=STOP_SECONDS)
                raise
    finally:
        page.close()
    return stay(settings, server, phases)


def prepare(settings: Settings, phases: Phases, progress: Path) -> None:
    """Bring database, static files and demonstration up to date; what has not changed since the last start is left."""
    world, static = settings.data_dir / "prepared-world", settings.data_dir / "prepared-static"
    world_now, static_now = _digest_of_world(), _digest_of_static_files()
    same_world = _says(world, world_now)
    with phases.running("database"):
        if not same_world:
            world.unlink(missing_ok=True)
            securit(settings, "migrate")
        if not _says(static, static_now):
            securit(settings, "manage", "collectstatic", "--noinput", "--clear", "--verbosity", "0")
            static.write_text(static_now)
    with phases.running("demo"):
        if not same_world:
            securit(settings, "demo", "load", "--stage", settings.stage, "--progress", str(progress))
            world.write_text(world_now)


def securit(settings: Settings, *arguments: str) -> None:
    """Run one command of the platform; its output goes to a log, whose end is shown when it fails."""
    log = settings.data_dir / "start.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [str(PYTHON), "-m", "securit", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=settings.environment(),
            cwd=ROOT,
            start_new_session=True,
        )
        try:
            code = process.wait()
        finally:
            stop_group(process, patience=2)
    if code != 0:
        tail = "\n".join(log.read_text("utf-8", errors="replace").splitlines()[-25:])
        raise Unready(f"This did not work: securit {' '.join(arguments)}\n{tail}\n(all of it: {log})")


def start(settings: Settings) -> subprocess.Popen[bytes]:
    """Start the supervisor of the web and worker processes, in a group of its own that ends as one."""
    return subprocess.Popen(
        [str(PYTHON), "-m", "securit.config.supervisor", "--stop-with-parent"],
        stdin=subprocess.DEVNULL,
        env=settings.environment(),
        cwd=ROOT,
        start_new_session=True,
    )


def wait_until_served(settings: Settings, server: subprocess.Popen[bytes]) -> None:
    """Return when an answer comes that is not the first page's; both listen on the port for a moment."""
    until = time.monotonic() + SERVER_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            raise Unready("The server could not be started; the lines above say why.")
        if _is_served(settings):
            return
        time.sleep(0.05)
    raise Unready(f"The server did not answer within {SERVER_SECONDS} seconds.")


def stay(settings: Settings, server: subprocess.Popen[bytes], phases: Phases) -> int:
    """Say where to go and as whom; then wait: a stop that is asked for comes as ``Stopped``, any other end is 1."""
    try:
        say(f"\nReady after {phases.elapsed():.1f} s. Open {settings.url}   (Ctrl-C stops everything)\n")
        _introduce(settings)
        code = server.wait()
        complain(f"\nThe server ended by itself, with {code}; the lines above say why.")
        return 1
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        stop_group(server, patience=STOP_SECONDS)


def _introduce(settings: Settings) -> None:
    """Print the people one may be; a start is not undone because the list is missing."""
    listing = subprocess.run(
        [str(PYTHON), "-m", "securit", "demo", "people"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=settings.environment(),
        cwd=ROOT,
        check=False,
        timeout=60,
    )
    if listing.returncode == 0:
        say(listing.stdout.rstrip())


def _is_served(settings: Settings) -> bool:
    connection = http.client.HTTPConnection(reachable(settings.host), settings.port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": f"localhost:{settings.port}"})
        answer = connection.getresponse()
        return answer.getheader(MARK) is None
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _digest_of_world() -> str:
    """Changes whenever a migration or the demonstration's data do, or the database is another one."""
    database = os.environ.get("SECURIT_DATABASE_URL", "")
    return _digest(database, [*(ROOT / "src").glob("**/migrations/*.py"), *(ROOT / "demo").glob("**/*")])


def _digest_of_static_files() -> str:
    """Changes whenever a static file of ours does, or an installed package may have brought others."""
    return _digest("", [ROOT / "requirements" / "base.txt", *(ROOT / "src").glob("**/static/**/*")])


def _digest(seed: str, files: list[Path]) -> str:
    digest = hashlib.sha256(seed.encode())
    for file in sorted(path for path in files if path.is_file()):
        digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _says(stamp: Path, digest: str) -> bool:
    return stamp.exists() and stamp.read_text() == digest


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


if __name__ == "__main__":
    sys.exit(main())
