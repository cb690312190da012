"""Find the subject of a page in its programme; a foreign, hidden or unknown one is not there."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from securit.kernel.actor import Actor
from securit.programmes.public import Programme
from securit.stages.applications.models import Application, Member
from securit.stages.calls.public import Call


def load_application(programme: Programme, actor: Actor, ref: str, **_rest: Any) -> Application:
    """The application with this ref. Raises ``Http404``."""
    found = Application.objects.in_programme(programme).filter(ref=ref).select_related("call").first()
    if found is None:
        raise Http404
    found.programme = found.call.programme = programme
    return found


def load_member(programme: Programme, actor: Actor, ref: str, member: str, **_rest: Any) -> Member:
    """The member of that application who is still in the team. Raises ``Http404``."""
    found = Member.objects.in_programme(programme).filter(application__ref=ref, ref=member).exclude(state="removed")
    row = found.select_related("application__call", "application__programme", "organisation").first()
    if row is None:
        raise Http404
    return row


def load_call(programme: Programme, actor: Actor, code: str, **_rest: Any) -> Call:
    """The call with this code. Raises ``Http404``."""
    found = Call.objects.in_programme(programme).filter(code=code).first()
    if found is None:
        raise Http404
    found.programme = programme
    return found


def asked(request: HttpRequest, name: str) -> str:
    """A part of the page's address that does not name its subject."""
    match = request.resolver_match
    return str(match.kwargs[name]) if match else ""


def actor_in(request: HttpRequest) -> Actor:
    """Who asks, as the screen found them."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def intent_of(request: HttpRequest) -> str:
    """The number of this press of a button."""
    return request.POST.get("intent", "")
