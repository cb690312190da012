"""Pages for those who run a call. Each act is one form, one service, and back to the page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel.arrival import arrived
from securit.kit.acts import ActForm, Done, attempt, onward
from securit.programmes.public import actor_of, pressed, screen
from securit.stages.calls.models import Call
from securit.stages.calls.services.announce_call import announce_call
from securit.stages.calls.services.cancel_call import cancel_call
from securit.stages.calls.services.correct_call import correct_call
from securit.stages.calls.services.publish_call import publish_call
from securit.stages.calls.services.record_notice import record_notice
from securit.stages.calls.web.forms import CancelForm, CorrectionForm, NoticeForm
from securit.stages.calls.web.manage_page import manage_page
from securit.stages.calls.web.views import load_call


@screen("call.manage", load=load_call)
def manage(request: HttpRequest, call: Call) -> HttpResponse:
    """The call's checklist with reasons and remedies, its acts, and what happened so far."""
    return render(request, "calls/manage.html", manage_page(call, actor_of(request), arrived(request)))


@screen("call.announce", load=load_call)
@require_POST
def announce(request: HttpRequest, call: Call) -> HttpResponse:
    """Tell the public that the call is coming."""
    form, press = ActForm.received(request, call), pressed(request)
    said = _("Announced; people can follow the call.")
    return _answer(request, call, ("announce", form, said), lambda: announce_call(call=call, **press))


@screen("call.note_notice", load=load_call)
@require_POST
def notice(request: HttpRequest, call: Call) -> HttpResponse:
    """Record where the call was seen."""
    form, press = NoticeForm.received(request, call), pressed(request)
    return _answer(
        request, call, ("notice", form, _("Recorded.")), lambda: record_notice(call=call, **form.given, **press)
    )


@screen("call.publish", load=load_call)
@require_POST
def publish(request: HttpRequest, call: Call) -> HttpResponse:
    """Freeze the rules and show them."""
    form, press = ActForm.received(request, call), pressed(request)
    said = _("Published; the rules are frozen.")
    return _answer(request, call, ("publish", form, said), lambda: publish_call(call=call, **press))


@screen("call.correct", load=load_call)
@require_POST
def correct(request: HttpRequest, call: Call) -> HttpResponse:
    """Publish a corrigendum."""
    form, press = CorrectionForm.received(request, call), pressed(request)

    def act() -> Call:
        reason = form.cleaned_data["reason"]
        return correct_call(call=call, changes=form.changes(call), reason=reason, version=form.seen, **press)

    return _answer(request, call, ("correct", form, _("The corrigendum is published; everyone affected is told.")), act)


@screen("call.cancel", load=load_call)
@require_POST
def cancel(request: HttpRequest, call: Call) -> HttpResponse:
    """Cancel the call."""
    form, press = CancelForm.received(request, call), pressed(request)
    said = _("Cancelled; everyone affected is told.")
    return _answer(request, call, ("cancel", form, said), lambda: cancel_call(call=call, **form.given, **press))


def _answer(request: HttpRequest, call: Call, sent: tuple[str, ActForm, str], act: Callable[[], Call]) -> HttpResponse:
    """Back to the page with the sentence, or the page again with the form that was refused."""
    name, form, done = sent
    tried = attempt(form, act)
    if isinstance(tried, Done):
        return onward(request, reverse("calls:manage", args=[call.programme.slug, call.code]), done)
    context = manage_page(call, actor_of(request), arrived(request), {name: form})
    return render(request, "calls/manage.html", context, status=tried.status)
