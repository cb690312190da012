"""Ask the team a question, or give it notice of a ground for rejection. The answer does not change the application."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.screening.models import Clarification, Screening
from securit.stages.screening.services.letters import ask_the_team
from securit.stages.screening.titles import HEARD

LONGEST_QUESTION = 4_000
USUAL_TIME = timedelta(days=5)
#: A notice of a ground for rejection leaves at least so much time.
LEAST_TIME_TO_BE_HEARD = timedelta(days=5)


class CannotRequestClarification(Refusal):
    """The question is missing or too long, or it is to be answered in the past or too soon."""


def request_clarification(
    *,
    screening: Screening,
    question: str,
    actor: Actor,
    at: datetime,
    due_at: datetime | None = None,
    about: str = "",
    before: str = "",
    ground: str = "",
    intent: str = "",
    version: int | None = None,
) -> Screening:
    """Mail the question to the team, to be answered within five days unless ``due_at`` says otherwise.

    ``about`` names the answer in question and ``before`` what stands there. With a ``ground`` it is the notice before
    a rejection on that ground. Raises :class:`CannotRequestClarification`.
    """
    question, due_at = question.strip(), due_at or at + USUAL_TIME
    _require_question(question)
    _require_time(ground, due_at, at)

    def write(row: Screening) -> None:
        Clarification.objects.create(
            programme_id=row.programme_id,
            screening=row,
            question=question,
            asked_by_id=actor.user_id,
            asked_at=at,
            due_at=due_at,
            ground=ground,
            about=about,
            before=before,
        )

    with transaction.atomic():
        details = {"due_at": due_at.isoformat()} | ({"ground": ground} if ground else {})
        note = Note(details=details, personal={"question": question})
        asked = perform(
            screening,
            "request_clarification",
            actor=actor,
            at=at,
            write=write,
            note=note,
            intent=intent,
            version=version,
        )
        if not asked.repeated:
            ask_the_team(asked, question, due_at=due_at, ground=ground, at=at)
        return asked


def _require_question(question: str) -> None:
    if not question or len(question) > LONGEST_QUESTION:
        sentence = _("Write the question, in at most %(most)d characters.") % {"most": LONGEST_QUESTION}
        raise CannotRequestClarification(sentence, code="question_missing", field="question")


def _require_time(ground: str, due_at: datetime, at: datetime) -> None:
    if due_at <= at:
        raise CannotRequestClarification(_("The answer is due in the future."), code="due_in_the_past", field="due_at")
    if ground and (ground not in HEARD or due_at < at + LEAST_TIME_TO_BE_HEARD):
        sentence = _("Choose a ground, and leave the team at least %(days)d days.")
        days = {"days": LEAST_TIME_TO_BE_HEARD.days}
        raise CannotRequestClarification(sentence % days, code="too_soon", field="days")
