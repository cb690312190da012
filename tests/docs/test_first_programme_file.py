"""The tutorial about a programme's file shows what really comes out of its steps."""

from __future__ import annotations

from pathlib import Path

import pytest

from securit import cli
from tests.docs.pages import ROOT

PAGE = (ROOT / "docs/tutorials/your-first-programme-file.md").read_text(encoding="utf-8")


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The copied file, with the three lines of the first step."""
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "demo/programmes/commons-fund.yaml").read_text(encoding="utf-8")
    lines = text.splitlines()
    for name in ("slug", "acronym", "title"):
        shown = next(line for line in PAGE.splitlines() if line.startswith(f"{name}: "))
        at = next(i for i, line in enumerate(lines) if line.startswith(f"{name}: "))
        lines[at] = shown
    file = Path("mine.yaml")
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def _says(capsys: pytest.CaptureFixture[str]) -> str:
    cli.main(["programme", "check", "mine.yaml"])
    return capsys.readouterr().out


def test_the_copied_file_is_sound_as_shown(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert f"```\n{_says(capsys)}```" in PAGE


def test_each_mistake_is_reported_as_shown(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sound = mine.read_text(encoding="utf-8")
    broken = sound.replace("grant_per_member: '50000.00'", "grant_per_member: '61000.00'")
    mine.write_text(broken.replace("planned_decision_on", "planed_decision_on"), encoding="utf-8")
    assert f"```\n{_says(capsys)}```" in PAGE
    mine.write_text(broken, encoding="utf-8")
    assert f"```\n{_says(capsys)}```" in PAGE


def test_the_changed_weights_are_sound(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = mine.read_text(encoding="utf-8").replace("weight: '0.4'", "weight: '0.5'")
    mine.write_text(text.replace("weight: '0.3'", "weight: '0.2'", 1), encoding="utf-8")
    assert ": sound. " in _says(capsys)
