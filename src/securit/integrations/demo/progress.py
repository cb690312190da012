"""Tell whoever waits how far loading is: a small JSON file, replaced as a whole."""

from __future__ import annotations

import json
import time
from pathlib import Path

SECONDS_BETWEEN = 0.25


class Progress:
    """Counts what is done and writes ``{"done": n, "total": m, "what": "…"}``, at most four times a second."""

    def __init__(self, file: Path | None, of: int) -> None:
        self.file, self.of, self.done = file, of, 0
        self._doing = ""
        self._written = float("-inf")

    def doing(self, sentence: str) -> None:
        """What happens from now on."""
        self._doing = sentence
        self._write()

    def step(self, count: int = 1) -> None:
        """So much more is done."""
        self.done = min(self.of, self.done + count)
        if time.monotonic() - self._written >= SECONDS_BETWEEN:
            self._write()

    def finish(self, sentence: str) -> None:
        """All is done."""
        self.done, self._doing = self.of, sentence
        self._write()

    def _write(self) -> None:
        if self.file is None:
            return
        fresh = self.file.with_suffix(".writing")
        fresh.write_text(json.dumps({"done": self.done, "total": self.of, "what": self._doing}), encoding="utf-8")
        fresh.replace(self.file)
        self._written = time.monotonic()
