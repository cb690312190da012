"""Later stages say how many applications a call has, where they know; the planner begins there, not at an example."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from securit.stages.calls.models import Call


@dataclass(frozen=True, slots=True)
class Expected:
    """The three numbers that the planner begins with, none below one; ``source`` says where they are from."""

    least: int
    likely: int
    most: int
    source: str


Known = Callable[[Call], Expected | None]

_known: list[Known] = []


def register_expected(known: Known) -> None:
    """A function that says what a stage knows of a call; ``None`` while it knows nothing."""
    _known.append(known)


def expected_of(call: Call) -> Expected | None:
    """What the latest stage that knows something says; stages register in their order."""
    return next((found for known in reversed(_known) if (found := known(call))), None)
