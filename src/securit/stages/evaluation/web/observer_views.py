"""The observer's page of a call: figures of the process, never content, and the report."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel import policy
from securit.kernel.arrival import arrived
from securit.kit.acts import Done, attempt, onward
from securit.machinery.documents.pdf import render_pdf
from securit.machinery.files.downloads import as_attachment
from securit.programmes.public import actor_of, screen
from securit.stages.calls.public import Call
from securit.stages.evaluation.beside_models import ObserverReport
from securit.stages.evaluation.documents.observer_report import TEMPLATE, observer_report_data, observer_report_title
from securit.stages.evaluation.selectors.observing import figures_of
from securit.stages.evaluation.services.write_observer_report import (
    ask_observer,
    deliver_observer_report,
    observers_of,
    save_observer_report,
)
from securit.stages.evaluation.web.check_forms import AskObserverForm, DeliverForm, ObserverForm
from securit.stages.evaluation.web.loading import load_call, load_observer_report


@screen("review.count", load=load_call)
def observing(request: HttpRequest, call: Call) -> HttpResponse:
    """How the evaluation of a call runs, in figures, and what observers reported."""
    form = AskObserverForm.fresh(of=_choices(call))
    return render(request, "evaluation/observing.html", _observing(call, request, form))


@screen("observer_report.create", load=load_call)
@require_POST
def ask(request: HttpRequest, call: Call) -> HttpResponse:
    """Ask an observer for a report."""
    form = AskObserverForm.received(request, of=_choices(call))
    actor, at = actor_of(request), arrived(request)
    tried = attempt(
        form,
        lambda: ask_observer(
            call=call,
            observer=observers_of(call).get(ref=form.given["observer"]),
            actor=actor,
            at=at,
            intent=form.press,
        ),
    )
    if isinstance(tried, Done):
        url = reverse("evaluation:observing", args=[call.programme.slug, call.code])
        return onward(request, url, _("Asked; the observer was told by mail."))
    return render(request, "evaluation/observing.html", _observing(call, request, form), status=tried.status)


@screen("observer_report.view", post="observer_report.edit", load=load_observer_report)
def observer_report(request: HttpRequest, report: ObserverReport) -> HttpResponse:
    """The report; a post of its author saves it."""
    form = ObserverForm.received(request, report)
    actor, at = actor_of(request), arrived(request)
    tried = attempt(
        form,
        lambda: save_observer_report(
            report=report,
            text=form.given["text"],
            recommendations=form.given["recommendations"].splitlines(),
            actor=actor,
            at=at,
            version=form.seen,
            intent=form.press,
        ),
    )
    if isinstance(tried, Done):
        return onward(request, _url(report), _("Saved."))
    return render(request, "evaluation/observer_report.html", _page(report, request, form), status=tried.status)


@screen("observer_report.deliver", load=load_observer_report)
@require_POST
def deliver(request: HttpRequest, report: ObserverReport) -> HttpResponse:
    """What was saved stands."""
    form = DeliverForm.received(request, report)
    actor, at = actor_of(request), arrived(request)
    tried = attempt(form, lambda: deliver_observer_report(report=report, actor=actor, at=at, intent=form.press))
    if isinstance(tried, Done):
        return onward(request, _url(report), _("Delivered; the office reads it now."))
    page = _page(report, request, ObserverForm.fresh(report)) | {"deliver_form": form}
    return render(request, "evaluation/observer_report.html", page, status=tried.status)


@screen("observer_report.view", load=load_observer_report)
def observer_pdf(request: HttpRequest, report: ObserverReport) -> HttpResponseBase:
    """The report on paper."""
    made = render_pdf(
        TEMPLATE,
        observer_report_data(report, figures_of(report.call)),
        title=observer_report_title(report),
        language=get_language() or "en",
        at=report.delivered_at or report.saved_at,
    )
    response = HttpResponse(made, content_type="application/pdf")
    return as_attachment(response, name=f"{report.call.code}-observer-report.pdf", size=len(made))


def _choices(call: Call) -> dict[str, Any]:
    return {"observers": [(person.ref, str(person)) for person in observers_of(call)]}


def _observing(call: Call, request: HttpRequest, form: AskObserverForm) -> dict[str, Any]:
    actor = actor_of(request)
    reports = ObserverReport.objects.filter(programme=call.programme_id, call=call).visible_to(actor)
    return {
        "call": call,
        "programme": call.programme,
        "figures": figures_of(call),
        "reports": list(reports.select_related("author").order_by("id")),
        "form": form,
        "may_ask": bool(policy.decide(actor, "observer_report.create", call.facts())),
    }


def _page(report: ObserverReport, request: HttpRequest, form: ObserverForm) -> dict[str, Any]:
    is_own = actor_of(request).user_id == report.author_id
    return {
        "report": report,
        "call": report.call,
        "programme": report.programme,
        "figures": figures_of(report.call),
        "is_editable": is_own and report.state == "drafted",
        "form": form,
        "deliver_form": DeliverForm.fresh(report),
    }


def _url(report: ObserverReport) -> str:
    return reverse("evaluation:observer_report", args=[report.programme.slug, report.ref])
