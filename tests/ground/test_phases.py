"""The phases of a start, as the terminal and the first page show them."""

from __future__ import annotations

from pathlib import Path

import pytest

from phases import Phases, read_progress


class Ticks:
    """A clock that a test moves by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_phase_waits_runs_and_is_done_with_its_seconds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ticks = Ticks()
    phases = Phases(tmp_path / "progress.json", tick=ticks)
    assert [row["state"] for row in phases.as_data()["phases"]] == ["waiting"] * 5
    with phases.running("environment"):
        ticks.now += 2.5
        assert phases.as_data()["phases"][0]["state"] == "running"
    assert phases.as_data()["phases"][0] == {
        "name": "environment",
        "label": "Environment",
        "state": "done",
        "seconds": "2.5 s",
        "note": "",
    }
    assert capsys.readouterr().out == "  Environment                  2.5 s\n"


def test_a_phase_that_fails_is_not_done(tmp_path: Path) -> None:
    phases = Phases(tmp_path / "progress.json", tick=Ticks())
    with pytest.raises(KeyError), phases.running("environment"):
        raise KeyError("broken")
    assert phases.as_data()["phases"][0]["state"] == "running"


def test_the_bar_follows_the_loading_of_the_demonstration(tmp_path: Path) -> None:
    progress = tmp_path / "progress.json"
    phases = Phases(progress, tick=Ticks())
    for name in ("environment", "dependencies", "database"):
        with phases.running(name):
            pass
    with phases.running("demo"):
        before = phases.as_data()["percent"]
        progress.write_text('{"done": 111, "total": 222, "what": "applications"}')
        assert (before, phases.as_data()["percent"]) == (40, 65)
        assert phases.as_data()["phases"][3]["note"] == "111 of 222 applications"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"done": 1}', '{"done": "x", "total": 2}', "null"])
def test_a_progress_file_that_is_half_written_counts_as_nothing(tmp_path: Path, text: str) -> None:
    path = tmp_path / "progress.json"
    path.write_text(text)
    assert read_progress(path) == (0, 0, "")


def test_progress_never_passes_the_whole(tmp_path: Path) -> None:
    path = tmp_path / "progress.json"
    path.write_text('{"done": 9, "total": 4}')
    assert read_progress(path) == (4, 4, "")
