"""How much of the allowed effort is left: steps are counted here, seconds by the machine's stopwatch."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from securit.engines._shared.outcome import Limits


@dataclass(slots=True)
class Effort:
    """Counts down the limits of one call of a rule. A step is one linear programme, or one node of a tree search."""

    limits: Limits
    steps: int = 0
    was_cut: bool = False
    _since: float = field(default_factory=time.monotonic)

    def step(self, count: int = 1) -> None:
        """Note that so many steps were taken."""
        self.steps += count

    @property
    def spent(self) -> bool:
        """Whether a limit is reached; remembered in ``was_cut``."""
        left = self.seconds_left
        over = (left is not None and left <= 0) or (self.steps_left is not None and self.steps_left <= 0)
        self.was_cut = self.was_cut or over
        return over

    @property
    def seconds_left(self) -> float | None:
        """Seconds before the limit, or nothing where there is none."""
        return None if self.limits.seconds is None else self.limits.seconds - (time.monotonic() - self._since)

    @property
    def steps_left(self) -> int | None:
        """Steps before the limit, or nothing where there is none."""
        return None if self.limits.steps is None else self.limits.steps - self.steps

    @property
    def name(self) -> str:
        """The limit that cut the search short; empty when none did."""
        return self.limits.name if self.was_cut else ""
