"""What followers read. Every mail carries the link that stops them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel.refusals import Sentence
from securit.machinery.correspondence.mail import queue_mail
from securit.stages.calls.contracts import Unfit
from securit.stages.calls.definition_changes import CORRECTABLE
from securit.stages.calls.follow_links import token_of
from securit.stages.calls.models import Call, Corrigendum, Follow, Question
from securit.stages.calls.topics import title_of

#: What is new about a call, by the past participle of its event.
SUBJECTS: dict[str, Sentence] = {
    "announced": gettext_lazy("Announced: %(call)s"),
    "published": gettext_lazy("Published: %(call)s"),
    "opened": gettext_lazy("Open now: %(call)s"),
    "closing_soon": gettext_lazy("Closing soon: %(call)s"),
    "corrected": gettext_lazy("Changed: %(call)s"),
    "cancelled": gettext_lazy("Cancelled: %(call)s"),
    "results_published": gettext_lazy("Results: %(call)s"),
}


def mail_confirmation(follow: Follow, at: datetime) -> None:
    """The mail that asks whether the address wants the messages; one an hour at most."""
    hour = max(0, int((at - follow.requested_at) / timedelta(hours=1)))
    what = title_of(follow.programme, follow.topic)
    context = {**_frame(follow), "what": what, "confirm_url": _link("calls:follow_confirm", follow)}
    queue_mail(
        to=follow.email,
        subject=_("Please confirm: follow %(what)s") % {"what": what},
        body=render_to_string("calls/mail/confirm.txt", context),
        key=f"follow:{follow.ref}:confirm:{hour}",
        at=at,
        programme=follow.programme,
    )


def mail_news(follow: Follow, call: Call, event: str, at: datetime, *, corrigendum: Corrigendum | None = None) -> None:
    """One piece of news about a call to one follower; the same news to the same address is queued once."""
    context = {**_frame(follow), "call": call, "event": event, "corrigendum": corrigendum, "call_url": call_url(call)}
    if corrigendum:
        context["changed"] = [CORRECTABLE.get(change["field"], change["field"]) for change in corrigendum.changes]
    mark = f"{event}:{corrigendum.number}" if corrigendum else event
    queue_mail(
        to=follow.email,
        subject=str(SUBJECTS[event]) % {"call": call.title},
        body=render_to_string("calls/mail/news.txt", context),
        key=f"call:{call.ref}:{mark}:{hashlib.sha256(follow.email.encode()).hexdigest()[:32]}",
        at=at,
        programme=follow.programme,
    )


def mail_question_confirmation(question: Question, at: datetime) -> None:
    """The mail that asks whether the question is of the holder of this address."""
    call = question.call
    link = _link("calls:question_confirm", question, "question")
    subject = _("Please confirm: your question about %(call)s") % {"call": call.title}
    _mail_asker(question, question.email, subject, "confirm", at, confirm_url=link)


def mail_question_refused(question: Question, at: datetime) -> None:
    """The mail that says why a question is not answered: one of the published reasons, nothing else."""
    call, to = question.call, asker_address(question)
    if not to:
        return
    subject = _("Your question about %(call)s") % {"call": call.title}
    reason = Unfit(question.refused_because).label
    _mail_asker(question, to, subject, "refused", at, reason=reason, questions_url=questions_url(call))


def _mail_asker(question: Question, to: str, subject: str, about: str, at: datetime, **told: Any) -> None:
    context = {**_sender(question.call), "call": question.call, "asked": question.asked, **told}
    queue_mail(
        to=to,
        subject=subject,
        body=render_to_string(f"calls/mail/question_{about}.txt", context),
        key=f"question:{question.ref}:{about}",
        at=at,
        programme=question.programme,
    )


def mail_answers(
    to: str, call: Call, questions: Sequence[Question], mark: str, at: datetime, follow: Follow | None
) -> None:
    """What was answered within an hour, in one mail to one address; ``follow`` where it follows the call."""
    context = {
        **(_frame(follow) if follow else _sender(call)), "call": call, "questions": questions,
        "questions_url": questions_url(call),
    }  # fmt: skip
    queue_mail(
        to=to,
        subject=_("Questions answered: %(call)s") % {"call": call.title},
        body=render_to_string("calls/mail/answers.txt", context),
        key=f"call:{call.ref}:answers:{mark}:{hashlib.sha256(to.encode()).hexdigest()[:32]}",
        at=at,
        programme=call.programme,
    )


def asker_address(question: Question) -> str:
    """Where the asker reads the one mail; empty once it was sent."""
    return question.asked_by.email if question.asked_by is not None else question.email


def questions_url(call: Call) -> str:
    """The full address of the page with all questions and answers."""
    return settings.BASE_URL + reverse("calls:questions", args=[call.programme.slug, call.code])


def call_url(call: Call) -> str:
    """The full address of a call's public page."""
    return settings.BASE_URL + reverse("calls:show", args=[call.programme.slug, call.code])


def _frame(follow: Follow) -> dict[str, Any]:
    programme = follow.programme
    return {
        "programme_name": programme.acronym,
        "programme_url": settings.BASE_URL + reverse("calls:list", args=[programme.slug]),
        "reason_for_mail": _("You get this mail because this address was entered to follow %(programme)s.")
        % {"programme": programme.acronym},
        "stop_url": _link("calls:follow_stop", follow),
    }


def _sender(call: Call) -> dict[str, Any]:
    programme = call.programme
    return {
        "programme_name": programme.acronym,
        "programme_url": settings.BASE_URL + reverse("calls:list", args=[programme.slug]),
        "reason_for_mail": _("You get this mail because this address was entered to ask about %(call)s.")
        % {"call": call.title},
    }


def _link(name: str, subject: Follow | Question, kind: str = "follow") -> str:
    token = token_of(subject.ref, kind)
    return settings.BASE_URL + reverse(name, args=[subject.programme.slug, subject.ref, token])
