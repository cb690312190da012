"""Put a solution back into the catalogue; a merger is undone by it."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import perform
from securit.stages.solutions.models import Solution
from securit.stages.solutions.services.list_solution import enough_to_read


def restore_solution(*, solution: Solution, actor: Actor, at: datetime, intent: str = "") -> Solution:
    """From archived to listed, with its own texts as they were. A verification from before is not taken over."""

    def write(row: Solution) -> None:
        row.archived_at, row.archive_cause, row.merged_into = None, "", None
        row.listed_at, row.current_at, row.reminded_at = row.listed_at or at, at, None
        row.verified_by, row.verified_at, row.checked, row.checked_note = None, None, (), ""

    return perform(solution, "restore", actor=actor, at=at, guards=[enough_to_read], write=write, intent=intent)
