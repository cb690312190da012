"""Begin a call: copy an earlier one, or answer eight questions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from securit.kernel.arrival import arrived
from securit.kit.acts import Done, attempt, onward
from securit.programmes.public import Programme, actor_of, screen
from securit.stages.calls.models import Call
from securit.stages.calls.selectors import rules_around, visible_calls
from securit.stages.calls.services.begin_call import begin_call, copy_call
from securit.stages.calls.web.begin_forms import CopyForm, QuestionsForm, free_code


@screen("call.create")
def draft(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Copy an earlier call, or go to the questions."""
    actor, at = actor_of(request), arrived(request)
    calls = list(visible_calls(programme, actor).designed().reverse())
    of = {"programme": rules_around(programme), "calls": calls}
    form = CopyForm.received(request, of=of, code=free_code(calls))

    def copy() -> Call:
        said = form.cleaned_data
        return copy_call(
            call=form.chosen, code=said["code"], title=said["title"], opens_at=said["opens_at"],
            deadline_at=said["deadline_at"], budget_cents=said["budget"], actor=actor, at=at, intent=form.press,
        )  # fmt: skip

    tried = attempt(form, copy)
    if isinstance(tried, Done):
        return _to_the_design(request, tried.made)
    context = {"programme": programme, "form": form, "calls": calls}
    return render(request, "calls/draft.html", context, status=tried.status)


@screen("call.create")
def draft_questions(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The eight questions on one page."""
    calls = list(visible_calls(programme, actor_of(request)).designed())
    form = QuestionsForm.received(request, of={"programme": rules_around(programme)}, code=free_code(calls))

    def begin() -> Call:
        return begin_call(
            programme=programme, answers=form.answers(), actor=actor_of(request), at=arrived(request), intent=form.press
        )

    tried = attempt(form, begin)
    if isinstance(tried, Done):
        return _to_the_design(request, tried.made)
    return render(request, "calls/draft_questions.html", {"programme": programme, "form": form}, status=tried.status)


def _to_the_design(request: HttpRequest, call: Call) -> HttpResponse:
    sentence = _("The call is drafted; nobody outside sees it. Now go through its parts.")
    return onward(request, reverse("calls:design", args=[call.programme.slug, call.code]), sentence)
