"""Say whether a solution that was proposed for a challenge is any good: counted and shown, never used in silence."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.challenges.public import Challenge
from securit.stages.solutions.models import Judgement, Solution


class CannotJudgeMatch(Refusal):
    """Challenge and solution are of different programmes."""


def judge_match(
    *, solution: Solution, challenge: Challenge, fits: bool, actor: Actor, at: datetime, intent: str = ""
) -> Solution:
    """Keep what this person thinks of the pair; said again, the new word counts. Raises :class:`CannotJudgeMatch`."""
    if challenge.programme_id != solution.programme_id:
        raise CannotJudgeMatch(_("They are of different programmes."), code="two_programmes")

    def write(row: Solution) -> None:
        Judgement.objects.update_or_create(
            challenge=challenge,
            solution=row,
            by_id=actor.user_id,
            defaults={"programme": row.programme, "fits": fits, "at": at},
        )

    note = Note(details={"challenge": challenge.number, "fits": fits})
    return perform(solution, "judge", actor=actor, at=at, write=write, note=note, intent=intent)
