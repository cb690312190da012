"""Ask the team about what it submitted; the application itself is not changed by the answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.screening.models import Clarification, Screening
from securit.stages.screening.services.letters import ask_the_team

LONGEST_QUESTION = 4_000
USUAL_TIME = timedelta(days=5)


class CannotRequestClarification(Refusal):
    """The question is missing or too long, or it is to be answered in the past."""


def request_clarification(
    *, screening: Screening, question: str, actor: Actor, at: datetime, due_at: datetime | None = None
) -> Screening:
    """Mail the question to the team, to be answered within five days unless ``due_at`` says otherwise.

    Raises :class:`CannotRequestClarification`.
    """
    question, due_at = question.strip(), due_at or at + USUAL_TIME
    if not question or len(question) > LONGEST_QUESTION:
        sentence = _("Write the question, in at most %(most)d characters.") % {"most": LONGEST_QUESTION}
        raise CannotRequestClarification(sentence, code="question_missing", field="question")
    if due_at <= at:
        raise CannotRequestClarification(_("The answer is due in the future."), code="due_in_the_past", field="due_at")

    def write(row: Screening) -> None:
        Clarification.objects.create(
            programme_id=row.programme_id,
            screening=row,
            question=question,
            asked_by_id=actor.user_id,
            asked_at=at,
            due_at=due_at,
        )

    with transaction.atomic():
        note = Note(details={"due_at": due_at.isoformat()}, personal={"question": question})
        asked = perform(screening, "request_clarification", actor=actor, at=at, write=write, note=note)
        ask_the_team(asked, question, due_at=due_at, at=at)
        return asked
