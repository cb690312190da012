"""The office of partner search: how far everybody is, introducing two, reports of abuse."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel.actor import Actor
from securit.kernel.arrival import arrived
from securit.kit.acts import Done, attempt, onward
from securit.programmes.public import Programme, actor_of, pressed, screen
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
    form = IntroduceForm.received(
        request, of={"profiles": rows}, one=request.GET.get("one", ""), other=request.GET.get("other", "")
    )
    tried = attempt(form, lambda: _introduced(form, rows, request))
    if isinstance(tried, Done):
        there = reverse("matchmaking:ecosystem", args=[programme.slug])
        return onward(request, there, _("Asked. Both get a mail; you see here when both have said yes."))
    return render(request, "matchmaking/introduce.html", {"programme": programme, "form": form}, status=tried.status)


def _introduced(form: IntroduceForm, rows: list[Profile], request: HttpRequest) -> None:
    by_ref = {row.ref: row for row in rows}
    one, other = (by_ref.get(form.cleaned_data[name]) for name in ("one", "other"))
    if one is None or other is None:
        raise CannotExpressInterest(_("Choose two organisations of the list."), code="unknown", field="one")
    introduce_two(
        one=one,
        other=other,
        reason=form.cleaned_data["message"],
        **pressed(request),
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
    form = ReasonForm.received(request)
    tried = attempt(
        form,
        lambda: answer_report(
            report=report,
            answer=form.cleaned_data["reason"],
            **pressed(request),
        ),
    )
    if isinstance(tried, Done):
        there = reverse("matchmaking:reports", args=[report.programme.slug])
        return onward(request, there, _("Answered; the person is told by mail."))
    context = reports_page(report.programme, actor_of(request), refused={report.pk: form})
    return render(request, "matchmaking/reports.html", context, status=tried.status)
