"""Answer a question to all at once, publish a better answer, or refuse it with a reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.kernel.rules_kept import keeps
from securit.stages.calls.contracts import Unfit
from securit.stages.calls.letters import mail_question_refused
from securit.stages.calls.models import Call, Corrigendum, Question

MOST_CHARACTERS = 5_000
EXPLAINS, CHANGES = "explains", "changes"
_ADDRESS = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[a-z]{2,}", re.IGNORECASE)


class CannotAnswer(Refusal):
    """Something is missing, the asker would be known, or the answer changes the call without a corrigendum."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What all will read. ``effect``: ``explains``, ``changes``, or ``corrigendum:2`` for one that says it already."""

    question: str
    answer: str
    effect: str


def answer_question(
    *, question: Question, words: Answer, actor: Actor, at: datetime, intent: str = "", version: int | None = None
) -> Question:
    """Publish question and answer for all; the asker and those who follow the call get a mail within the hour.

    There is no way to answer one person alone. An answered question gets a better answer, dated. Raises
    :class:`CannotAnswer` naming the field, and ``Stale`` when somebody else was faster.
    """
    asked, answer = _text(words.question, "question"), _text(words.answer, "answer")
    refuse_a_silent_change(words.effect)
    is_first = question.state != "answered"

    def nobody_is_known(row: Question) -> None:
        refuse_to_name_the_asker(row, asked, answer)

    def write(row: Question) -> None:
        row.question, row.answer = asked, answer
        row.corrigendum = _corrigendum(row.call, words.effect)
        if is_first:
            row.number, row.answered_at = _next_number(row.call), at
        else:
            row.amended_at = at

    def note(row: Question) -> Note:
        edited = row.question != row.asked
        return Note(
            details={"number": row.number, "edited": edited, "effect": words.effect},
            personal={"question": row.question, "answer": row.answer},
        )

    return perform(
        question, "answer" if is_first else "amend", actor=actor, at=at, guards=[nobody_is_known], write=write,
        note=note, intent=intent, version=version,
    )  # fmt: skip


def refuse_question(*, question: Question, because: str, actor: Actor, at: datetime, intent: str = "") -> Question:
    """Do not answer, for one of the published reasons, which the asker is mailed. No words of one's own can be added.

    Raises :class:`CannotAnswer` when the reason is none of them.
    """
    if because not in list(Unfit):
        raise CannotAnswer(_("Choose why it is not answered."), code="no_reason", field="because")

    def write(row: Question) -> None:
        row.refused_because = because
        mail_question_refused(row, at)
        row.email, row.asked_by = "", None

    details = Note(details={"because": because})
    return perform(question, "refuse", actor=actor, at=at, write=write, note=details, intent=intent)


def forget_asker(*, question: Question, actor: Actor, at: datetime) -> Question:
    """The mail is on its way: the address is no longer needed."""

    def write(row: Question) -> None:
        row.email, row.asked_by = "", None

    return perform(question, "forget_asker", actor=actor, at=at, write=write)


@keeps("R-19", "R-20")
def refuse_a_silent_change(effect: str) -> None:
    """An answer explains what the call says. What changes it is a corrigendum, which all applicants are told."""
    if effect == CHANGES:
        raise CannotAnswer(
            _("An answer cannot change the call."),
            code="changes_the_call",
            remedy=_("Publish a corrigendum on the page of the call first, then answer and name it here."),
            field="effect",
        )


@keeps("R-20")
def refuse_to_name_the_asker(question: Question, asked: str, answer: str) -> None:
    """What all read says nothing of who asked: no address of a person, and not the asker's name."""
    if _ADDRESS.search(asked):
        raise CannotAnswer(
            _("The question holds an e-mail address; all would read it."),
            code="address",
            remedy=_("Take it out; the trail keeps that the text was edited."),
            field="question",
        )
    for field, text in (("question", asked), ("answer", answer)):
        if any(name.casefold() in text.casefold() for name in _names(question)):
            raise CannotAnswer(
                _("The text names the person who asked; all would read it."),
                code="named",
                remedy=_("Write it so that nobody can tell who asked."),
                field=field,
            )


def _names(question: Question) -> list[str]:
    known = [question.email]
    if question.asked_by is not None:
        known += [question.asked_by.email, question.asked_by.name]
    return [name for name in known if len(name) > 3]


def _text(words: str, field: str) -> str:
    said = words.replace("\r\n", "\n").strip()
    if not said:
        sentence = _("Write the answer.") if field == "answer" else _("Say what was asked, for all to read.")
        raise CannotAnswer(sentence, code="nothing", field=field)
    if len(said) > MOST_CHARACTERS:
        raise CannotAnswer(
            _("The text has more than %(most)d characters.") % {"most": MOST_CHARACTERS}, code="too_long", field=field
        )
    return said


def _corrigendum(call: Call, effect: str) -> Corrigendum | None:
    kind, _colon, number = effect.partition(":")
    if effect == EXPLAINS:
        return None
    found = call.corrigenda.filter(number=number).first() if kind == "corrigendum" and number.isdecimal() else None
    if found is None:
        raise CannotAnswer(
            _("Say whether the answer only explains the call."), code="effect", field="effect", status=422
        )
    return found


def _next_number(call: Call) -> int:
    """The call is locked, so that two answers at once do not get the same number."""
    Call.objects.in_programme(call.programme).select_for_update().filter(pk=call.pk).values_list("pk").get()
    highest: int = call.questions.aggregate(n=Max("number", default=0))["n"]
    return highest + 1
