"""The virtual environment under ``.venv``: made, filled with pinned and hashed packages, and kept as it should be.

Standard library only: this runs before anything is installed.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "requirements.json"
LOG = VENV / "install.log"
ENGINES = ROOT / ".venv-engines"
ENGINES_PYTHON = ENGINES / "bin" / "python"
OLDEST_PYTHON = (3, 11)
INSTALL_SECONDS = 900


class Unready(Exception):
    """Something this machine lacks; the text says what, and what to type."""


def require_python() -> None:
    """Refuse an interpreter that is too old, with the sentence that says so."""
    if sys.version_info < OLDEST_PYTHON:
        have = ".".join(str(part) for part in sys.version_info[:2])
        raise Unready(f"Python 3.11 or newer is needed; {sys.executable} is {have}. Set PYTHON=/path/to/python3.11.")


def ensure_venv() -> None:
    """Make ``.venv`` unless a working one is there; may install ``python3-venv`` where that is allowed."""
    if PYTHON.exists() and _succeeds([str(PYTHON), "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"]):
        return
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        apt_install("python3-venv", because="Python cannot make virtual environments here")
    shutil.rmtree(VENV, ignore_errors=True)
    run([sys.executable, "-m", "venv", str(VENV)], log=ROOT / "build" / "venv.log")


def ensure_requirements(*names: str) -> bool:
    """Install ``requirements/<name>.txt`` for each name whose content is not installed yet; true if work was done."""
    wanted = {name: _digest(ROOT / "requirements" / f"{name}.txt") for name in names}
    installed = _installed()
    missing = [name for name, digest in wanted.items() if installed.get(name) != digest]
    for name in missing:
        _install(ROOT / "requirements" / f"{name}.txt")
    _link_package()
    if missing:
        STAMP.write_text(json.dumps({**installed, **wanted}, indent=1))
    return bool(missing)


def ensure_engines() -> None:
    """Make ``.venv-engines``, which holds what the engines need and nothing else, unless it is as it should be.

    To be called after :func:`ensure_requirements`: what installs is the environment beside it.
    """
    requirements, stamp = ROOT / "requirements" / "engines.txt", ENGINES / "requirements.json"
    wanted = {"engines": _digest(requirements)}
    if _installed(stamp) == wanted and _succeeds([str(ENGINES_PYTHON), "-c", "import pytest"]):
        return
    shutil.rmtree(ENGINES, ignore_errors=True)
    run([str(PYTHON), "-m", "venv", "--without-pip", str(ENGINES)], log=LOG)
    _install(requirements, ENGINES)
    stamp.write_text(json.dumps(wanted))


def apt_install(*packages: str, because: str) -> None:
    """Install Debian packages as root or by password-less sudo; otherwise say the exact line to type."""
    prefix = _privilege()
    line = f"sudo apt-get install -y {' '.join(packages)}"
    if prefix is None or shutil.which("apt-get") is None:
        raise Unready(f"{because}. Type this once, then try again:\n\n    {line}\n")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    log = ROOT / "build" / "apt.log"
    _ = _tries([*prefix, "apt-get", "update", "-qq"], log=log, env=env)
    run([*prefix, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], log=log, env=env)


def run(command: list[str], *, log: Path, env: dict[str, str] | None = None) -> None:
    """Run a command, its output kept in ``log``; raise ``Unready`` with the last lines when it fails."""
    if not _tries(command, log=log, env=env):
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-25:])
        raise Unready(f"This did not work: {' '.join(command)}\n{tail}\n(all of it: {log})")


def stop_group(process: subprocess.Popen[bytes], *, patience: float) -> None:
    """End a process and everything it started: asked first, then, after ``patience`` seconds, made to."""
    if process.poll() is None:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=patience)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _install(requirements: Path, place: Path | None = None) -> None:
    """By uv, which is several times faster, and by pip wherever uv does not work; into ``.venv`` or ``place``."""
    exact = ["--require-hashes", "--only-binary", ":all:", "-r"]
    words = ["install", "--disable-pip-version-check", "--no-input", "-q", *exact]
    target = place or VENV
    python = str(target / "bin" / "python")
    uv = [str(PYTHON), "-m", "uv", "pip", "install", "--python", python, *exact]
    env = {**os.environ, "UV_HTTP_TIMEOUT": "60", "UV_NO_PROGRESS": "1", "VIRTUAL_ENV": str(target)}
    have_uv = _tries([str(PYTHON), "-m", "pip", *words, str(ROOT / "requirements" / "uv.txt")], log=LOG)
    if have_uv and _tries([*uv, str(requirements)], log=LOG, env=env):
        return
    run([str(PYTHON), "-m", "pip", "--python", python, *words, str(requirements)], log=LOG)


def _link_package() -> None:
    """Make ``import securit`` and ``.venv/bin/securit`` work from the sources, without building anything."""
    version = ".".join(str(part) for part in _venv_version())
    _write_if_changed(VENV / "lib" / f"python{version}" / "site-packages" / "securit-sources.pth", f"{ROOT / 'src'}\n")
    command = VENV / "bin" / "securit"
    lines = [f"#!{PYTHON}", "import sys", "", "from securit.cli import main", "", "sys.exit(main())", ""]
    _write_if_changed(command, "\n".join(lines))
    command.chmod(0o755)


def _venv_version() -> tuple[int, int]:
    settings = (VENV / "pyvenv.cfg").read_text()
    for line in settings.splitlines():
        key, _, value = line.partition("=")
        if key.strip() == "version":
            major, minor = value.strip().split(".")[:2]
            return int(major), int(minor)
    raise Unready(f"{VENV} is not a virtual environment. Remove it and try again: rm -r {VENV}")


def _write_if_changed(path: Path, text: str) -> None:
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def _installed(stamp: Path | None = None) -> dict[str, str]:
    try:
        read = json.loads((stamp or STAMP).read_text())
    except (OSError, ValueError):
        return {}
    return {str(name): str(digest) for name, digest in read.items()} if isinstance(read, dict) else {}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _privilege() -> list[str] | None:
    """The words to put before a command that needs root; None where there is no way."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and _succeeds(["sudo", "-n", "true"]):
        return ["sudo", "-n"]
    return None


def _succeeds(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False, timeout=60).returncode == 0


def _tries(command: list[str], *, log: Path, env: dict[str, str] | None = None) -> bool:
    """Whether the command worked; its whole group ends with us, so that an interrupted install leaves nothing."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        output.write(f"\n$ {' '.join(command)}\n".encode())
        output.flush()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=env, cwd=ROOT, start_new_session=True
        )
        try:
            return process.wait(timeout=INSTALL_SECONDS) == 0
        except subprocess.TimeoutExpired:
            return False
        finally:
            stop_group(process, patience=2)
