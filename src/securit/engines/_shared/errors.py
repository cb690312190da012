"""The refusals of an engine: each carries its reasons as sentences, so that nobody has to guess."""

from __future__ import annotations

from collections.abc import Iterable


class Refused(ValueError):
    """An engine that cannot answer; ``reasons`` says why, one sentence each, in a stable order."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(self.reasons))


class Unusable(Refused):
    """The problem contradicts itself as data: an unknown name, a doubled id, a negative amount."""


class Infeasible(Refused):
    """The problem is well stated but no decision satisfies it; the reasons name what clashes."""


class TooLarge(Refused):
    """The problem is beyond a stated limit of the engine, so an exact answer is not promised."""


def refuse_if_any(reasons: Iterable[str], kind: type[Refused] = Unusable) -> None:
    """Raise ``kind`` with all the reasons, if there are any."""
    found = tuple(reasons)
    if found:
        raise kind(found)
