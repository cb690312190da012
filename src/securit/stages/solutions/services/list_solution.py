"""Show a solution in the public catalogue."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import perform
from securit.kernel.refusals import Refusal
from securit.stages.solutions.models import Solution
from securit.stages.solutions.stating import nothing_to_list


class CannotListSolution(Refusal):
    """There is not enough to read yet."""


def list_solution(*, solution: Solution, actor: Actor, at: datetime, intent: str = "") -> Solution:
    """From preparation into the catalogue. Raises :class:`CannotListSolution`."""

    def write(row: Solution) -> None:
        row.listed_at, row.current_at = at, at

    return perform(solution, "publish", actor=actor, at=at, guards=[enough_to_read], write=write, intent=intent)


def enough_to_read(solution: Solution) -> None:
    """Refuse what nobody could find or understand."""
    if lacking := nothing_to_list(solution):
        raise CannotListSolution(lacking, code="not_enough_to_read", remedy=_("Edit it first."))
