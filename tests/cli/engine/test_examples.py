"""The command line solves every shipped example, and the same scores in every format that is not text."""

from __future__ import annotations

import re
import shlex
import shutil
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from securit.cli.engine import VERBS, assign, verb_named
from securit.machinery.tabular.columns import Column
from securit.machinery.tabular.writing import write_xlsx
from tests.cli.engine.commands import engine

EXAMPLES = Path(__file__).parents[3] / "examples"
PAGE = (EXAMPLES / "README.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^securit engine (.+)$", PAGE, re.MULTILINE)
SCORES = [[0.9, 0.5, 0.1], [0.2, 0.8, 0.4], [0.6, 0.3, 0.7]]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the examples to work in."""
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    monkeypatch.chdir(tmp_path / "examples")
    return tmp_path / "examples"


@pytest.mark.parametrize("line", SHOWN)
def test_a_shown_example_is_solved(capsys: pytest.CaptureFixture[str], here: Path, line: str) -> None:
    words = shlex.split(line)
    said = engine(capsys, *words, "--json", "outcome.json")
    assert (said.code, said.err) == (0, "")
    assert [name for name in words if name.endswith(".svg") and not (here / name).is_file()] == []
    checked = [word for word in words if word != "--plot" and not word.endswith(".svg")]
    assert engine(capsys, *checked, "--check", "outcome.json").code == 0


def test_every_example_is_shown_and_every_verb_has_one() -> None:
    used = {word for line in SHOWN for word in shlex.split(line)}
    assert sorted(path.name for path in EXAMPLES.iterdir() if path.name not in used) == ["README.md"]
    assert {line.partition(" ")[0] for line in SHOWN} == set(VERBS)


def _npy(path: Path) -> None:
    np.save(path, np.array(SCORES))


def _npz(path: Path) -> None:
    np.savez(path, similarity_matrix=np.array(SCORES), mask_matrix=np.zeros((3, 3)))


def _header(path: Path) -> None:
    path.write_text("3 3\n" + "\n".join(" ".join(map(str, row)) for row in SCORES))


def _wide(path: Path) -> None:
    lines = [f"A{n},{','.join(map(str, row))}" for n, row in enumerate(SCORES, 1)]
    path.write_text("\n".join(["name,E1,E2,E3", *lines]))


def _tabbed(path: Path) -> None:
    _wide(path)
    path.write_text(path.read_text().replace(",", "\t"))


def _sheet(path: Path) -> None:
    columns = [Column(name, name) for name in ("name", "E1", "E2", "E3")]
    rows = [{"name": f"A{n}", **{f"E{k}": str(one) for k, one in enumerate(row, 1)}} for n, row in enumerate(SCORES, 1)]
    path.write_bytes(write_xlsx(columns, rows, title="scores", at=datetime(2024, 1, 1, tzinfo=UTC)))


WRITERS = {".npy": _npy, ".npz": _npz, ".in": _header, ".csv": _wide, ".tsv": _tabbed, ".xlsx": _sheet}


@pytest.mark.parametrize("kind", WRITERS)
def test_the_same_scores_give_the_same_assignment_in_every_format(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, kind: str
) -> None:
    path = tmp_path / f"scores{kind}"
    WRITERS[kind](path)
    said = engine(capsys, "assign", path, "--per-application", "1", "--max-load", "1", "--json", "-").json
    pairs = [(pair["application"], pair["evaluator"]) for pair in said["decision"]["pairs"]]
    assert (pairs, said["value"]) == ([("A1", "E1"), ("A2", "E2"), ("A3", "E3")], 2.4)


def test_every_kind_of_file_that_is_read_is_tried_here() -> None:
    shown = {Path(word).suffix for line in SHOWN for word in shlex.split(line) if (EXAMPLES / word).is_file()}
    assert set(assign.KINDS) | {".pb", ".dzn"} <= shown | set(WRITERS) | {".json", ".txt"}


@pytest.mark.parametrize("verb", VERBS)
def test_the_help_of_a_verb_says_what_every_option_is(capsys: pytest.CaptureFixture[str], verb: str) -> None:
    said = engine(capsys, verb, "--help")
    assert said.code == 0
    assert verb_named(verb).HELP in said.out
    options = re.findall(r"^  (-.+?)(?:  +(\S.*))?(?:\n +(\S.*))?$", said.out, re.MULTILINE)
    assert [words for words, beside, below in options if not beside and not below] == []
