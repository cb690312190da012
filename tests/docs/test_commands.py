"""Every command that the documentation shows exists, with these words and options."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from pathlib import Path

import pytest

from securit import cli
from tests.docs.pages import ROOT, name_of, pages, shown_commands

TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
VARIABLES = {"PORT", "HOST", "STAGE", "DATA_DIR", "PYTHON", "ENGINE", "KILLS", "DATABASE", "STEPS"}
SHOWN = sorted({(name_of(page), line) for page in pages() for line in shown_commands(page.read_text("utf-8"))})


def test_the_documentation_shows_commands() -> None:
    assert {"make run", "make test"} <= {line for _page, line in SHOWN}


@pytest.mark.parametrize(("page", "line"), [shown for shown in SHOWN if shown[1].startswith("make")])
def test_a_shown_make_command_exists(page: str, line: str) -> None:
    words = shlex.split(line, comments=True)[1:]
    assert [word for word in words if "=" not in word and word not in TARGETS] == []
    assert [word for word in words if "=" in word and word.partition("=")[0] not in VARIABLES] == []


@pytest.mark.parametrize(("page", "line"), [shown for shown in SHOWN if shown[1].startswith("securit")])
def test_a_shown_securit_command_exists(page: str, line: str) -> None:
    words = _without_pipes(shlex.split(line, comments=True)[1:])
    assert _understood(words) or _understood([*words, "--help"])


def _without_pipes(words: list[str]) -> list[str]:
    ends = [i for i, word in enumerate(words) if word in ("|", ">", "<", "&&", ";") or word == "…"]
    return words[: ends[0]] if ends else words


def _understood(words: list[str]) -> bool:
    """Whether the command line takes these words; asking a command for its help counts when the verb exists."""
    quiet = io.StringIO()
    try:
        with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
            cli._parser().parse_args(words)
    except SystemExit as end:
        return end.code == 0
    return True


def test_the_shown_commands_are_looked_at() -> None:
    assert not _understood(["programme", "forget", "x"])
    assert not _understood(["programme", "check", "x", "--twice"])
    assert _understood(["programme", "check", "x"])


def test_pages_are_found() -> None:
    assert Path(ROOT / "README.md") in pages()
