"""Questions and answers about a call: read, ask, confirm; answer to all or refuse."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel import clock
from securit.kernel.actor import Actor
from securit.kernel.arrival import arrived
from securit.kernel.refusals import Refusal
from securit.kit.acts import Done, attempt, onward
from securit.machinery.files.downloads import as_attachment
from securit.machinery.pacing.pace import Pace, known_by, may_enter, network_of
from securit.machinery.tabular.writing import write_csv, write_xlsx
from securit.programmes.public import Programme, actor_of, find_programme, pressed, public, screen
from securit.stages.calls.follow_links import holder
from securit.stages.calls.models import Call, Question
from securit.stages.calls.selectors import answered_questions
from securit.stages.calls.services.answer_question import answer_question, refuse_question
from securit.stages.calls.services.ask_question import ask_question, confirm_question
from securit.stages.calls.web.question_forms import AnswerForm, AskForm, UnfitForm
from securit.stages.calls.web.question_page import COLUMNS, question_page, questions_page, row_of
from securit.stages.calls.web.views import load_call

MOST_BY_ONE, MOST_FROM_HERE, HOUR = 5, 30, timedelta(hours=1)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TooMany(Refusal):
    """Many questions came from one person or one network."""

    status = 429


def load_question(programme: Programme, actor: Actor, code: str, question: str) -> Question:
    """The question of that ref, if the actor may read it. Raises ``Http404``."""
    rows = Question.objects.in_programme(programme).visible_to(actor).filter(call__code=code, ref=question)
    found = rows.select_related("call__programme", "programme", "corrigendum", "asked_by").first()
    if found is None:
        raise Http404(_("There is no such question here."))
    return found


@screen("call.view", post="question.create", load=load_call, open_to_all=True)
def questions(request: HttpRequest, call: Call) -> HttpResponse:
    """All answers, a search among them, and the form to ask."""
    actor = actor_of(request)
    form = AskForm.received(request, of={"signed_in": actor.user_id is not None})
    tried = attempt(form, lambda: _ask(request, call, form))
    if isinstance(tried, Done):
        return onward(request, request.path, _asked(tried.made))
    context = questions_page(call, actor, arrived(request), form, request.GET.get("q", ""))
    return render(request, "calls/questions.html", context, status=tried.status)


@screen("call.view", load=load_call, open_to_all=True)
def questions_export(request: HttpRequest, call: Call) -> HttpResponseBase:
    """Questions and answers as a table: CSV, or Excel with ``?format=xlsx``."""
    rows = [row_of(each) for each in answered_questions(call)]
    if request.GET.get("format") == "xlsx":
        made, kind, ending = write_xlsx(COLUMNS, rows, title=call.code, at=arrived(request)), XLSX, "xlsx"
    else:
        made, kind, ending = b"".join(write_csv(COLUMNS, rows, encoding="utf-8-sig")), "text/csv", "csv"
    answer = HttpResponse(made, content_type=kind)
    return as_attachment(answer, name=f"{call.code}-questions.{ending}", size=len(made))


@public("A private link from a mail; its token is the key, so no account is needed.")
def question_confirm(request: HttpRequest, slug: str, ref: str, token: str) -> HttpResponse:
    """Confirm by pressing a button: a mail scanner that opens links confirms nothing."""
    programme, actor = find_programme(slug), holder(ref, token, "question")
    rows = Question.objects.in_programme(programme).select_related("call__programme", "programme")
    question = rows.filter(ref=ref).first()
    if question is None or actor is None:
        raise Http404(_("This link is not complete. Copy the whole line from the mail."))
    if request.method == "POST":
        confirm_question(question=question, actor=actor, at=arrived(request))
        return redirect(request.path)
    request.programme = programme  # type: ignore[attr-defined]
    context = {"question": question, "programme": programme, "waits": question.state == "sent"}
    response = render(request, "calls/question_confirm.html", context)
    response["Referrer-Policy"] = "same-origin"  # without any, a browser calls a form that is sent from here foreign
    response["Cache-Control"] = "private, no-store"
    return response


@screen("question.view", post="question.answer", load=load_question, open_to_all=True)
def question(request: HttpRequest, subject: Question) -> HttpResponse:
    """One question; those who answer write here what all will read."""
    form = AnswerForm.received(request, subject, of={"question": subject})

    def answer() -> Question:
        return answer_question(question=subject, words=form.words(), version=form.seen, **pressed(request))

    tried = attempt(form, answer)
    if isinstance(tried, Done):
        return onward(request, _list(subject), _("Published for all. The mails go out within the hour."))
    context = question_page(subject, actor_of(request), form, UnfitForm.fresh(subject))
    return render(request, "calls/question.html", context, status=tried.status)


@screen("question.refuse", load=load_question)
@require_POST
def question_refuse(request: HttpRequest, subject: Question) -> HttpResponse:
    """Do not answer, for one of the published reasons."""
    form = UnfitForm.received(request, subject)

    def refuse() -> Question:
        return refuse_question(question=subject, because=form.cleaned_data["because"], **pressed(request))

    tried = attempt(form, refuse)
    if isinstance(tried, Done):
        return onward(request, _list(subject), _("Refused; the asker gets the reason by mail."))
    answer = AnswerForm.fresh(subject, of={"question": subject})
    context = question_page(subject, actor_of(request), answer, form)
    return render(request, "calls/question.html", context, status=tried.status)


def _list(question: Question) -> str:
    return reverse("calls:questions", args=[question.programme.slug, question.call.code])


def _ask(request: HttpRequest, call: Call, form: AskForm) -> Question:
    _check_how_often(request, call, form)
    given: dict[str, Any] = form.given
    return ask_question(call=call, words=given["question"], email=given.get("email", ""), **pressed(request))


def _asked(question: Question) -> str:
    if question.state == "sent":
        return _("Look into your mailbox: a mail with a link to confirm is on its way.")
    return _("Your question is with the office. You get a mail when it is answered, for all to read.")


def _check_how_often(request: HttpRequest, call: Call, form: AskForm) -> None:
    now, door = clock.wall(), f"{call.programme.slug}:calls.ask"
    who = known_by(form.given.get("email", "").lower() or actor_of(request).ref, now)
    by_one, from_here = Pace(f"{door}_by", MOST_BY_ONE, HOUR), Pace(door, MOST_FROM_HERE, HOUR)
    if not may_enter(by_one, who, now) or not may_enter(from_here, network_of(request, now), now):
        raise TooMany(
            _("Many questions came from here within the last hour."),
            code="too_many",
            remedy=_("What you typed is kept in this page: please send it again in an hour."),
        )
