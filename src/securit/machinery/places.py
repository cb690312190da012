"""Places at something people register for: how many there are, how many are taken, and who must wait."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Places:
    """``most`` is ``None`` where as many come as like; more than ``most`` may have a place where it was lowered."""

    most: int | None
    taken: int

    @property
    def free(self) -> int | None:
        """How many of those who wait get a place now; ``None`` for all of them."""
        return None if self.most is None else max(0, self.most - self.taken)

    @property
    def is_full(self) -> bool:
        """Whether the next one waits."""
        return self.free == 0
