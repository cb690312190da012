"""Exceptions to the checklist: propose, confirm, withdraw, read the file."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel.actor import Actor
from securit.kernel.arrival import arrived
from securit.kernel.perform import may
from securit.kit.acts import ActForm, Done, attempt, onward
from securit.machinery.files.downloads import download_response
from securit.programmes.public import Programme, actor_of, pressed, screen
from securit.stages.calls.contracts import Result
from securit.stages.calls.exceptions import EXCEPTABLE, TITLES
from securit.stages.calls.models import Call, ChecklistException
from securit.stages.calls.selectors import exceptions_of, publication_checklist
from securit.stages.calls.services.except_line import confirm_exception, propose_exception, withdraw_exception
from securit.stages.calls.web.exception_form import ExceptionForm
from securit.stages.calls.web.views import load_call


def load_exception(programme: Programme, actor: Actor, code: str, exception: str) -> ChecklistException:
    """The exception of that ref, if the actor may know of it. Raises ``Http404``."""
    rows = ChecklistException.objects.in_programme(programme).visible_to(actor).filter(call__code=code, ref=exception)
    found = rows.select_related("call__programme", "programme", "file__programme").first()
    if found is None:
        raise Http404(_("There is no such exception here."))
    return found


@screen("call.manage", post="checklist_exception.create", load=load_call)
def exceptions(request: HttpRequest, call: Call) -> HttpResponse:
    """What was proposed and by whom, and the form to propose one."""
    lines = [
        (item.code, item.says)
        for item in publication_checklist(call, arrived(request))
        if item.result is Result.NOT_MET and item.code in EXCEPTABLE
    ]
    form = ExceptionForm.received(request, of={"lines": lines}, line=request.GET.get("line", ""))
    tried = attempt(form, lambda: propose_exception(call=call, **form.proposal(), **pressed(request)))
    if isinstance(tried, Done):
        return onward(request, request.path, _("Proposed. It counts once another person has confirmed it."))
    context = {
        "call": call,
        "programme": call.programme,
        "form": form,
        "can_be_proposed": bool(lines) and call.published_at is None,
        "rows": [_row(each, actor_of(request)) for each in exceptions_of(call)],
    }
    return render(request, "calls/exceptions.html", context, status=tried.status)


@screen("checklist_exception.confirm", load=load_exception)
@require_POST
def exception_confirm(request: HttpRequest, exception: ChecklistException) -> HttpResponse:
    """The second of the two people."""
    confirm_exception(exception=exception, **pressed(request))
    return onward(request, _list(exception), _("Confirmed; the checklist takes it into account."))


@screen("checklist_exception.withdraw", load=load_exception)
@require_POST
def exception_withdraw(request: HttpRequest, exception: ChecklistException) -> HttpResponse:
    """Take it back before publication."""
    withdraw_exception(exception=exception, **pressed(request))
    return onward(request, _list(exception), _("Withdrawn; the line is asked again."))


@screen("checklist_exception.view", load=load_exception)
def exception_file(request: HttpRequest, exception: ChecklistException) -> HttpResponseBase:
    """The page of the grant agreement that was brought."""
    return download_response(exception.file)


def _list(exception: ChecklistException) -> str:
    return reverse("calls:exceptions", args=[exception.programme.slug, exception.call.code])


def _row(exception: ChecklistException, actor: Actor) -> dict[str, Any]:
    is_published = exception.call.published_at is not None
    confirm, withdraw = (may(actor, verb, exception) for verb in ("confirm", "withdraw"))
    return {
        "row": exception,
        "says": str(TITLES[exception.line]),
        "form": ActForm.fresh(exception),
        "waits": exception.confirmed_at is None and not is_published,
        "may_confirm": bool(confirm),
        "why_not_confirm": getattr(confirm, "reason", ""),
        "may_withdraw": bool(withdraw) and not is_published,
    }
