"""The demonstration's door: be one of its people, move its date, read its mails. In production there is none of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel import clock
from securit.kernel.refusals import Refusal
from securit.machinery.correspondence.models import Mail
from securit.people.public import User
from securit.portal.forms import MoveForm
from securit.portal.selectors import demo_people as cast
from securit.portal.selectors.moves import Move, moves
from securit.portal.services.move_the_clock import move_the_clock
from securit.programmes.public import actor_of, public

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ENTRY = "demo_entry"
MOST_MAILS = 100
View = Callable[..., HttpResponse]


def _in_demo_only(view: View) -> View:
    def guarded(request: HttpRequest) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request)

    return guarded


@public("the demonstration's people; the page exists in demo mode only")
@_in_demo_only
def demo_people(request: HttpRequest) -> HttpResponse:
    """One card per person one can be."""
    return render(request, "portal/demo_people.html", {"people": cast.demo_people()})


@public("entering the demonstration as one of its invented people")
@require_POST
@_in_demo_only
def demo_enter(request: HttpRequest) -> HttpResponse:
    """Become that person, with what counts as a second factor; only invented people can be entered."""
    user = get_object_or_404(User, ref=request.POST.get("person", ""), synthetic=True, is_active=True)
    login(request, user, backend=BACKEND)
    request.session[ENTRY] = True
    return redirect("portal:work")


@public("moving the demonstration's date")
@_in_demo_only
def demo_move(request: HttpRequest) -> HttpResponse:
    """Choose a later moment; what falls due on the way happens."""
    at = clock.now()
    choices = moves(at)
    form = MoveForm(request.POST if request.POST.get("move") == "date" else None)
    to = _chosen(request, form, choices)
    try:
        if to is not None:
            reached = move_the_clock(to=to, actor=actor_of(request), at=at)
            messages.success(request, _("It is now %(day)s.") % {"day": date_format(localtime(reached), "j F Y, H:i")})
            return redirect("portal:demo_move")
    except Refusal as refusal:
        form.add_error("to" if form.is_bound else None, str(refusal))
    context = {"moves": choices, "form": form, "at": at}
    return render(request, "portal/demo_move.html", context, status=422 if form.errors else 200)


def _chosen(request: HttpRequest, form: MoveForm, choices: list[Move]) -> datetime | None:
    """The moment that was posted: one of the choices, or the form's; None for anything else."""
    if request.method != "POST":
        return None
    if form.is_valid():
        moment: datetime = form.cleaned_data["to"]
        return moment
    return {move.key: move.to for move in choices}.get(request.POST.get("move", ""))


@public("the demonstration sends no mail; here is what it would have sent")
@_in_demo_only
def demo_mail(request: HttpRequest) -> HttpResponse:
    """The newest mails of the demonstration, as their recipients would get them."""
    mails = Mail.objects.order_by("-id")[:MOST_MAILS]
    return render(request, "portal/demo_mail.html", {"mails": mails, "most": MOST_MAILS})
