"""Running ``securit engine …`` in this process and looking at all it says."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from securit.cli import main


@dataclass(frozen=True)
class Said:
    """The exit code and what was printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def engine(capsys: pytest.CaptureFixture[str], *words: str | Path) -> Said:
    """Run the command with these words."""
    capsys.readouterr()
    try:
        code = main(["engine", *map(str, words)])
    except SystemExit as end:
        code = int(end.code or 0)
    said = capsys.readouterr()
    return Said(code, said.out, said.err)
