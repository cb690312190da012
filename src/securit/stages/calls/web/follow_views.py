"""Follow by e-mail: ask, confirm, stop."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel.actor import Actor
from securit.kernel.arrival import arrived
from securit.kernel.refusals import Refusal
from securit.programmes.public import Programme, actor_of, find_programme, public, screen
from securit.stages.calls.follow_links import holder
from securit.stages.calls.models import Call, Follow
from securit.stages.calls.services.confirm_follow import confirm_follow
from securit.stages.calls.services.request_follow import request_follow
from securit.stages.calls.services.stop_follow import stop_follow
from securit.stages.calls.topics import title_of
from securit.stages.calls.web.call_page import call_page
from securit.stages.calls.web.forms import FollowForm
from securit.stages.calls.web.views import load_call

PRIVATE_LINK = "A private link from a mail; its token is the key, so no account is needed."


@screen("follow.create", load=load_call, open_to_all=True)
@require_POST
def follow_call(request: HttpRequest, call: Call) -> HttpResponse:
    """Ask to follow from the page of a call; a mistake is shown there."""
    form = FollowForm.posted(request.POST)
    if _asked(request, call.programme, form):
        return redirect("calls:show", call.programme.slug, call.code)
    return render(request, "calls/show.html", call_page(call, actor_of(request), arrived(request), form), status=422)


@screen("follow.create", open_to_all=True)
@require_POST
def follow_topic(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Ask to follow the programme, a domain or a challenge."""
    form = FollowForm.posted(request.POST)
    if _asked(request, programme, form):
        return redirect("calls:list", programme.slug)
    return render(request, "calls/follow.html", {"programme": programme, "form": form}, status=422)


@public(PRIVATE_LINK)
def confirm(request: HttpRequest, slug: str, ref: str, token: str) -> HttpResponse:
    """Confirm by pressing a button: a mail scanner that opens links confirms nothing."""
    follow, actor = _opened(slug, ref, token)
    if request.method == "POST":
        confirm_follow(follow=follow, actor=actor, at=arrived(request))
        return redirect(request.path)
    return _answer(request, follow, "calls/follow_confirm.html")


@public(PRIVATE_LINK)
def stop(request: HttpRequest, slug: str, ref: str, token: str) -> HttpResponse:
    """Stop the messages with one press."""
    follow, actor = _opened(slug, ref, token)
    if request.method == "POST":
        stop_follow(follow=follow, actor=actor, at=arrived(request))
        return redirect(request.path)
    return _answer(request, follow, "calls/follow_stop.html")


def _asked(request: HttpRequest, programme: Programme, form: FollowForm) -> bool:
    if not form.is_valid():
        return False
    try:
        request_follow(
            programme=programme,
            topic=form.cleaned_data["topic"],
            email=form.cleaned_data["email"],
            actor=actor_of(request),
            at=arrived(request),
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, _("Look into your mailbox: a mail with a link to confirm is on its way."))
    return True


def _opened(slug: str, ref: str, token: str) -> tuple[Follow, Actor]:
    programme = find_programme(slug)
    actor = holder(ref, token)
    follow = Follow.objects.in_programme(programme).select_related("programme").filter(ref=ref).first()
    if follow is None or actor is None:
        raise Http404(_("This link is not complete. Copy the whole line from the mail."))
    return follow, actor


def _answer(request: HttpRequest, follow: Follow, template: str) -> HttpResponse:
    request.programme = follow.programme  # type: ignore[attr-defined]
    context = {"follow": follow, "programme": follow.programme, "what": title_of(follow.programme, follow.topic)}
    response = render(request, template, context)
    response["Referrer-Policy"] = "same-origin"  # without any, a browser calls a form that is sent from here foreign
    response["Cache-Control"] = "private, no-store"
    return response
