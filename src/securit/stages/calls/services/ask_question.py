"""Ask about a call, with or without an account."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create, perform
from securit.kernel.refusals import Refusal
from securit.kernel.rules_kept import keeps
from securit.stages.calls.letters import mail_question_confirmation
from securit.stages.calls.models import Call, Question
from securit.stages.calls.selectors import questions_end

MOST_CHARACTERS = 2_000


class CannotAsk(Refusal):
    """Nothing is asked, the address is none, or no questions are taken now."""


def ask_question(*, call: Call, words: str, email: str, actor: Actor, at: datetime, intent: str = "") -> Question:
    """A question of somebody signed in goes to the office at once; any other after its address is confirmed by mail.

    Raises :class:`CannotAsk` naming the field.
    """
    refuse_outside_the_time(call, at)
    asked = _words(words)
    address = "" if actor.user_id is not None else _address(email)
    question = Question(
        programme=call.programme, call=call, asked=asked, asked_at=at, asked_by_id=actor.user_id, email=address
    )
    with transaction.atomic():
        made = create(question, actor=actor, at=at, intent=intent, note=Note(personal={"asked": asked}))
        if made.repeated:
            return made
        if actor.user_id is not None:
            return perform(made, "confirm", actor=actor, at=at)
        mail_question_confirmation(made, at)
        return made


def confirm_question(*, question: Question, actor: Actor, at: datetime) -> Question:
    """The address is the asker's: the question goes to the office. One confirmed before stays as it is."""
    if question.state != "sent":
        return question
    return perform(question, "confirm", actor=actor, at=at)


@keeps("R-20")
def refuse_outside_the_time(call: Call, at: datetime) -> None:
    """Questions are taken from publication to the published end, so that all can read every answer in time."""
    if call.state not in ("published", "open"):
        raise CannotAsk(_("Questions are taken while the call is published or open."), code="not_open", status=409)
    ends = questions_end(call)
    if at >= ends:
        raise CannotAsk(
            _("Questions were taken until %(when)s.") % {"when": date_format(ends, "j F Y, H:i e")},
            code="too_late",
            remedy=_("What was asked before and the answers stand on this page."),
            status=409,
        )


def _words(words: str) -> str:
    said = words.replace("\r\n", "\n").strip()
    if not said:
        raise CannotAsk(_("Write your question."), code="no_question", field="question")
    if len(said) > MOST_CHARACTERS:
        raise CannotAsk(
            _("The question has more than %(most)d characters.") % {"most": MOST_CHARACTERS},
            code="too_long",
            field="question",
        )
    return said


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        EmailValidator()(address)
    except ValidationError:
        raise CannotAsk(
            _("This is not an e-mail address."),
            code="no_address",
            remedy=_("Write it like name@example.org."),
            field="email",
        ) from None
    return address
