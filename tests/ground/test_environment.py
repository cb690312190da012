"""The virtual environment of the two commands: what is refused, and when nothing needs doing."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

import environment
from environment import Unready, apt_install, ensure_requirements, require_python, run


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree whose environment holds exactly what its one requirements file asks for."""
    packages = tmp_path / ".venv" / "lib" / "python3.11" / "site-packages"
    packages.mkdir(parents=True)
    (tmp_path / ".venv" / "bin").mkdir()
    (tmp_path / ".venv" / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.11.2\n")
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "base.txt").write_text("")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    (tmp_path / ".venv" / "requirements.json").write_text(json.dumps({"base": empty}))
    for name, path in {"ROOT": "", "VENV": ".venv", "PYTHON": ".venv/bin/python", "LOG": ".venv/install.log"}.items():
        monkeypatch.setattr(environment, name, tmp_path / path)
    monkeypatch.setattr(environment, "STAMP", tmp_path / ".venv" / "requirements.json")
    return tmp_path


def test_requirements_that_are_installed_are_left_alone(installed: Path) -> None:
    assert (ensure_requirements("base"), (installed / ".venv" / "install.log").exists()) == (False, False)


def test_the_sources_and_the_command_are_linked_into_the_environment(installed: Path) -> None:
    ensure_requirements("base")
    link = installed / ".venv" / "lib" / "python3.11" / "site-packages" / "securit-sources.pth"
    command = installed / ".venv" / "bin" / "securit"
    assert link.read_text() == f"{installed / 'src'}\n"
    assert command.read_text().splitlines()[0] == f"#!{installed / '.venv' / 'bin' / 'python'}"
    assert os.access(command, os.X_OK) is True


def test_an_old_python_is_refused_with_its_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(Unready, match=r"Python 3\.11 or newer is needed; .* is 3\.9\."):
        require_python()


def test_without_the_right_to_install_the_exact_line_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "sudo" else f"/usr/bin/{name}")
    with pytest.raises(Unready) as refused:
        apt_install("python3-venv", because="Python cannot make virtual environments here")
    assert str(refused.value) == (
        "Python cannot make virtual environments here. Type this once, then try again:\n\n"
        "    sudo apt-get install -y python3-venv\n"
    )


def test_a_command_that_fails_shows_its_last_lines_and_where_all_of_it_is(tmp_path: Path) -> None:
    log = tmp_path / "some" / "install.log"
    with pytest.raises(Unready, match=f"no such package(.|\n)*all of it: {log}"):
        run([sys.executable, "-c", "print('no such package'); raise SystemExit(1)"], log=log)
