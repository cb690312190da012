"""What stands on the pages of questions and answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.perform import may
from securit.machinery.documents.markdown import to_flowing_html
from securit.machinery.tabular.columns import Column
from securit.stages.calls.models import Call, Question
from securit.stages.calls.selectors import answered_questions, questions_end, questions_waiting
from securit.stages.calls.web.question_forms import AnswerForm, AskForm, UnfitForm

FEWEST_TO_SEARCH = 6
"""From so many answers on the page has a search."""

COLUMNS = (
    Column("number", "Number", "whole"),
    Column("question", "Question"),
    Column("answer", "Answer"),
    Column("answered_at", "Answered", "moment"),
    Column("amended_at", "Answered better", "moment"),
    Column("corrigendum", "Corrigendum", "whole"),
)


def questions_page(call: Call, actor: Actor, at: datetime, form: AskForm, wanted: str) -> dict[str, Any]:
    """The context of ``calls/questions.html``. Four queries, whatever the number of answers."""
    answered = answered_questions(call)
    words = wanted.casefold().split()
    found = [each for each in answered if _holds(each, words)]
    answers = bool(policy.decide(actor, "call.correct", call.facts()))
    watches = answers or bool(policy.decide(actor, "call.manage", call.facts()))
    ends = questions_end(call)
    return {
        "call": call,
        "programme": call.programme,
        "actor": actor,
        "total": len(answered),
        "found": [_shown(each) for each in found],
        "wanted": wanted,
        "may_search": len(answered) >= FEWEST_TO_SEARCH or bool(wanted),
        "waiting": [(each, each.asked[:160]) for each in questions_waiting(call)] if watches else [],
        "watches": watches,
        "may_answer": answers,
        "ends": ends,
        "is_public": call.published_at is not None,
        "takes_questions": call.state in ("published", "open") and at < ends,
        "form": form,
    }


def question_page(question: Question, actor: Actor, form: AnswerForm, unfit: UnfitForm) -> dict[str, Any]:
    """The context of ``calls/question.html``."""
    is_answered = question.state == "answered"
    return {
        "question": question,
        "call": question.call,
        "programme": question.programme,
        "actor": actor,
        "shown": _shown(question) if is_answered else None,
        "form": form,
        "unfit": unfit,
        "may_answer": bool(may(actor, "amend" if is_answered else "answer", question)),
        "may_refuse": bool(may(actor, "refuse", question)),
        "may_read_asked": bool(policy.decide(actor, "call.manage", question.call.facts())),
        "refused_because": question.refused_label,
    }


def row_of(question: Question) -> dict[str, object]:
    """One line of the export."""
    number = question.corrigendum.number if question.corrigendum else None
    return {name: getattr(question, name) for name in ("number", "question", "answer", "answered_at", "amended_at")} | {
        "corrigendum": number
    }


def _holds(question: Question, words: list[str]) -> bool:
    text = f"{question.question} {question.answer}".casefold()
    return all(word in text for word in words)


def _shown(question: Question) -> dict[str, Any]:
    return {"row": question, "question": to_flowing_html(question.question), "answer": to_flowing_html(question.answer)}
