"""The team answers a question of the check."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.screening.models import Clarification, Screening

LONGEST_ANSWER = 8_000


class CannotAnswerClarification(Refusal):
    """The answer is missing or too long."""


def answer_clarification(
    *, screening: Screening, answer: str, actor: Actor, at: datetime, correction: str = "", intent: str = ""
) -> Screening:
    """Store the answer to the open question; the check goes back to the office. A late answer is kept, and marked late.

    ``correction`` is what the answer asked about should read; it stands beside what was submitted and replaces nothing.
    Raises :class:`CannotAnswerClarification`.
    """
    answer, correction = answer.strip(), correction.strip()
    if len(correction) > LONGEST_ANSWER:
        sentence = _("A correction has at most %(most)d characters.") % {"most": LONGEST_ANSWER}
        raise CannotAnswerClarification(sentence, code="correction_too_long", field="correction")
    if not answer or len(answer) > LONGEST_ANSWER:
        sentence = _("Write the answer, in at most %(most)d characters.") % {"most": LONGEST_ANSWER}
        raise CannotAnswerClarification(sentence, code="answer_missing", field="answer")

    def write(row: Screening) -> None:
        asked = Clarification.objects.filter(programme=row.programme_id, screening=row, answer="").order_by("-id")[:1]
        for clarification in asked:
            clarification.answer, clarification.answered_by_id, clarification.answered_at = answer, actor.user_id, at
            clarification.correction = correction if clarification.about else ""
            clarification.save(update_fields=["answer", "correction", "answered_by", "answered_at"])

    note = Note(personal={"answer": answer})
    return perform(screening, "answer", actor=actor, at=at, write=write, note=note, intent=intent)
