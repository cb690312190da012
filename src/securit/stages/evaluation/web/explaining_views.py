"""Who could read one application, and why or why not."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.programmes.public import Programme, actor_of, screen
from securit.stages.calls.public import Call
from securit.stages.evaluation.readers import barred_numbers
from securit.stages.evaluation.selectors.explaining import candidates_for
from securit.stages.evaluation.web.loading import load_call
from securit.stages.evaluation.web.office_pages import PER_PAGE, page_asked, pages_of, points_in_words


def load_beside(programme: Programme, actor: Actor, code: str, **_rest: Any) -> Call:
    """The call of that code. Raises ``Http404``."""
    return load_call(programme, actor, code)


@screen("assignment.list", load=load_beside)
def candidates(request: HttpRequest, call: Call) -> HttpResponse:
    """Everybody in the pool beside one application."""
    actor, match = actor_of(request), request.resolver_match
    number = str(match.kwargs["number"]) if match else ""
    found = [] if number in barred_numbers(call, actor.user_id) else candidates_for(call, number)
    if not found:
        raise Http404
    page = page_asked(request)
    context = {
        "call": call,
        "programme": call.programme,
        "number": number,
        "candidates": found[(page - 1) * PER_PAGE : page * PER_PAGE],
        "pages": pages_of(request, len(found), page),
        "points_in_words": points_in_words(),
        "may_assign": bool(policy.decide(actor, "assignment.create", call.facts())),
    }
    return render(request, "evaluation/candidates.html", context)
