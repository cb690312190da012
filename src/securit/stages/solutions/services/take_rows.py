"""Import the rows of a table: all of them when all are right, or those that a person ticked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.machinery.tabular.imports import JudgedRow
from securit.stages.solutions.importing import preview_of, table_of
from securit.stages.solutions.models import SolutionImport
from securit.stages.solutions.services.draft_solution import draft_solution
from securit.stages.solutions.terms import Origin


class CannotTakeRows(Refusal):
    """Something is not right and nobody said which rows to take, or a row that was ticked is faulty."""


def take_rows(
    *, record: SolutionImport, numbers: Collection[int] | None, actor: Actor, at: datetime, intent: str = ""
) -> SolutionImport:
    """Draft a solution from each row, in one transaction. ``numbers`` are rows of the file; ``None``: every row.

    Every row is judged again here, under the lock. Raises :class:`CannotTakeRows`; then nothing is imported.
    """

    def write(row: SolutionImport) -> None:
        preview = preview_of(row, table_of(row))
        taken = _chosen(preview.rows, numbers)
        for judged in taken:
            draft_solution(
                programme=row.programme,
                stated=judged.texts,
                origin=Origin.IMPORT,
                synthetic=row.synthetic,
                actor=actor,
                at=at,
            )
        row.taken_at, row.rows_taken, row.rows_left_out = at, len(taken), len(preview.rows) - len(taken)

    def note(row: SolutionImport) -> Note:
        return Note(details={"taken": row.rows_taken, "left_out": row.rows_left_out})

    return perform(record, "take", actor=actor, at=at, write=write, note=note, intent=intent)


def _chosen(rows: Collection[JudgedRow], numbers: Collection[int] | None) -> list[JudgedRow]:
    if numbers is None:
        wrong = [row for row in rows if row.status != "new"]
        if wrong:
            raise CannotTakeRows(
                _("Row %(number)d is not right, so nothing was imported.") % {"number": wrong[0].number},
                code="not_all_right",
                remedy=_("Mend the file and upload it again, or tick the rows to take."),
            )
        return list(rows)
    chosen = [row for row in rows if row.number in numbers]
    if not chosen:
        raise CannotTakeRows(_("Tick at least one row."), code="nothing_ticked", field="rows")
    if faulty := [row for row in chosen if row.status == "faulty"]:
        raise CannotTakeRows(
            _("Row %(number)d cannot be imported: %(fault)s")
            % {"number": faulty[0].number, "fault": faulty[0].faults[0]},
            code="faulty_row",
            field="rows",
        )
    return chosen
