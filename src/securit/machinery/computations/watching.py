"""Who looks on while long work goes on. Pure, so that the adapters of engines may take it."""

from __future__ import annotations

from typing import Protocol


class Watching(Protocol):
    """What a long piece of work tells, and asks, while it goes on. Both are cheap and may be called often."""

    def told(
        self, sentence: str = "", *, share: int | None = None, seconds: float = 0, best: str = "", bound: str = ""
    ) -> None:
        """What it does now, how much is done in per cent, the best value so far and what nothing exceeds."""

    def is_stopped(self) -> bool:
        """Whether it is to end with the best it has."""


class Unwatched:
    """Work that nobody watches, and nobody stops."""

    def told(
        self, sentence: str = "", *, share: int | None = None, seconds: float = 0, best: str = "", bound: str = ""
    ) -> None:
        """Nobody listens."""

    def is_stopped(self) -> bool:
        """Never."""
        return False


UNWATCHED = Unwatched()
