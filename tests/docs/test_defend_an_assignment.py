"""The tutorial about an assignment shows what its commands really say."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from securit.cli.engine import assign
from securit.engines import assignment
from tests.docs.pages import ROOT

PAGE = (ROOT / "docs/tutorials/defend-an-assignment.md").read_text(encoding="utf-8")
PICTURE = ROOT / "docs/images/assignment.svg"
MARK = "===== next ====="
ELSE = "…"


def steps() -> list[tuple[str, list[str]]]:
    """Each command of the page with the lines that are shown below it."""
    lines = [line for block in re.findall(r"^```console\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
             for line in block.splitlines()]  # fmt: skip
    starts = [n for n, line in enumerate(lines) if line.startswith("$ ")]
    ends = [*starts[1:], len(lines)]
    return [(lines[n].removeprefix("$ "), lines[n + 1 : end]) for n, end in zip(starts, ends, strict=True)]


STEPS = steps()


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """What each command says, run one after the other in one shell, from the root of a checkout."""
    root = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "examples", root / "examples")
    scripts = str(Path(sys.executable).parent)
    script = "\n".join(f"{command} 2>&1; echo '{MARK}'" for command, _ in STEPS)
    run = subprocess.run(
        ["bash", "-c", script], cwd=root, capture_output=True, text=True, check=False, timeout=300,
        env={**os.environ, "PATH": f"{scripts}:{os.environ['PATH']}"},
    )  # fmt: skip
    assert run.stderr == ""
    made = (root / "build/defend/fair.svg").read_text(encoding="utf-8")
    assert made == PICTURE.read_text(encoding="utf-8"), "docs/images/assignment.svg is not the picture of the tutorial"
    return [part.strip("\n").splitlines() for part in run.stdout.split(f"{MARK}\n")]


def parts_of(shown: list[str]) -> Iterator[list[str]]:
    """The runs of lines between those that say that something was left out."""
    part: list[str] = []
    for line in [*shown, ELSE]:
        if line != ELSE:
            part.append(line)
        else:
            yield part
            part = []


def timeless(lines: list[str]) -> list[str]:
    return [re.sub(r"\d+\.\d\d s\b", "… s", line) for line in lines]


@pytest.mark.parametrize("number", range(len(STEPS)), ids=[command[:70] for command, _ in STEPS])
def test_a_command_says_what_is_shown_below_it(said: list[list[str]], number: int) -> None:
    shown, found = timeless(STEPS[number][1]), timeless(said[number])
    if ELSE not in shown:
        assert found == shown
        return
    at = 0
    parts = list(parts_of(shown))
    for part in parts:
        places = [n for n in range(at, len(found) - len(part) + 1) if found[n : n + len(part)] == part]
        assert places, f"after line {at}: {part} is not in {found}"
        at = places[0] + len(part)
    assert not parts[0] or found[: len(parts[0])] == parts[0]
    assert not parts[-1] or found[-len(parts[-1]) :] == parts[-1]


def test_to_compute_anew_would_change_as_many_pairs_as_said() -> None:
    parser = argparse.ArgumentParser()
    assign.add_options(parser)
    problem = assign.read(ROOT / "examples/scores.csv", parser.parse_args(["--max-load", "8"]))
    first = assignment.lexicographic(problem).decision.pairs
    table = problem.affinities
    assert isinstance(table, assignment.Table)
    barred = table.barred.copy()
    barred[table.applications.index("A22"), table.evaluators.index("Dimitri")] = True
    declared = assignment.Table(table.applications, table.evaluators, table.units, table.scale, barred)
    changed = assignment.Problem(problem.applications, problem.evaluators, declared)
    anew = assignment.lexicographic(changed).decision.pairs
    assert len(set(first) - set(anew)) == 8
