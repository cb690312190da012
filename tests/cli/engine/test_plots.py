"""``--plot FILE.svg`` draws the outcome of every verb."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from securit.engines import _plots
from tests.cli.engine.commands import engine

TITLE = "{http://www.w3.org/2000/svg}title"
SCORES = "application,evaluator,score\nA,X,5\nA,Y,4\nB,X,3\nB,Y,1\n"
LISTED = "id,score,amount\nA,9,100.00\nB,8,50.00\n"
ASKED = "one,other\nP,Q\nP,R\n"
CASES: Mapping[str, tuple[str, tuple[str, ...], str]] = {
    "assign": (SCORES, ("--max-load", "2", "--per-application", "1"), "Who reads what: loads and fit"),
    "aggregate": (SCORES, ("--places", "1", "--rule", "plain_mean"), "Where 2 applications may stand"),
    "portfolio": (LISTED, ("--budget", "120.00"), "Funded: 1 of 2 applications"),
    "schedule": (ASKED, ("--slots", "2", "--rule", "most_meetings"), "Timetable: 2 of 2 meetings held"),
}


@pytest.mark.parametrize("verb", CASES)
def test_the_outcome_is_drawn(capsys: pytest.CaptureFixture[str], tmp_path: Path, verb: str) -> None:
    text, words, title = CASES[verb]
    (tmp_path / "given.csv").write_text(text)
    said = engine(capsys, verb, tmp_path / "given.csv", *words, "--plot", tmp_path / "out.svg")
    assert (said.code, said.err) == (0, "")
    assert ET.fromstring((tmp_path / "out.svg").read_text("utf-8")).findtext(TITLE) == title


def _assigned(capsys: pytest.CaptureFixture[str], tmp_path: Path, target: Path) -> tuple[int, str]:
    (tmp_path / "given.csv").write_text(SCORES)
    said = engine(
        capsys, "assign", tmp_path / "given.csv", "--max-load", "4", "--per-application", "2", "--plot", target
    )
    return said.code, said.err


def test_a_picture_that_cannot_be_written_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "out.svg"
    assert _assigned(capsys, tmp_path, target) == (1, f"{target}: No such file or directory\n")


def test_an_engine_without_a_picture_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_plots, "PICTURES", {})
    told = "There is no picture of the outcomes of assignment.\n"
    assert _assigned(capsys, tmp_path, tmp_path / "out.svg") == (1, told)
