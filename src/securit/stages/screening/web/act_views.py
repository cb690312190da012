"""What is done to one check: each act is one form, one service, and back to the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel.arrival import arrived
from securit.kit.acts import ActForm, Done, attempt, onward
from securit.programmes.public import actor_of, pressed, screen
from securit.stages.screening.listing import Wanted
from securit.stages.screening.models import Screening
from securit.stages.screening.services.answer_clarification import answer_clarification
from securit.stages.screening.services.clear_screening import clear_screening
from securit.stages.screening.services.confirm_rejection import confirm_rejection
from securit.stages.screening.services.evaluate_screening import evaluate_screening
from securit.stages.screening.services.propose_rejection import propose_rejection
from securit.stages.screening.services.reopen_screening import reopen_screening
from securit.stages.screening.services.request_clarification import request_clarification
from securit.stages.screening.services.settle_check import settle_check
from securit.stages.screening.web.forms import AnswerForm, CorrectingForm, SettleForm
from securit.stages.screening.web.grid import grid_page
from securit.stages.screening.web.head import what_waits
from securit.stages.screening.web.loading import load_screening
from securit.stages.screening.web.pages import ACTS, answers_of, form_for, named, show_page

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

    def service(*, days: int, about: str, at: Any, **values: Any) -> None:
        label, before = answers_of(screening)[int(about)] if about else ("", "")
        due_at = at + timedelta(days=days)
        request_clarification(due_at=due_at, about=label[:300], before=before, at=at, **values)

    return _act(request, screening, "ask", service, _("Asked; the team gets a mail."))


@screen("screening.request_clarification", load=load_screening)
@require_POST
def notice(request: HttpRequest, screening: Screening) -> HttpResponse:
    """Hear the team before a rejection on a ground that concerns it."""

    def service(*, days: int, at: Any, **values: Any) -> None:
        request_clarification(due_at=at + timedelta(days=days), at=at, **values)

    return _act(request, screening, "notice", service, _("The team has notice and is heard until the last day."))


@screen("screening.propose_rejection", load=load_screening)
@require_POST
def propose(request: HttpRequest, screening: Screening) -> HttpResponse:
    """Propose that it is not eligible."""
    return _act(request, screening, "propose", propose_rejection, _("Proposed; another person confirms it."))


@screen("screening.reject", load=load_screening)
@require_POST
def confirm(request: HttpRequest, screening: Screening) -> HttpResponse:
    """Confirm a rejection."""
    done = _("Rejected. The letter to the team waits under “Letters”.")
    return _act(request, screening, "confirm", confirm_rejection, done)


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
    """A person's word on one test, from the page of the check or from the grid."""
    check = screening.checks.filter(code=request.POST.get("code", "")).first()
    if check is None:
        raise Http404(_("There is no such test in this check."))
    check.screening = screening
    back = QueryDict(request.POST.get("back", "")[:400].removeprefix("?")).dict()
    key = "side" if back else f"settle{check.position}"
    form = named(SettleForm.received(request, screening), key)
    tried = attempt(
        form,
        lambda: settle_check(
            check=check, result=form.given["result"], reason=form.given["reason"], version=form.seen, **pressed(request)
        ),
    )
    if isinstance(tried, Done):
        return onward(request, _list_url(screening, back) if back else _url(screening), _("Your word is noted."))
    if back:
        context = _grid_again(request, screening, f"{screening.ref}:{check.position}", Wanted.read(back), form)
        return render(request, "screening/list.html", context, status=tried.status)
    context = show_page(screening, actor_of(request), (key, form))
    return render(request, "screening/show.html", context, status=tried.status)


def _grid_again(
    request: HttpRequest, screening: Screening, cell: str, wanted: Wanted, form: SettleForm
) -> dict[str, Any]:
    call = screening.application.call
    return {**grid_page(call, actor_of(request), wanted, cell=cell, form=form), **what_waits(request, call)}


@screen("screening.answer", load=load_screening)
def answer(request: HttpRequest, screening: Screening) -> HttpResponse:
    """The page on which the team answers a question."""
    asked = list(screening.clarifications.order_by("-id"))
    about = bool(asked and asked[0].about and not asked[0].answer)
    form = (CorrectingForm if about else AnswerForm).received(request, screening)
    tried = attempt(
        form,
        lambda: answer_clarification(
            screening=screening, actor=actor_of(request), at=arrived(request), intent=form.press, **form.given
        ),
    )
    if isinstance(tried, Done):
        url = reverse("screening:answer", args=[screening.programme.slug, screening.ref])
        return onward(request, url, _("Thank you; your answer is with the office."))
    context = {"screening": screening, "programme": screening.programme, "form": form, "clarifications": asked}
    context["is_open"] = screening.state == "clarification_requested"
    return render(request, "screening/answer.html", context, status=tried.status)


def _act(request: HttpRequest, screening: Screening, name: str, service: Service, done: str) -> HttpResponse:
    actor = actor_of(request)
    form: ActForm = ACTS[name][1].received(request, screening, of=form_for(name, screening))
    values = {"screening": screening, "actor": actor, "at": arrived(request)}
    tried = attempt(form, lambda: service(intent=form.press, version=form.seen, **values, **form.given))
    if isinstance(tried, Done):
        return onward(request, _url(screening), done)
    return render(request, "screening/show.html", show_page(screening, actor, (name, form)), status=tried.status)


def _url(screening: Screening) -> str:
    return reverse("screening:show", args=[screening.programme.slug, screening.ref])


def _list_url(screening: Screening, back: dict[str, str]) -> str:
    url = reverse("screening:list", args=[screening.programme.slug, screening.application.call.code])
    return url + Wanted.read(back).query(cell=back.get("cell", "")[:20])
