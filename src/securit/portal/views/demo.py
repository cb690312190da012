"""The demonstration's door: be one of its people, move its date, read its mails. In production there is none of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel import clock
from securit.kit.acts import ActForm, Done, attempt, onward
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
    by_date = request.POST.get("move") == "date"
    form = MoveForm.received(request) if by_date else MoveForm.fresh()
    sent = form if by_date else ActForm.received(request)
    tried = attempt(sent, lambda: _moved(request, form, choices, at))
    if isinstance(tried, Done):
        day = date_format(localtime(tried.made), "j F Y, H:i")
        return onward(request, reverse("portal:demo_move"), _("It is now %(day)s.") % {"day": day})
    context = {"moves": choices, "form": form, "sent": sent, "at": at}
    return render(request, "portal/demo_move.html", context, status=tried.status)


def _moved(request: HttpRequest, form: MoveForm, choices: list[Move], at: datetime) -> datetime:
    """To the form's moment, or to one of the choices. Raises ``CannotMoveClock``: a choice that has gone by is none."""
    offered = {move.key: move.to for move in choices}
    to = form.cleaned_data["to"] if form.is_bound else offered.get(request.POST.get("move", ""), at)
    return move_the_clock(to=to, actor=actor_of(request), at=at)


@public("the demonstration sends no mail; here is what it would have sent")
@_in_demo_only
def demo_mail(request: HttpRequest) -> HttpResponse:
    """The newest mails of the demonstration, as their recipients would get them."""
    mails = Mail.objects.order_by("-id")[:MOST_MAILS]
    return render(request, "portal/demo_mail.html", {"mails": mails, "most": MOST_MAILS})
