"""Introductions: read, answer, write, share contact details, end, report."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kit.acts import Done, attempt, onward
from securit.programmes.public import actor_of, pressed, screen
from securit.stages.matchmaking.models import Introduction
from securit.stages.matchmaking.selectors import side_of
from securit.stages.matchmaking.services.answer_introduction import (
    accept_introduction,
    decline_introduction,
    withdraw_introduction,
)
from securit.stages.matchmaking.services.end_introduction import end_introduction
from securit.stages.matchmaking.services.report_abuse import report_abuse
from securit.stages.matchmaking.services.share_contact import share_contact, take_contact_back
from securit.stages.matchmaking.services.write_message import write_message
from securit.stages.matchmaking.web.forms import MessageForm, ReasonForm, ReportForm
from securit.stages.matchmaking.web.loading import load_introduction
from securit.stages.matchmaking.web.overview import introduction_page


@screen("introduction.view", post="introduction.write", load=load_introduction)
def introduction(request: HttpRequest, subject: Introduction) -> HttpResponse:
    """The conversation; what is posted is a message."""
    context = introduction_page(subject, actor_of(request))
    if request.method != "POST":
        return render(request, "matchmaking/introduction.html", context)
    form = MessageForm.received(request)
    tried = attempt(
        form,
        lambda: write_message(
            introduction=subject,
            text=form.cleaned_data["text"],
            **pressed(request),
        ),
    )
    if isinstance(tried, Done):
        return redirect(_address(subject))
    return render(request, "matchmaking/introduction.html", context | {"message_form": form}, status=tried.status)


@screen("introduction.accept", load=load_introduction)
@require_POST
def accept(request: HttpRequest, subject: Introduction) -> HttpResponse:
    """Say yes."""
    made = _made(request, subject, accept_introduction)
    waits = _("You said yes. When both have, you can write to each other.")
    said = _("You are introduced: write to each other here.") if made.state == "accepted" else waits
    return onward(request, _address(subject), said)


@screen("introduction.decline", load=load_introduction)
@require_POST
def decline(request: HttpRequest, subject: Introduction) -> HttpResponse:
    """Say no, with or without a few words."""
    form = ReasonForm.received(request)
    tried = attempt(
        form,
        lambda: decline_introduction(
            introduction=subject,
            reason=form.cleaned_data["reason"],
            **pressed(request),
        ),
    )
    if isinstance(tried, Done):
        return onward(request, _address(subject), _("Declined."))
    context = introduction_page(subject, actor_of(request)) | {"decline_form": form}
    return render(request, "matchmaking/introduction.html", context, status=tried.status)


@screen("introduction.withdraw", load=load_introduction)
@require_POST
def withdraw(request: HttpRequest, subject: Introduction) -> HttpResponse:
    """Take one's own question back."""
    return _step(request, subject, withdraw_introduction, _("Withdrawn."))


@screen("introduction.share", load=load_introduction)
@require_POST
def share(request: HttpRequest, subject: Introduction) -> HttpResponse:
    """Offer one's own name and address."""
    made = _made(request, subject, share_contact)
    waits = _("Offered. They are shown as soon as the other side shares too.")
    said = _("Both have shared: the contact details stand below.") if made.contacts() is not None else waits
    return onward(request, _address(subject), said)


@screen("introduction.unshare", load=load_introduction)
@require_POST
def unshare(request: HttpRequest, subject: Introduction) -> HttpResponse:
    """Take them back."""
    return _step(request, subject, take_contact_back, _("Taken back; the page shows no contact details any more."))


@screen("introduction.end", load=load_introduction)
@require_POST
def end(request: HttpRequest, subject: Introduction) -> HttpResponse:
    """No further words."""
    return _step(request, subject, end_introduction, _("Ended. What was written stays readable for both sides."))


@screen("introduction.view", post="introduction.write", load=load_introduction)
def report(request: HttpRequest, subject: Introduction) -> HttpResponse:
    """Tell a person of the programme about the other side; they may read the conversation."""
    side = side_of(subject, actor_of(request))
    if side is None:
        return redirect(_address(subject))
    form = ReportForm.received(request)
    tried = attempt(
        form,
        lambda: report_abuse(
            profile=subject.other(side),
            introduction=subject,
            text=form.cleaned_data["text"],
            **pressed(request),
        ),
    )
    if isinstance(tried, Done):
        return onward(request, _address(subject), _("Reported. A person reads it and answers you by mail."))
    context = {"profile": subject.other(side), "introduction": subject, "programme": subject.programme, "form": form}
    return render(request, "matchmaking/report.html", context, status=tried.status)


def _step(request: HttpRequest, subject: Introduction, step: Callable[..., Introduction], done: str) -> HttpResponse:
    _made(request, subject, step)
    return onward(request, _address(subject), done)


def _made(request: HttpRequest, subject: Introduction, step: Callable[..., Introduction]) -> Introduction:
    return step(introduction=subject, **pressed(request))


def _address(subject: Introduction) -> str:
    return reverse("matchmaking:introduction", args=[subject.programme.slug, subject.ref])
