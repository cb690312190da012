"""Register for a workshop on the public page, and the personal page behind the link in the mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from securit.kernel import clock
from securit.kernel.actor import Actor
from securit.kernel.arrival import arrived
from securit.kernel.perform import may
from securit.kernel.refusals import Refusal
from securit.kit.acts import Done, attempt
from securit.machinery.pacing.pace import Pace, known_by, may_enter, network_of
from securit.programmes.public import actor_of, find_programme, public, screen
from securit.stages.challenges.links import registrant, registration_token
from securit.stages.challenges.models import Registration, Workshop
from securit.stages.challenges.policy import COMING, PUBLIC_WORKSHOPS
from securit.stages.challenges.registration_letters import when_in_words
from securit.stages.challenges.room_models import Admission
from securit.stages.challenges.selectors import find_registration
from securit.stages.challenges.services.confirm_registration import (
    confirm_registration,
    edit_registration,
    places_of,
    withdraw_registration,
)
from securit.stages.challenges.services.register import register
from securit.stages.challenges.web.registration_forms import AnswersForm, RegisterForm
from securit.stages.challenges.web.workshops import load_workshop, page_of

HOUR = timedelta(hours=1)
MOST_FROM_HERE = 60
"""Registrations from one network address within an hour: a whole office may sit behind one."""
MOST_BY_ONE = 6
"""Registrations with one e-mail address within an hour."""
ANSWERS = ("name", "organisation_name", "comes_as", "country")
ACTS: dict[str, Callable[..., Registration]] = {"confirm": confirm_registration, "save": edit_registration}
PRIVATE_LINK = "A personal link from a mail; its token is the key, so no account is needed."


@screen("workshop.view", load=load_workshop, open_to_all=True)
def ask(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """Register for an announced workshop; a mail asks for the confirmation."""
    if workshop.admission != Admission.EVERYONE or workshop.state != "announced":
        raise Http404(_("Nobody can register for this workshop now."))
    form = RegisterForm.received(request)
    there = page_of(workshop, "register_sent")
    if form.is_by_a_machine():
        return redirect(there)
    tried = attempt(form, lambda: _register(request, workshop, form))
    if isinstance(tried, Done):
        return redirect(there)
    context = {"workshop": workshop, "programme": workshop.programme, "form": form, "when": when_in_words(workshop)}
    context |= {"is_full": places_of(workshop).is_full}
    return render(request, "challenges/register.html", context, status=tried.status)


@screen("workshop.view", load=load_workshop, open_to_all=True)
def sent(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """The mail is on its way."""
    context = {"workshop": workshop, "programme": workshop.programme}
    return render(request, "challenges/registration_sent.html", context)


@public(PRIVATE_LINK)
def mine(request: HttpRequest, slug: str, registration: str, token: str) -> HttpResponse:
    """Confirm, change, withdraw: each by pressing a button, which a mail scanner does not."""
    row, actor = _opened(request, slug, registration, token)
    name = request.POST.get("act", "")
    if name == "withdraw":
        withdraw_registration(registration=row, actor=actor, at=arrived(request))
        return redirect(request.path)
    form = AnswersForm.received(request, **{each: getattr(row, each) for each in ANSWERS})
    tried = attempt(form, lambda: _act(request, row, actor, form, name))
    if isinstance(tried, Done):
        return redirect(request.path)
    return _page(request, row, actor, form, tried.status)


def _register(request: HttpRequest, workshop: Workshop, form: RegisterForm) -> None:
    said = form.answers(form.cleaned_data["email"])
    _check_how_often(request, workshop, said.email)
    register(workshop=workshop, said=said, actor=actor_of(request), at=arrived(request))


def _check_how_often(request: HttpRequest, workshop: Workshop, email: str) -> None:
    now, slug = clock.wall(), workshop.programme.slug
    by_one = Pace(f"{slug}:challenges.register_by", MOST_BY_ONE, HOUR)
    from_here = Pace(f"{slug}:challenges.register", MOST_FROM_HERE, HOUR)
    if not may_enter(by_one, known_by(email.lower(), now), now) or not may_enter(
        from_here, network_of(request, now), now
    ):
        raise Refusal(
            _("Many registrations came from here within the last hour."),
            code="too_many",
            remedy=_("What you typed is kept in this page: please send it again in an hour."),
            status=429,
        )


def _act(request: HttpRequest, row: Registration, actor: Actor, form: AnswersForm, name: str) -> None:
    """Confirm or save, and the sentence that says so."""
    act = ACTS.get(name)
    if act is None:
        raise Http404
    done = act(registration=row, said=form.answers(row.email), actor=actor, at=arrived(request))
    if name == "save":
        messages.success(request, _("Saved."))
    elif done.state == "registered":
        messages.success(request, _("You are registered. Keep this page: on the day it takes you into the room."))
    else:
        messages.info(request, _("You stand on the waiting list. A mail tells you when a place is free."))


def _opened(request: HttpRequest, slug: str, ref: str, token: str) -> tuple[Registration, Actor]:
    programme = find_programme(slug)
    actor, row = registrant(ref, token), find_registration(programme, ref)
    if row is None or actor is None:
        raise Http404(_("This link is not complete. Copy the whole line from the mail."))
    request.programme = programme  # type: ignore[attr-defined]
    return row, actor


def _page(request: HttpRequest, row: Registration, actor: Actor, form: AnswersForm, status: int) -> HttpResponse:
    workshop = row.workshop
    context = {
        "row": row,
        "workshop": workshop,
        "programme": workshop.programme,
        "when": when_in_words(workshop),
        "form": form,
        "may_confirm": bool(may(actor, "confirm", row)),
        "may_edit": bool(may(actor, "edit", row)),
        "may_withdraw": bool(may(actor, "withdraw", row)),
        "is_public": workshop.state in PUBLIC_WORKSHOPS,
        "tells_link": bool(workshop.link) and row.state == "registered" and workshop.state in COMING,
        "token": registration_token(row.ref),
        "may_enter": workshop.state == "open" and row.state == "registered",
        "is_full": row.state == "asked" and places_of(workshop).is_full,
    }
    response = render(request, "challenges/registration.html", context, status=status)
    response["Referrer-Policy"] = "same-origin"  # without any, a browser calls a form that is sent from here foreign
    response["Cache-Control"] = "private, no-store"
    return response
