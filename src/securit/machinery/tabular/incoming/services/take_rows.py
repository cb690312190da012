"""Import the rows of a table: all of them when all are right, or those that a person named. Many go to the worker."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.machinery.tabular.imports import JudgedRow
from securit.machinery.tabular.incoming.intake import Intake, table_of
from securit.machinery.tabular.incoming.models import IncomingTable

MOST_AT_ONCE = 500
"""More rows than these are taken by the worker, so that no page makes its person wait."""


class CannotTakeRows(Refusal):
    """Something is not right and nobody said which rows to take, a row is faulty, or one is here already by now."""


def take_rows(
    *, intake: Intake, record: IncomingTable, numbers: Collection[int] | None, confirmed: bool = False, actor: Actor,
    at: datetime, intent: str = "",
) -> IncomingTable:  # fmt: skip
    """Take the rows of these numbers of the file (``None``: every row), all or none, in one transaction.

    More than :data:`MOST_AT_ONCE` are only asked for here; :func:`finish_taking` takes them. Raises
    :class:`CannotTakeRows`, and :class:`Stale` when somebody changed the assignment meanwhile; then nothing is taken.
    """
    if record.state != "mapped":  # this very press again, or too late
        return perform(record, "take_later" if record.asked_at else "take", actor=actor, at=at, intent=intent)
    if intake.confirmation and not confirmed:
        raise CannotTakeRows(_("Please confirm this first."), code="not_confirmed", field="confirmed")
    preview = intake.preview_of(record, table_of(record), actor)
    rows = _chosen(preview.rows, numbers)
    left_out = len(preview.rows) - len(rows)

    def ask(row: IncomingTable) -> None:
        row.asked_by_id, row.asked_at, row.rows_left_out, row.returned_because = actor.user_id, at, left_out, ""
        row.chosen = {
            "new": [each.number for each in rows if each.status == "new"],
            "also": [each.number for each in rows if each.status != "new"],
        }

    def take(row: IncomingTable) -> None:
        ask(row)
        row.asked_at = None
        store(intake, row, rows, frozenset(row.chosen["also"]), actor, at)

    later = len(rows) > MOST_AT_ONCE
    note = Note(details={"rows": len(rows), "left_out": left_out})
    return perform(
        record,
        "take_later" if later else "take",
        actor=actor,
        at=at,
        write=ask if later else take,
        note=note,
        intent=intent,
        version=record.version,
    )


def store(
    intake: Intake, row: IncomingTable, rows: Sequence[JudgedRow], also: Collection[int], actor: Actor, at: datetime
) -> None:
    """Make the things, under the lock of the table; ``also`` are the rows wanted though they are here already.

    Raises :class:`CannotTakeRows` for others that have come here meanwhile.
    """
    known, key_of = intake.known_keys(row, actor), intake.spec_of(row.programme).key_of
    for each in rows:
        if each.number not in also and (title := known.get(key_of(each.texts))):
            raise CannotTakeRows(
                _("Row %(number)d has come here in the meantime: %(title)s.") % {"number": each.number, "title": title},
                code="known_by_now",
                remedy=_("Look at the rows again."),
            )
    intake.store(row, rows, actor, at)
    row.taken_at, row.rows_taken, row.chosen = at, len(rows), {}


def _chosen(rows: Collection[JudgedRow], numbers: Collection[int] | None) -> list[JudgedRow]:
    if numbers is None:
        wrong = [row for row in rows if row.status != "new"]
        if wrong:
            raise CannotTakeRows(
                _("Row %(number)d is not right, so nothing was imported.") % {"number": wrong[0].number},
                code="not_all_right",
                remedy=_("Mend the file and upload it again, or say which rows to take."),
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
