"""The directory: list, export, one profile, asking to be introduced, reporting."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from securit.kernel.arrival import arrived
from securit.kernel.refusals import Refusal
from securit.machinery.files.downloads import as_attachment
from securit.machinery.tabular.writing import write_csv
from securit.programmes.public import Programme, actor_of, screen
from securit.stages.matchmaking.directory import MOST_EXPORTED, Wanted, columns, directory, export_row, reading_of
from securit.stages.matchmaking.models import Profile
from securit.stages.matchmaking.selectors import asking_profiles
from securit.stages.matchmaking.services.express_interest import CannotExpressInterest, express_interest
from securit.stages.matchmaking.services.report_abuse import report_abuse
from securit.stages.matchmaking.terms import MOST_A_WEEK, MOST_WAITING
from securit.stages.matchmaking.web.forms import InterestForm, ReportForm
from securit.stages.matchmaking.web.loading import load_profile
from securit.stages.matchmaking.web.pages import directory_page, profile_page


@screen("programme.view", open_to_all=True)
def profiles(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Who looks for partners, filtered; each reader sees what was opened to them."""
    wanted = Wanted.read(request.GET.dict())
    context = directory_page(programme, actor_of(request), wanted, request.GET.get("page", ""))
    return render(request, "matchmaking/profiles.html", context)


@screen("programme.view", open_to_all=True)
def export(request: HttpRequest, programme: Programme) -> HttpResponseBase:
    """The list exactly as it is filtered, with what this reader may read."""
    actor = actor_of(request)
    reading = reading_of(programme, actor)
    found = directory(programme, actor, reading, Wanted.read(request.GET.dict()))[:MOST_EXPORTED]
    rows = [export_row(row, reading.reader_of(row)) for row in found]
    made = b"".join(write_csv(columns(), rows, encoding="utf-8-sig"))
    return as_attachment(HttpResponse(made, content_type="text/csv"), name="partner-search.csv", size=len(made))


@screen("profile.view", load=load_profile, open_to_all=True)
def profile(request: HttpRequest, subject: Profile) -> HttpResponse:
    """One profile, and what its reader can do with it."""
    return render(request, "matchmaking/profile.html", profile_page(subject, actor_of(request)))


@screen("profile.ask", load=load_profile)
def interest(request: HttpRequest, subject: Profile) -> HttpResponse:
    """Ask to be introduced."""
    askers = asking_profiles(subject, actor_of(request))
    if not askers:
        raise CannotExpressInterest(
            _("You need a listed profile of your own to ask others."), code="no_profile", status=409
        )
    form, status = InterestForm.fresh(of={"askers": askers}), 200
    if request.method == "POST":
        form, status = InterestForm.posted(request.POST, askers=askers), 422
        if form.is_valid():
            try:
                made = express_interest(
                    asker=next(row for row in askers if row.ref == form.cleaned_data["asker"]),
                    asked=subject,
                    message=form.cleaned_data["message"],
                    actor=actor_of(request),
                    at=arrived(request),
                    intent=form.cleaned_data["intent"],
                )
            except Refusal as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                messages.success(request, _("Asked. You get a mail when they answer."))
                return redirect("matchmaking:introduction", slug=subject.programme.slug, ref=made.ref)
    context = {
        "profile": subject,
        "programme": subject.programme,
        "form": form,
        "most": MOST_WAITING,
        "week": MOST_A_WEEK,
    }
    return render(request, "matchmaking/interest.html", context, status=status)


@screen("abuse_report.create", load=load_profile)
def report(request: HttpRequest, subject: Profile) -> HttpResponse:
    """Tell a person of the programme about an organisation."""
    form, status = ReportForm.fresh(), 200
    if request.method == "POST":
        form, status = ReportForm.posted(request.POST), 422
        if form.is_valid():
            try:
                report_abuse(
                    profile=subject,
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
                return redirect("matchmaking:profile", slug=subject.programme.slug, ref=subject.ref)
    context = {"profile": subject, "programme": subject.programme, "form": form}
    return render(request, "matchmaking/report.html", context, status=status)
