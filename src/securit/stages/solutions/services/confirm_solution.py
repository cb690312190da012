"""Somebody who knows says that what stands there is still so."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import perform
from securit.stages.solutions.models import Solution


def confirm_solution(*, solution: Solution, actor: Actor, at: datetime, intent: str = "") -> Solution:
    """Begin the year until the next question anew."""

    def write(row: Solution) -> None:
        row.current_at, row.reminded_at = at, None

    return perform(solution, "confirm", actor=actor, at=at, write=write, intent=intent)
