"""Public pages of calls."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.arrival import arrived
from securit.money import euros
from securit.programmes.public import Programme, actor_of, screen
from securit.stages.calls.models import Call
from securit.stages.calls.selectors import visible_calls
from securit.stages.calls.web import wording
from securit.stages.calls.web.call_page import call_page
from securit.stages.calls.web.forms import FollowForm
from securit.stages.calls.web.kept_page import kept_for_readers


def load_call(programme: Programme, actor: Actor, code: str) -> Call:
    """The call of that code, if the actor may know of it. Raises ``Http404``."""
    found = visible_calls(programme, actor).filter(code=code).first()
    if found is None:
        raise Http404(_("There is no such call here."))
    return found


@screen("programme.view", open_to_all=True)
def call_list(request: HttpRequest, programme: Programme) -> HttpResponse:
    """All calls that the reader may see: what is open first, then what comes, then what was."""
    context = {
        "programme": programme,
        "groups": _groups(visible_calls(programme, actor_of(request)).designed()),
        "now": arrived(request),
        "may_begin": bool(policy.decide(actor_of(request), "call.create", programme.facts())),
        "follow_form": FollowForm.fresh("programme"),
    }
    return render(request, "calls/list.html", context)


@kept_for_readers
@screen("call.view", load=load_call, open_to_all=True)
def show(request: HttpRequest, call: Call) -> HttpResponse:
    """The call as a small company reads it."""
    at = arrived(request)
    return render(request, "calls/show.html", call_page(call, actor_of(request), at))


def _groups(calls: Iterable[Call]) -> list[dict[str, Any]]:
    titles = (
        (_("Open now"), ("open",)),
        (_("Coming"), ("announced", "published")),
        (_("In preparation, for staff only"), ("drafted",)),
        (_("Being evaluated"), ("closed",)),
        (_("Decided"), ("decided", "archived")),
        (_("Cancelled"), ("cancelled",)),
    )
    listed = list(calls)
    found = [
        {"title": title, "calls": [_card(call) for call in listed if call.state in states]} for title, states in titles
    ]
    return [group for group in found if group["calls"]]


def _card(call: Call) -> dict[str, Any]:
    terms = call.terms
    return {
        "call": call,
        "summary": terms.summary,
        "budget": euros(call.budget_cents),
        "instruments": [(i.title, wording.grant_range(i)) for i in terms.instruments] if call.published_at else [],
        "planned": wording.day_or_month(terms.announced_month) if call.published_at is None else "",
    }
