"""What can be computed: names and the functions behind them. Filled when Django loads the stages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from securit.kernel.canonical import Json
from securit.machinery.computations.models import Computation
from securit.machinery.computations.watching import UNWATCHED, Watching


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a computation: a small answer for pages, and the large things behind it, both plain data."""

    answer: Json
    kept: Json = None


class Nothing(Exception):
    """It was stopped before it had anything to keep, or there is nothing to answer; the text says which."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a declared function is given. ``at`` is the programme's time when it began."""

    computation: Computation
    at: datetime
    watching: Watching = field(default=UNWATCHED)

    @property
    def question(self) -> dict[str, Any]:
        """What was asked."""
        asked: dict[str, Any] = self.computation.question
        return asked


Computes = Callable[[Work], Answered]
_known: dict[str, Computes] = {}


def computes(kind: str) -> Callable[[Computes], Computes]:
    """Declare the function that carries out computations of this kind, such as ``evaluation.assignment``.

    It runs outside of any transaction, may be begun anew after a crash (so it stores all at its end, or nothing), and
    answers ``Refusal`` or :class:`Nothing` where there is no answer.
    """

    def declare(function: Computes) -> Computes:
        if kind in _known:
            raise ValueError(f"The computation {kind} is declared twice.")
        _known[kind] = function
        return function

    return declare


def function_of(kind: str) -> Computes:
    """The declared function. Raises ``KeyError`` for an unknown kind."""
    return _known[kind]
