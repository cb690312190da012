"""Three-valued logic after Kleene: met, not met, and unresolved when the facts do not tell."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Result(StrEnum):
    """What a test says about the facts. Unresolved is an answer of its own and never counts as met."""

    MET = "met"
    NOT_MET = "not_met"
    UNRESOLVED = "unresolved"


def result_of(truth: bool) -> Result:
    """Met for true, not met for false."""
    return Result.MET if truth else Result.NOT_MET


def negation(result: Result) -> Result:
    """Met and not met change places; unresolved stays."""
    return {Result.MET: Result.NOT_MET, Result.NOT_MET: Result.MET}.get(result, Result.UNRESOLVED)


def conjunction(results: Iterable[Result]) -> Result:
    """Not met as soon as one is not met; met when all are (also when there are none); else unresolved."""
    found = set(results)
    for decisive in (Result.NOT_MET, Result.UNRESOLVED):
        if decisive in found:
            return decisive
    return Result.MET


def disjunction(results: Iterable[Result]) -> Result:
    """Met as soon as one is met; not met when none is (also when there are none); else unresolved."""
    found = set(results)
    for decisive in (Result.MET, Result.UNRESOLVED):
        if decisive in found:
            return decisive
    return Result.NOT_MET
