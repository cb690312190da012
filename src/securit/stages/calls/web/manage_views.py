"""Pages for those who run a call. Each act is one form, one service, and back to the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel.arrival import arrived
from securit.kernel.refusals import Refusal
from securit.programmes.public import actor_of, screen
from securit.stages.calls.models import Call
from securit.stages.calls.services.announce_call import announce_call
from securit.stages.calls.services.cancel_call import cancel_call
from securit.stages.calls.services.correct_call import correct_call
from securit.stages.calls.services.edit_call import edit_call
from securit.stages.calls.services.publish_call import publish_call
from securit.stages.calls.services.record_notice import record_notice
from securit.stages.calls.web.forms import ChangesForm
from securit.stages.calls.web.manage_page import FORMS, manage_page
from securit.stages.calls.web.views import load_call

Service = Callable[..., Call]


@screen("call.manage", load=load_call)
def manage(request: HttpRequest, call: Call) -> HttpResponse:
    """The call's checklist with reasons and remedies, its acts, and what happened so far."""
    return render(request, "calls/manage.html", manage_page(call, actor_of(request), arrived(request)))


@screen("call.announce", load=load_call)
@require_POST
def announce(request: HttpRequest, call: Call) -> HttpResponse:
    """Tell the public that the call is coming."""
    return _act(request, call, "announce", announce_call, _("Announced; people can follow the call."))


@screen("call.note_notice", load=load_call)
@require_POST
def notice(request: HttpRequest, call: Call) -> HttpResponse:
    """Record where the call was seen."""
    return _act(request, call, "notice", record_notice, _("Recorded."))


@screen("call.publish", load=load_call)
@require_POST
def publish(request: HttpRequest, call: Call) -> HttpResponse:
    """Freeze the rules and show them."""
    return _act(request, call, "publish", publish_call, _("Published; the rules are frozen."))


@screen("call.edit", load=load_call)
@require_POST
def edit(request: HttpRequest, call: Call) -> HttpResponse:
    """Change the call before publication."""
    return _act(request, call, "edit", edit_call, _("Saved."))


@screen("call.correct", load=load_call)
@require_POST
def correct(request: HttpRequest, call: Call) -> HttpResponse:
    """Publish a corrigendum."""
    return _act(request, call, "correct", correct_call, _("The corrigendum is published; everyone affected is told."))


@screen("call.cancel", load=load_call)
@require_POST
def cancel(request: HttpRequest, call: Call) -> HttpResponse:
    """Cancel the call."""
    return _act(request, call, "cancel", cancel_call, _("Cancelled; everyone affected is told."))


def _act(request: HttpRequest, call: Call, name: str, service: Service, done: str) -> HttpResponse:
    actor, at = actor_of(request), arrived(request)
    form, status = FORMS[name][1].posted(request.POST, call), 422
    if form.is_valid():
        try:
            service(call=call, actor=actor, at=at, **_values(form))
        except Refusal as refusal:
            form.refuse(refusal, call)
            status = refusal.status
        else:
            messages.success(request, done)
            return redirect("calls:manage", call.programme.slug, call.code)
    return render(request, "calls/manage.html", manage_page(call, actor, at, {name: form}), status=status)


def _values(form: Any) -> dict[str, Any]:
    """What the service takes: the intent, the form's own fields, and for changes the version they rest on."""
    cleaned = dict(form.cleaned_data)
    version = cleaned.pop("version")
    if not isinstance(form, ChangesForm):
        return cleaned
    values = {"intent": cleaned["intent"], "version": version, "changes": form.changes()}
    return {**values, "reason": cleaned["reason"]} if "reason" in cleaned else values
