"""Take a solution out of the catalogue; nothing of it is lost."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.solutions.models import Solution
from securit.stages.solutions.terms import Cause


class CannotArchiveSolution(Refusal):
    """No cause is given, or one that only merging gives."""


def archive_solution(
    *, solution: Solution, cause: str, reason: str = "", actor: Actor, at: datetime, intent: str = ""
) -> Solution:
    """Out of the catalogue, with its cause. Raises :class:`CannotArchiveSolution`."""
    if cause not in (Cause.STALE, Cause.WITHDRAWN, Cause.WRONG):
        raise CannotArchiveSolution(_("Say why it leaves the catalogue."), code="cause_missing", field="cause")

    def write(row: Solution) -> None:
        row.archived_at, row.archive_cause = at, cause

    note = Note(details={"cause": cause}, reason=reason.strip()[:500])
    return perform(solution, "archive", actor=actor, at=at, write=write, note=note, intent=intent)
