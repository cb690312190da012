"""Every file that ``securit engine assign`` reads says the same."""

from __future__ import annotations

import argparse
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from securit.cli.engine import assign
from securit.engines import Unusable, assignment
from securit.machinery.tabular.columns import Column
from securit.machinery.tabular.writing import write_xlsx

SCORES = [[1.0, 0.5], [0.25, 0.75], [0.1, -1.0]]


def options(**given: Any) -> argparse.Namespace:
    defaults = {
        "rows": None, "per_application": 1, "max_load": 2, "min_load": 0, "conflict_below": Fraction(0),
    }  # fmt: skip
    parser = argparse.ArgumentParser()
    assign.add_options(parser)
    return argparse.Namespace(**{**vars(parser.parse_args([])), **defaults, **given})


def said(problem: assignment.Problem) -> tuple[dict[tuple[str, str], Fraction], set[tuple[str, str]]]:
    table = problem.affinities
    assert isinstance(table, assignment.Table)
    pairs = [(a, e) for a in table.applications for e in table.evaluators]
    barred = {pair for pair, bars in zip(pairs, table.barred.ravel(), strict=True) if bars}
    return {pair: table.score(*pair) for pair in pairs if table.score(*pair)}, barred


EXPECTED = (
    {
        ("A1", "E1"): Fraction(1),
        ("A1", "E2"): Fraction(1, 2),
        ("A2", "E1"): Fraction(1, 4),
        ("A2", "E2"): Fraction(3, 4),
        ("A3", "E1"): Fraction(1, 10),
    },
    {("A3", "E2")},
)


def test_a_matrix_of_numpy_is_read_either_way_round(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.array(SCORES))
    np.save(tmp_path / "e.npy", np.array(SCORES).T)
    assert said(assign.read(tmp_path / "a.npy", options())) == EXPECTED
    assert said(assign.read(tmp_path / "e.npy", options(rows="evaluators"))) == EXPECTED


def test_the_mask_of_an_npz_forbids(tmp_path: Path) -> None:
    mask = np.zeros((3, 2))
    mask[2, 1] = 1
    np.savez(tmp_path / "m.npz", similarity_matrix=np.abs(np.array(SCORES)), mask_matrix=mask)
    assert said(assign.read(tmp_path / "m.npz", options())) == EXPECTED


def test_zero_is_forbidden_after_a_header_of_two_numbers(tmp_path: Path) -> None:
    path = tmp_path / "s.in"
    path.write_text("3 2\n1.00 0.50\n0.25 0.75\n0.10 0.00\n")
    assert said(assign.read(path, options())) == EXPECTED


def test_preflib_categories_are_worth_less_and_less(tmp_path: Path) -> None:
    path = tmp_path / "b.cat"
    path.write_text(
        "# NUMBER ALTERNATIVES: 3\n# NUMBER VOTERS: 2\n# CATEGORY NAME 1: Yes\n# CATEGORY NAME 2: Maybe\n"
        "# CATEGORY NAME 3: No\n1: 1,{2,3},{}\n1: {},1,2\n"
    )
    assert said(assign.read(path, options())) == (
        {
            ("A1", "E1"): Fraction(1),
            ("A2", "E1"): Fraction(1, 2),
            ("A3", "E1"): Fraction(1, 2),
            ("A1", "E2"): Fraction(1, 2),
            ("A2", "E2"): Fraction(1, 4),
        },
        {("A3", "E2")},
    )


def test_long_and_wide_tables_say_the_same(tmp_path: Path) -> None:
    long = tmp_path / "long.csv"
    rows = [f"A{a + 1};E{e + 1};{s if s >= 0 else 0};{'yes' if s < 0 else ''}" for a, e, s in cells()]
    long.write_text("\n".join(["application;evaluator;score;conflict", *rows]) + "\n")
    wide = tmp_path / "wide.csv"
    wide.write_text("name,E1,E2\nA1,1,0.5\nA2,0.25,0.75\nA3,0.1,-1\n")
    assert said(assign.read(long, options())) == EXPECTED
    assert said(assign.read(wide, options())) == EXPECTED


def test_a_workbook_is_read_like_a_csv(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    columns = [Column("application", "application"), Column("evaluator", "evaluator"), Column("score", "score")]
    rows = [{"application": f"A{a + 1}", "evaluator": f"E{e + 1}", "score": str(s)} for a, e, s in cells()]
    path = tmp_path / "s.xlsx"
    path.write_bytes(write_xlsx(columns, rows, title="scores", at=datetime(2024, 1, 1, tzinfo=UTC)))
    assert said(assign.read(path, options())) == EXPECTED


def test_a_problem_states_its_own_loads(tmp_path: Path) -> None:
    problem = assignment.Problem((assignment.Application("A", 1),), (assignment.Evaluator("E", 1),))
    path = tmp_path / "p.json"
    path.write_text(json.dumps(problem.to_data()))
    assert assign.read(path, options(max_load=None)) == problem


def cells() -> list[tuple[int, int, float]]:
    return [(a, e, score) for a, row in enumerate(SCORES) for e, score in enumerate(row)]


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("a.json", "[]", "“a.json” does not hold a mapping, as a problem does."),
        ("a.pdf", "", f"“a.pdf” ends in .pdf; this command reads {', '.join(assign.KINDS)}."),
        ("a.in", "2 2\n1 2 3", "“a.in” does not hold as many scores as its first line says (rows × columns)."),
        ("a.cat", "hello", "“a.cat” is not a PrefLib file of categories."),
        ("a.npy", "hello", "“a.npy” is not a file of numpy without objects."),
        ("a.csv", "application,evaluator,score\nA,E,often\n", "Row 2, score: “often” is not a number."),
        ("b.csv", "application,evaluator,score\nA,E,1\nA,E,2\n",
         "Row 3: the pair A and E is given twice or has no name."),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_told_in_a_sentence(tmp_path: Path, name: str, text: str, reason: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(Unusable) as refused:
        assign.read(tmp_path / name, options())
    assert refused.value.reasons == (reason,)


def test_scores_that_are_no_numbers_are_named(tmp_path: Path) -> None:
    np.save(tmp_path / "n.npy", np.array([[1.0, np.nan]]))
    with pytest.raises(Unusable, match="The score of application 1 and evaluator 2 is not a number"):
        assign.read(tmp_path / "n.npy", options())


def test_a_load_must_be_said(tmp_path: Path) -> None:
    np.save(tmp_path / "n.npy", np.array(SCORES))
    with pytest.raises(Unusable, match="--max-load"):
        assign.read(tmp_path / "n.npy", options(max_load=None))
