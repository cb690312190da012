"""What a run wrote can be explained, checked later by anybody, and kept to."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from securit.cli.engine.stored import DECISIONS
from securit.engines import aggregation, assignment, portfolio, scheduling
from securit.engines.aggregation import ballots, scores
from tests.cli.engine.commands import Said, engine

TABLE = "application,evaluator,score,conflict\nA,X,5,\nA,Y,4,\nB,X,3,\nB,Y,1,\n"
WORDS = ("--per-application", "1", "--max-load", "1")
WHY_NOT = "Evaluator X and application A: affinity 5 beats Y (4), but the evaluator reads 1 others, the most allowed."
CHOSEN = {"A": "Y", "B": "X"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the scores lie."""
    (tmp_path / "scores.csv").write_text(TABLE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def stored(folder: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The outcome of a first run."""
    assert assigned(capsys, "--json", "first.json").code == 0
    return folder / "first.json"


def assigned(capsys: pytest.CaptureFixture[str], *words: str) -> Said:
    return engine(capsys, "assign", "scores.csv", *WORDS, *words)


def after_table(said: Said) -> list[str]:
    lines = said.out.splitlines()
    return lines[lines.index("B            3      X (3)") + 1 :]


def test_a_stored_outcome_is_checked_and_named_by_its_digests(capsys: pytest.CaptureFixture[str], stored: Path) -> None:
    first = json.loads(stored.read_text())
    assert assigned(capsys, "--check", "first.json").out.splitlines() == [
        f"min_cost_flow {first['version']}, seed 0: the independent checker finds no fault.",
        f"outcome {first['digest']}",
        f"problem {first['problem_digest']}",
    ]


def test_the_outcome_of_another_problem_is_a_fault(
    capsys: pytest.CaptureFixture[str], stored: Path, folder: Path
) -> None:
    (folder / "scores.csv").write_text(TABLE.replace("A,X,5", "A,X,6"))
    said = assigned(capsys, "--check", "first.json")
    assert (said.code, said.out) == (1, "")
    assert said.err


def test_an_outcome_that_was_changed_is_refused(capsys: pytest.CaptureFixture[str], stored: Path) -> None:
    stored.write_text(stored.read_text().replace('"seed": 0', '"seed": 1'))
    said = assigned(capsys, "--check", "first.json")
    told = "“first.json” was changed: what it holds does not have the digest that it states.\n"
    assert (said.code, said.err) == (1, told)


def test_what_is_no_outcome_is_refused(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "first.json").write_text("{}")
    for option in ("--check", "--earlier"):
        told = "“first.json” does not hold an outcome, as --json writes it.\n"
        assert assigned(capsys, option, "first.json").err == told
    assert assigned(capsys, "--check", "gone.json").err == "gone.json: No such file or directory\n"


def test_only_an_assignment_can_be_kept_to(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "listed.csv").write_text("id,score,amount\nA,9,100.00\n")
    assert engine(capsys, "portfolio", "listed.csv", "--budget", "100.00", "--json", "funded.json").code == 0
    assert assigned(capsys, "--earlier", "funded.json").err == "“funded.json” does not hold an assignment.\n"


def test_a_new_run_keeps_to_an_earlier_one(capsys: pytest.CaptureFixture[str], stored: Path, folder: Path) -> None:
    (folder / "scores.csv").write_text(TABLE.replace("A,Y,4,", "A,Y,0,"))
    said = assigned(capsys, "--rule", "fewest_changes", "--earlier", "first.json", "--json", "-").json
    assert {pair["application"]: pair["evaluator"] for pair in said["decision"]["pairs"]} == CHOSEN
    said = assigned(capsys, "--json", "-").json
    assert {pair["application"]: pair["evaluator"] for pair in said["decision"]["pairs"]} != CHOSEN


def test_why_is_told_of_one_id_or_of_a_pair(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    said = assigned(capsys, "--why", "Y", "--why", "B,X", "--why", "A,X", "--why", "Z")
    assert after_table(said) == [
        "",
        "Y",
        "    Y reads A: affinity 4, place 2 among 2 without conflict.",
        "    Evaluator Y reads 1 of at most 1 applications.",
        "",
        "B,X",
        "    X reads B: affinity 3, place 1 among 2 without conflict.",
        "",
        "A,X",
        f"    {WHY_NOT}",
        "",
        "Z",
        "    The outcome says nothing of Z.",
    ]


def test_a_reader_who_has_seen_enough_is_no_error(folder: Path) -> None:
    run = [sys.executable, "-m", "securit", "engine", "assign", "scores.csv", *WORDS]
    with subprocess.Popen(run, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as started:
        assert started.stdout is not None
        assert started.stderr is not None
        started.stdout.close()
        assert (started.stderr.read(), started.wait()) == (b"", 0)


def test_the_outcomes_of_every_engine_can_be_read_back() -> None:
    engines = (assignment, aggregation, ballots, scores, portfolio, scheduling)
    assert {rule.engine for one in engines for rule in one.RULES.values()} <= set(DECISIONS)
