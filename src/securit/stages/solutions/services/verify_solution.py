"""A partner says what it looked at, and that the solution is what it says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.solutions.models import Solution
from securit.stages.solutions.terms import Checked

MOST_NOTE = 500


class CannotVerifySolution(Refusal):
    """Nothing was looked at, or there is no such way to look."""


def verify_solution(
    *,
    solution: Solution,
    checked: Sequence[str],
    note: str,
    actor: Actor,
    at: datetime,
    intent: str = "",
    version: int | None = None,
) -> Solution:
    """From listed to verified (or verified anew), with what was looked at. Raises :class:`CannotVerifySolution`."""
    if not checked:
        raise CannotVerifySolution(
            _("Say what you have looked at."), code="nothing_checked", field="checked", remedy=_("Tick at least one.")
        )
    if unknown := [code for code in checked if code not in Checked.values]:
        raise CannotVerifySolution(
            _("“%(code)s” is not a way to look at a solution.") % {"code": unknown[0]}, code="unknown", field="checked"
        )
    if len(note) > MOST_NOTE:
        raise CannotVerifySolution(
            _("At most %(most)d characters are kept.") % {"most": MOST_NOTE}, code="too_long", field="note"
        )

    def write(row: Solution) -> None:
        row.verified_by_id, row.verified_at, row.current_at, row.reminded_at = actor.user_id, at, at, None
        row.checked, row.checked_note = tuple(checked), note.strip()

    said = Note(details={"checked": sorted(checked)}, reason=note.strip())
    return perform(solution, "verify", actor=actor, at=at, write=write, note=said, intent=intent, version=version)
