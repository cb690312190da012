"""How far loading is, for whoever waits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from securit.integrations.demo.load import expected_steps
from securit.integrations.demo.progress import Progress
from securit.integrations.demo.world import World

WORLD = World()


def said(file: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads(file.read_text(encoding="utf-8"))
    return found


def test_progress_says_what_is_done_of_how_much_and_what_is_going_on(tmp_path: Path) -> None:
    file = tmp_path / "progress.json"
    progress = Progress(file, of=10)
    progress.doing("Setting up")
    assert said(file) == {"done": 0, "total": 10, "what": "Setting up"}
    progress.step(3)
    progress.doing("Going on")
    assert said(file) == {"done": 3, "total": 10, "what": "Going on"}
    progress.finish("Ready")
    assert said(file) == {"done": 10, "total": 10, "what": "Ready"}
    assert [path.name for path in tmp_path.iterdir()] == ["progress.json"]


def test_steps_are_not_written_one_by_one(tmp_path: Path) -> None:
    file = tmp_path / "progress.json"
    progress = Progress(file, of=1_000)
    progress.doing("Counting")
    written = file.stat().st_mtime_ns
    for _ in range(1_000):
        progress._written = float("inf")  # as if it had been written just now
        progress.step()
    assert file.stat().st_mtime_ns == written


def test_more_steps_than_expected_never_pass_the_whole(tmp_path: Path) -> None:
    progress = Progress(tmp_path / "progress.json", of=2)
    progress.step(5)
    assert progress.done == 2


def test_without_a_file_nothing_is_written() -> None:
    Progress(None, of=1).finish("Ready")


@pytest.mark.parametrize(
    ("code", "steps"),
    [("kickoff", 1), ("open", 242 + 666 + 282), ("evaluation", 242 + 666 + 282 + 390 + 230), ("decided", 1970)],
)
def test_the_expected_steps_follow_from_the_moment(code: str, steps: int) -> None:
    assert expected_steps(WORLD, WORLD.script.moments[code]) == steps
