"""What is done to one check: each act is one form, one service, and back to the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel.arrival import arrived
from securit.kernel.refusals import Refusal
from securit.programmes.public import actor_of, screen
from securit.stages.screening.models import Screening
from securit.stages.screening.services.answer_clarification import answer_clarification
from securit.stages.screening.services.clear_screening import clear_screening
from securit.stages.screening.services.confirm_rejection import confirm_rejection
from securit.stages.screening.services.evaluate_screening import evaluate_screening
from securit.stages.screening.services.propose_rejection import propose_rejection
from securit.stages.screening.services.reopen_screening import reopen_screening
from securit.stages.screening.services.request_clarification import request_clarification
from securit.stages.screening.services.settle_check import settle_check
from securit.stages.screening.web.forms import ActForm, AnswerForm, SettleForm
from securit.stages.screening.web.loading import load_screening
from securit.stages.screening.web.pages import ACTS, show_page

Service = Callable[..., Any]


@screen("screening.clear", load=load_screening)
@require_POST
def clear(request: HttpRequest, screening: Screening) -> HttpResponse:
    """Admissible and eligible."""
    return _act(request, screening, "clear", clear_screening, _("Cleared; the application goes to evaluation."))


@screen("screening.request_clarification", load=load_screening)
@require_POST
def ask(request: HttpRequest, screening: Screening) -> HttpResponse:
    """Ask the team."""
    return _act(request, screening, "ask", request_clarification, _("Asked; the team gets a mail."))


@screen("screening.propose_rejection", load=load_screening)
@require_POST
def propose(request: HttpRequest, screening: Screening) -> HttpResponse:
    """Propose that it is not eligible."""
    return _act(request, screening, "propose", propose_rejection, _("Proposed; another person confirms it."))


@screen("screening.reject", load=load_screening)
@require_POST
def confirm(request: HttpRequest, screening: Screening) -> HttpResponse:
    """Confirm a rejection."""
    return _act(request, screening, "confirm", confirm_rejection, _("Rejected; the letter to the team is queued."))


@screen("screening.reopen", load=load_screening)
@require_POST
def reopen(request: HttpRequest, screening: Screening) -> HttpResponse:
    """Open it again."""
    return _act(request, screening, "reopen", reopen_screening, _("The check is open again."))


@screen("screening.evaluate", load=load_screening)
@require_POST
def evaluate(request: HttpRequest, screening: Screening) -> HttpResponse:
    """Run the tests again."""
    return _act(request, screening, "evaluate", evaluate_screening, _("Every test was run again."))


@screen("screening.settle", load=load_screening)
@require_POST
def settle(request: HttpRequest, screening: Screening) -> HttpResponse:
    """A person's word on one test."""
    check = screening.checks.filter(code=request.POST.get("code", "")).first()
    if check is None:
        raise Http404(_("There is no such test in this check."))
    key = f"settle{check.position}"
    form = SettleForm.posted(request.POST, key)

    def service(*, code: str, screening: Screening, **values: Any) -> None:
        check.screening = screening
        settle_check(check=check, **values)

    return _answered(request, screening, key, form, service, _("Settled."))


@screen("screening.answer", load=load_screening)
def answer(request: HttpRequest, screening: Screening) -> HttpResponse:
    """The page on which the team answers a question."""
    form = AnswerForm.posted(request.POST, "answer") if request.method == "POST" else AnswerForm.fresh("answer")
    status = 200
    if form.is_bound and form.is_valid():
        try:
            answer_clarification(screening=screening, actor=actor_of(request), at=arrived(request), **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            messages.success(request, _("Thank you; your answer is with the office."))
            return redirect("screening:answer", screening.programme.slug, screening.ref)
    elif form.is_bound:
        status = 422
    asked = list(screening.clarifications.order_by("-id"))
    context = {"screening": screening, "programme": screening.programme, "form": form, "clarifications": asked}
    context["is_open"] = screening.state == "clarification_requested"
    return render(request, "screening/answer.html", context, status=status)


def _act(request: HttpRequest, screening: Screening, name: str, service: Service, done: str) -> HttpResponse:
    form = ACTS[name][1].posted(request.POST, name)
    return _answered(request, screening, name, form, service, done)


def _answered(
    request: HttpRequest, screening: Screening, key: str, form: ActForm, service: Service, done: str
) -> HttpResponse:
    actor, status = actor_of(request), 422
    if form.is_valid():
        try:
            service(screening=screening, actor=actor, at=arrived(request), **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            messages.success(request, done)
            return redirect("screening:show", screening.programme.slug, screening.ref)
    return render(request, "screening/show.html", show_page(screening, actor, (key, form)), status=status)
