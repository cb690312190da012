"""What every engine command does alike."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from securit.engines import Outcome, assignment, outcome_from_data
from tests.cli.engine.commands import engine

TABLE = "application,evaluator,score\nA,X,0.5\nA,Y,0.25\nB,X,1\nB,Y,1/3\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "scores.csv"
    path.write_text(TABLE)
    return path


def test_to_list_the_commands_loads_no_solver_no_numpy_and_no_django() -> None:
    code = (
        "import sys; from securit import cli; cli._parser();"
        "print(sorted({'numpy', 'scipy', 'ortools', 'pysat', 'django'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_decision_is_printed_with_its_figures(capsys: pytest.CaptureFixture[str], table: Path) -> None:
    said = engine(capsys, "assign", table, "--per-application", "1", "--max-load", "1")
    assert said.code == 0
    assert said.out.splitlines()[2:] == [
        "objective  value  bound  gap  proof",
        "total      1.25   1.25   0    optimal",
        "",
        "application  score  evaluators",
        "A            0.25   Y (0.25)",
        "B            1      X (1)",
    ]


def test_the_json_holds_figures_as_numbers_and_the_exact_text_beside(
    capsys: pytest.CaptureFixture[str], table: Path
) -> None:
    said = engine(capsys, "assign", table, "--per-application", "2", "--max-load", "2", "--json", "-").json
    figure = {"name": "total", "value": 2.083333, "bound": 2.083333, "gap": 0, "status": "optimal", "sense": "most"}
    assert said["objectives"] == [figure]
    assert (said["rule"], said["version"], said["seed"], said["status"]) == (
        "min_cost_flow", assignment.RULES["min_cost_flow"].version, 0, "optimal",
    )  # fmt: skip
    assert (said["value"], said["gap"]) == (2.083333, 0)
    assert said["exact"]["objectives"][0]["value"] == "2.083333"
    assert said["seconds"] >= 0
    assert said["decision"]["pairs"][0] == {"application": "A", "evaluator": "X"}


def test_the_stored_json_is_read_back_as_the_same_outcome(
    capsys: pytest.CaptureFixture[str], table: Path, tmp_path: Path
) -> None:
    target = tmp_path / "outcome.json"
    engine(capsys, "assign", table, "--per-application", "1", "--max-load", "1", "--json", target)
    said = json.loads(target.read_text())
    outcome: Outcome[assignment.Assignment] = outcome_from_data(
        {**said, **said["exact"]}, assignment.Assignment.from_data
    )
    assert outcome.digest == said["digest"]


def test_a_refusal_is_told_with_its_reasons(capsys: pytest.CaptureFixture[str], table: Path) -> None:
    said = engine(capsys, "assign", table, "--per-application", "3", "--max-load", "2", "--json", "-")
    reasons = ["Application A has 2 evaluators without conflict but needs 3.",
               "Application B has 2 evaluators without conflict but needs 3."]  # fmt: skip
    assert (said.code, said.json["refused"], said.json["reasons"][:2]) == (1, "infeasible", reasons)
    assert said.err.splitlines()[:2] == reasons


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--rule", "luck"), "There is no rule luck"),
        (("--steps", "0"), "0 is not at least 1"),
        (("--no-such-word",), "unrecognized arguments"),
    ],
)
def test_wrong_words_end_with_two(
    capsys: pytest.CaptureFixture[str], table: Path, words: tuple[str, ...], told: str
) -> None:
    said = engine(capsys, "assign", table, *words)
    assert said.code == 2
    assert told in said.err


def test_no_file_and_a_missing_file_are_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert engine(capsys, "assign").code == 2
    said = engine(capsys, "assign", tmp_path / "none.csv", "--max-load", "2")
    assert (said.code, said.err) == (1, f"{tmp_path / 'none.csv'}: No such file or directory\n")


@pytest.mark.parametrize("verb", ["assign", "portfolio"])
def test_each_verb_says_what_its_rules_do(capsys: pytest.CaptureFixture[str], verb: str) -> None:
    said = engine(capsys, verb, "--list-rules")
    assert said.code == 0
    assert said.out.count("Weakness:") > 1
