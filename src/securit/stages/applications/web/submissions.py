"""Submit and withdraw."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from securit.kernel.arrival import arrived
from securit.kernel.perform import may
from securit.kernel.refusals import Refusal
from securit.programmes.public import screen
from securit.stages.applications.advice import advice_on
from securit.stages.applications.content import content_of
from securit.stages.applications.models import Application
from securit.stages.applications.services.submit_application import submit_application
from securit.stages.applications.services.withdraw_application import withdraw_application
from securit.stages.applications.web.checklist import checklist
from securit.stages.applications.web.frame import application_url, frame_of
from securit.stages.applications.web.loading import actor_in, intent_of, load_application


@screen("application.view_draft", post="application.submit", load=load_application)
def submit(request: HttpRequest, application: Application) -> HttpResponse:
    """The checklist, the statement, and the button; what was refused says why above it."""
    if request.method != "POST":
        return _submit_page(request, application)
    if request.POST.get("declared") != "yes":
        sentence = _("Tick the statement before you submit.")
        return _submit_page(request, application, Refusal(sentence, code="not_declared", field="declared"))
    try:
        version = submit_application(
            application=application,
            actor=actor_in(request),
            arrived_at=arrived(request),
            intent=intent_of(request),
        )
    except Refusal as refusal:
        return _submit_page(request, application, refusal)
    return redirect(application_url(application, "receipt", number=version.number))


def _submit_page(request: HttpRequest, application: Application, refusal: Refusal | None = None) -> HttpResponse:
    actor = actor_in(request)
    fresh = load_application(application.programme, actor, application.ref) if refusal else application
    frame = frame_of(fresh, arrived(request))
    context = {
        **frame.context("submit"),
        "checklist": checklist(frame),
        "advice": None if frame.is_over else advice_on(content_of(fresh, frame.members), fresh.call.terms),
        "refusal": refusal,
        "may_submit": may(actor, "submit", fresh),
        "declared": request.POST.get("declared") == "yes",
    }
    return render(request, "applications/submit.html", context, status=refusal.status if refusal else 200)


@screen("application.view_draft", post="application.withdraw", load=load_application)
def withdraw(request: HttpRequest, application: Application) -> HttpResponse:
    """Take the application back, with the reason."""
    if request.method != "POST":
        return _withdraw_page(request, application)
    reason = request.POST.get("reason", "")
    try:
        withdraw_application(
            application=application,
            reason=reason,
            actor=actor_in(request),
            at=arrived(request),
            intent=intent_of(request),
        )
    except Refusal as refusal:
        return _withdraw_page(request, application, refusal)
    messages.success(request, _("The application is withdrawn. Until the deadline you can submit it again."))
    return redirect(application_url(application, "edit"))


def _withdraw_page(request: HttpRequest, application: Application, refusal: Refusal | None = None) -> HttpResponse:
    context = {
        **frame_of(application, arrived(request)).context("submit"),
        "refusal": refusal,
        "reason": request.POST.get("reason", ""),
        "may_withdraw": may(actor_in(request), "withdraw", application),
    }
    return render(request, "applications/withdraw.html", context, status=refusal.status if refusal else 200)
