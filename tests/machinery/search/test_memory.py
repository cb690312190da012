"""Vectors are worked out once, and whatever happens to the file only costs working them out again."""

from __future__ import annotations

import logging
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from securit.machinery.search import remember
from securit.machinery.search.memory import FILE

TEXTS = [f"text {number}" for number in range(150)]


@dataclass
class Counting:
    """Embeds a text as its length and its last character, and notes what it was asked."""

    name: str = "counting"
    asked: list[str] = field(default_factory=list)

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        self.asked += texts
        return np.array([[len(text), ord(text[-1:] or "0")] for text in texts], np.float32).reshape(len(texts), 2)


def asked(folder: Path, texts: Sequence[str], name: str = "counting", most_rows: int = 1000) -> list[str]:
    """What had to be worked out; the answer is right whatever was."""
    embeds = Counting(name)
    found = remember(texts, embeds, folder, most_rows=most_rows)
    assert found.tolist() == Counting().embed(texts).tolist()
    return embeds.asked


def changed(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / FILE)) as file, file:
        file.execute(statement)


def test_a_text_is_worked_out_once(tmp_path: Path) -> None:
    assert asked(tmp_path / "new", ["a", "b", "a"]) == ["a", "b"]
    assert asked(tmp_path / "new", ["c", "b", "a"]) == ["c"]


def test_many_texts_are_worked_out_once(tmp_path: Path) -> None:
    assert (asked(tmp_path, TEXTS), asked(tmp_path, TEXTS)) == (TEXTS, [])


def test_no_texts_ask_for_nothing(tmp_path: Path) -> None:
    assert remember([], Counting(), tmp_path).shape == (0, 2)


def test_another_model_has_its_own_vectors(tmp_path: Path) -> None:
    asked(tmp_path, ["a"])
    assert asked(tmp_path, ["a"], name="another") == ["a"]


def test_a_text_that_is_no_proper_unicode_is_kept_too(tmp_path: Path) -> None:
    asked(tmp_path, ["\ud800"])
    assert asked(tmp_path, ["\ud800"]) == []


def test_texts_themselves_are_not_kept(tmp_path: Path) -> None:
    asked(tmp_path, ["a very particular text"])
    assert b"particular" not in (tmp_path / FILE).read_bytes()


def test_the_oldest_go_when_there_are_too_many(tmp_path: Path) -> None:
    asked(tmp_path, ["a", "b"], most_rows=3)
    asked(tmp_path, ["c", "d"], most_rows=3)
    assert asked(tmp_path, ["b", "c", "d"], most_rows=3) == []
    assert asked(tmp_path, ["a"], most_rows=3) == ["a"]


@pytest.mark.parametrize("left", [0, 10, 100, 5000, 20_000])
def test_a_file_cut_short_is_begun_anew(tmp_path: Path, left: int) -> None:
    asked(tmp_path, TEXTS)
    whole = (tmp_path / FILE).read_bytes()
    assert len(whole) > left
    (tmp_path / FILE).write_bytes(whole[:left])
    asked(tmp_path, TEXTS)
    asked(tmp_path, TEXTS)
    assert asked(tmp_path, TEXTS) == []


def test_a_file_that_is_something_else_is_begun_anew_and_the_log_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / FILE).write_text("something else " * 1000)
    with caplog.at_level(logging.WARNING, "securit.search"):
        asked(tmp_path, ["a"])
    assert [record.getMessage() for record in caplog.records] == [
        f"The kept vectors in {tmp_path} were damaged (file is not a database) and are begun anew."
    ]
    assert asked(tmp_path, ["a"]) == []


@pytest.mark.parametrize(
    "damage",
    ["UPDATE vectors SET vector = x'00'", "UPDATE vectors SET sum = sum + 1", "UPDATE vectors SET vector = NULL"],
)
def test_a_damaged_row_is_worked_out_again(tmp_path: Path, damage: str) -> None:
    asked(tmp_path, ["a"])
    changed(tmp_path, damage)
    assert (asked(tmp_path, ["a"]), asked(tmp_path, ["a"])) == (["a"], [])


def test_a_folder_that_cannot_be_used_is_done_without(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("not a folder")
    with caplog.at_level(logging.WARNING, "securit.search"):
        assert asked(tmp_path / "file", ["a"]) == ["a"]
    assert {record.getMessage().split(":")[0] for record in caplog.records} == {
        "Vectors are worked out without being kept"
    }


def test_the_file_may_be_deleted_at_any_time(tmp_path: Path) -> None:
    asked(tmp_path, ["a"])
    (tmp_path / FILE).unlink()
    assert (asked(tmp_path, ["a"]), asked(tmp_path, ["a"])) == (["a"], [])


def test_several_processes_keep_vectors_at_once(tmp_path: Path) -> None:
    written = (
        "import sys; from pathlib import Path; from tests.machinery.search.test_memory import Counting;"
        "from securit.machinery.search import remember;"
        "[remember([f'{sys.argv[1]} {n}'], Counting(), Path(sys.argv[2])) for n in range(40)]"
    )
    processes = [subprocess.Popen([sys.executable, "-c", written, name, str(tmp_path)]) for name in ("a", "b", "c")]
    assert [process.wait(timeout=60) for process in processes] == [0, 0, 0]
    assert asked(tmp_path, [f"{name} {number}" for name in ("a", "b", "c") for number in range(40)]) == []
