"""Change what is stated about a solution."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.stages.solutions.models import Solution
from securit.stages.solutions.services.draft_solution import CannotStateSolution
from securit.stages.solutions.stating import domains_of, nothing_to_list, read_statements


def edit_solution(
    *,
    solution: Solution,
    stated: Mapping[str, str],
    actor: Actor,
    at: datetime,
    intent: str = "",
    version: int | None = None,
) -> Solution:
    """Change texts by field. What was verified is listed again afterwards: a partner looks at it anew.

    Raises :class:`CannotStateSolution` naming every field that is wrong.
    """
    values, wrong = read_statements(stated, domains_of(solution.programme))
    if wrong:
        raise CannotStateSolution(wrong)

    def write(row: Solution) -> None:
        for name, value in values.items():
            setattr(row, name, value)
        if row.state != "drafted" and (lacking := nothing_to_list(row)):
            raise CannotStateSolution({"summary" if len(row.summary) < 40 else "domains": lacking})
        row.words, row.current_at, row.reminded_at = row.searchable(), at, None
        row.verified_by, row.verified_at, row.checked, row.checked_note = None, None, (), ""

    verb = "revise" if solution.state == "verified" else "edit"
    note = Note(details={"changed": sorted(values)})
    return perform(solution, verb, actor=actor, at=at, write=write, note=note, intent=intent, version=version)
