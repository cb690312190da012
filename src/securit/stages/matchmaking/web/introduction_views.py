"""Introductions: read, answer, write, share contact details, end, report."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel.arrival import arrived
from securit.kernel.refusals import Refusal
from securit.programmes.public import actor_of, screen
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
    form, status = MessageForm.posted(request.POST), 422
    if form.is_valid():
        try:
            write_message(
                introduction=subject,
                text=form.cleaned_data["text"],
                actor=actor_of(request),
                at=arrived(request),
                intent=form.cleaned_data["intent"],
            )
        except Refusal as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            return _to(subject)
    return render(request, "matchmaking/introduction.html", context | {"message_form": form}, status=status)


@screen("introduction.accept", load=load_introduction)
@require_POST
def accept(request: HttpRequest, subject: Introduction) -> HttpResponse:
    """Say yes."""
    return _step(request, subject, accept_introduction, _("You said yes. When both have, you can write to each other."))


@screen("introduction.decline", load=load_introduction)
@require_POST
def decline(request: HttpRequest, subject: Introduction) -> HttpResponse:
    """Say no, with or without a few words."""
    form = ReasonForm.posted(request.POST)
    if form.is_valid():
        try:
            decline_introduction(
                introduction=subject,
                reason=form.cleaned_data["reason"],
                actor=actor_of(request),
                at=arrived(request),
                intent=form.cleaned_data["intent"],
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Declined."))
            return _to(subject)
    context = introduction_page(subject, actor_of(request)) | {"decline_form": form}
    return render(request, "matchmaking/introduction.html", context, status=422)


@screen("introduction.withdraw", load=load_introduction)
@require_POST
def withdraw(request: HttpRequest, subject: Introduction) -> HttpResponse:
    """Take one's own question back."""
    return _step(request, subject, withdraw_introduction, _("Withdrawn."))


@screen("introduction.share", load=load_introduction)
@require_POST
def share(request: HttpRequest, subject: Introduction) -> HttpResponse:
    """Offer one's own name and address."""
    return _step(request, subject, share_contact, _("Offered. They are shown as soon as the other side shares too."))


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
        return _to(subject)
    form, status = ReportForm.fresh(), 200
    if request.method == "POST":
        form, status = ReportForm.posted(request.POST), 422
        if form.is_valid():
            try:
                report_abuse(
                    profile=subject.other(side),
                    introduction=subject,
                    text=form.cleaned_data["text"],
                    actor=actor_of(request),
                    at=arrived(request),
                    intent=form.cleaned_data["intent"],
                )
            except Refusal as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                messages.success(request, _("Reported. A person reads it and answers you by mail."))
                return _to(subject)
    context = {"profile": subject.other(side), "introduction": subject, "programme": subject.programme, "form": form}
    return render(request, "matchmaking/report.html", context, status=status)


def _step(request: HttpRequest, subject: Introduction, step: Callable[..., Introduction], done: str) -> HttpResponse:
    step(introduction=subject, actor=actor_of(request), at=arrived(request), intent=request.POST.get("intent", ""))
    messages.success(request, done)
    return _to(subject)


def _to(subject: Introduction) -> HttpResponse:
    return redirect("matchmaking:introduction", slug=subject.programme.slug, ref=subject.ref)
