"""`make run`: its variables, and what it does when they are wrong."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from launch import STAGES, WrongSetting, read_settings
from tests.installations import free_port

ROOT = Path(__file__).resolve().parent.parent.parent


def test_without_variables_it_is_port_8000_at_the_evaluation(tmp_path: Path) -> None:
    settings = read_settings({"DATA_DIR": str(tmp_path)})
    assert (settings.url, settings.stage, settings.host) == ("http://localhost:8000", "evaluation", "127.0.0.1")


@pytest.mark.parametrize("stage", STAGES)
def test_each_stage_has_a_data_directory_of_its_own(tmp_path: Path, stage: str) -> None:
    settings = read_settings({"DATA_DIR": str(tmp_path), "STAGE": stage})
    assert (settings.data_dir, settings.data_dir.is_dir()) == (tmp_path / stage, True)


def test_the_platform_runs_as_a_demonstration_at_the_chosen_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SECURIT_BASE_URL", raising=False)
    given = read_settings({"DATA_DIR": str(tmp_path), "PORT": "41234", "STAGE": "open"}).environment()
    names = ("SECURIT_DEMO", "SECURIT_BASE_URL", "SECURIT_DATA_DIR", "HOST", "PORT")
    assert [given[name] for name in names] == [
        "1",
        "http://localhost:41234",
        str(tmp_path / "open"),
        "127.0.0.1",
        "41234",
    ]


@pytest.mark.parametrize("port", ["0", "65536", "-1", "80a", "８０００", "8000.0", " 8000"])
def test_a_wrong_port_is_refused_with_the_range(tmp_path: Path, port: str) -> None:
    with pytest.raises(WrongSetting, match="PORT is a number from 1 to 65535"):
        read_settings({"DATA_DIR": str(tmp_path), "PORT": port})


def test_a_wrong_stage_is_refused_with_the_list(tmp_path: Path) -> None:
    with pytest.raises(WrongSetting, match="STAGE is one of kickoff, open, evaluation, decided; 'launch' is not"):
        read_settings({"DATA_DIR": str(tmp_path), "STAGE": "launch"})


def test_a_data_directory_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WrongSetting, match="cannot be used: Not a directory"):
        read_settings({"DATA_DIR": str(tmp_path / "file")})


def launch(tmp_path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "tools" / "launch.py")],
        env={**os.environ, "DATA_DIR": str(tmp_path), **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


def test_a_wrong_variable_ends_with_2_and_its_sentence(tmp_path: Path) -> None:
    result = launch(tmp_path, PORT="x")
    assert (result.returncode, result.stderr) == (
        2,
        "\nPORT is a number from 1 to 65535, for example PORT=8000; 'x' is not.\n",
    )


def test_a_taken_port_ends_with_2_and_touches_nothing(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", free_port()))
        taken.listen()
        result = launch(tmp_path, PORT=str(taken.getsockname()[1]), STAGE="open")
    assert (result.returncode, result.stdout, list((tmp_path / "open").iterdir())) == (2, "", [])
