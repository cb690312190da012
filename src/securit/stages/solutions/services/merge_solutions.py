"""Two records of one thing: one stays, the other is kept behind it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.solutions.models import Solution
from securit.stages.solutions.terms import Cause


class CannotMergeSolutions(Refusal):
    """They are the same record, of different programmes, or the one to stay is gone itself."""

    status = 409


def merge_solutions(
    *, kept: Solution, merged: Solution, actor: Actor, at: datetime, intent: str = "", version: int | None = None
) -> Solution:
    """Archive ``merged`` behind ``kept``; both texts stay, and ``restore_solution`` undoes it.

    Raises :class:`CannotMergeSolutions`. Returns the merged one.
    """

    def both_stand(row: Solution) -> None:
        present = Solution.objects.select_for_update().filter(pk=kept.pk, programme_id=row.programme_id).first()
        if present is None or present.pk == row.pk:
            raise CannotMergeSolutions(_("Choose two different solutions of one programme."), code="not_two")
        if present.state == "archived":
            raise CannotMergeSolutions(
                _("“%(title)s” is archived itself.") % {"title": present.title},
                code="kept_is_archived",
                remedy=_("Put it back into the catalogue, or keep the other one."),
            )

    def write(row: Solution) -> None:
        row.archived_at, row.archive_cause, row.merged_into = at, Cause.MERGED, kept

    note = Note(details={"kept": kept.ref})
    return perform(
        merged, "merge", actor=actor, at=at, guards=[both_stand], write=write, note=note, intent=intent, version=version
    )
