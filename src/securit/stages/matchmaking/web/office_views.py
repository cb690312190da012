"""The office of partner search: how far everybody is, introducing two, reports of abuse."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel.actor import Actor
from securit.kernel.arrival import arrived
from securit.kernel.refusals import Refusal
from securit.programmes.public import Programme, actor_of, screen
from securit.stages.matchmaking.models import AbuseReport, Profile
from securit.stages.matchmaking.selectors import profiles_of
from securit.stages.matchmaking.services.express_interest import CannotExpressInterest, introduce_two
from securit.stages.matchmaking.services.report_abuse import answer_report
from securit.stages.matchmaking.web.forms import IntroduceForm, ReasonForm
from securit.stages.matchmaking.web.loading import load_report
from securit.stages.matchmaking.web.office import ecosystem_page, reports_page


@screen("introduction.arrange")
def ecosystem(request: HttpRequest, programme: Programme) -> HttpResponse:
    """How far the organisations of a partner are, who needs help, and the partner's link and card."""
    context = ecosystem_page(programme, actor_of(request), request.GET.get("partner", ""), arrived(request))
    return render(request, "matchmaking/ecosystem.html", context)


@screen("introduction.arrange")
def introduce(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Ask two organisations whether they want to meet."""
    rows = list(profiles_of(programme).filter(state="listed"))
    chosen = {name: request.GET.get(name, "") for name in ("one", "other")}
    form, status = IntroduceForm.fresh(of={"profiles": rows}, **chosen), 200
    if request.method == "POST":
        form, status = IntroduceForm.posted(request.POST, profiles=rows), 422
        if form.is_valid():
            try:
                _introduced(form, rows, request)
            except Refusal as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                messages.success(request, _("Asked. Both get a mail; you see here when both have said yes."))
                return redirect("matchmaking:ecosystem", slug=programme.slug)
    return render(request, "matchmaking/introduce.html", {"programme": programme, "form": form}, status=status)


def _introduced(form: IntroduceForm, rows: list[Profile], request: HttpRequest) -> None:
    by_ref = {row.ref: row for row in rows}
    one, other = (by_ref.get(form.cleaned_data[name]) for name in ("one", "other"))
    if one is None or other is None:
        raise CannotExpressInterest(_("Choose two organisations of the list."), code="unknown", field="one")
    introduce_two(
        one=one,
        other=other,
        reason=form.cleaned_data["message"],
        actor=actor_of(request),
        at=arrived(request),
        intent=form.cleaned_data["intent"],
    )


@screen("abuse_report.list")
def reports(request: HttpRequest, programme: Programme) -> HttpResponse:
    """What was reported, with the form to answer each."""
    return render(request, "matchmaking/reports.html", reports_page(programme, actor_of(request)))


def _load(programme: Programme, actor: Actor, report: str) -> AbuseReport:
    return load_report(programme, actor, report)


@screen("abuse_report.resolve", load=_load)
@require_POST
def answer(request: HttpRequest, report: AbuseReport) -> HttpResponse:
    """Say what was done; the person who reported reads it."""
    form = ReasonForm.posted(request.POST)
    if form.is_valid():
        try:
            answer_report(
                report=report,
                answer=form.cleaned_data["reason"],
                actor=actor_of(request),
                at=arrived(request),
                intent=form.cleaned_data["intent"],
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Answered; the person is told by mail."))
            return redirect("matchmaking:reports", slug=report.programme.slug)
    context = reports_page(report.programme, actor_of(request), refused={report.pk: form})
    return render(request, "matchmaking/reports.html", context, status=422)
