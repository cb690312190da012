"""Fill in the ethics-legal-social sheet of a challenge."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.challenges.ethics_sheet import QUESTIONS, problems_of_sheet
from securit.stages.challenges.models import Challenge


class CannotAssessChallenge(Refusal):
    """An answer is missing, or a yes has no words; ``field`` is the question's code."""


def assess_challenge(
    *, challenge: Challenge, sheet: Mapping[str, Any], actor: Actor, at: datetime, intent: str = ""
) -> Challenge:
    """Keep the five answers, each ``{"answer": yes | no | unknown, "words": …}``.

    Raises :class:`CannotAssessChallenge` naming the first question that is not answered.
    """
    for code, sentence in problems_of_sheet(sheet).items():
        raise CannotAssessChallenge(sentence, code="answer_missing", field=code)

    def write(row: Challenge) -> None:
        row.sheet = {c: {"answer": sheet[c]["answer"], "words": sheet[c]["words"].strip()} for c in QUESTIONS}
        row.sheet_at = at

    note = Note(details={code: sheet[code]["answer"] for code in QUESTIONS})
    return perform(challenge, "assess", actor=actor, at=at, write=write, note=note, intent=intent)
