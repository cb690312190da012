"""Every file that ``securit engine aggregate`` reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.engine.commands import engine
from tests.cli.engine.test_portfolio_files import PB

SCORES = "application,evaluator,score\nA,E,4\nA,F,3.5\nB,E,3\nB,F,2\nC,E,4.5\nC,F,4\n"


def test_a_participatory_budget_is_spent_by_equal_shares(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "town.pb"
    path.write_text(PB)
    said = engine(capsys, "aggregate", path, "--json", "-").json
    assert (said["rule"], said["decision"]["chosen"]) == ("method_of_equal_shares", ["p1", "p3"])


def test_a_table_of_scores_is_read_either_way_up(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "scores.csv"
    path.write_text(SCORES)
    said = engine(capsys, "aggregate", path, "--places", "1", "--json", "-").json
    assert [place["id"] for place in said["decision"]["places"]] == ["C", "A", "B"]
    words = ("--rule", "plain_mean", "--lower-is-better", "--json", "-")
    assert [place["id"] for place in engine(capsys, "aggregate", path, *words).json["decision"]["places"]] == list(
        "BAC"
    )


def test_a_stored_problem_is_read(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "problem.json"
    path.write_text(
        json.dumps(
            {
                "schema": "securit.ballots/1",
                "options": [{"id": "A"}, {"id": "B"}],
                "ballots": [{"count": 2, "marks": {"A": "1"}}, {"count": 1, "marks": {"B": "1"}}],
                "silent": "0",
                "approved_from": "1",
            }
        )
    )
    assert "1     A       2" in engine(capsys, "aggregate", path, "--rule", "approval").out


def test_a_rule_that_does_not_fit_the_file_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "scores.csv"
    path.write_text(SCORES)
    assert engine(capsys, "aggregate", path, "--rule", "schulze").err.startswith(
        "The rule schulze does not decide what “scores.csv” holds; use plain_mean,"
    )
