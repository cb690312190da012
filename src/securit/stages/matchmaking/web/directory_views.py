"""The directory: list, export, one profile, asking to be introduced, reporting."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from securit.kit.acts import Done, attempt, onward
from securit.machinery.files.downloads import as_attachment
from securit.machinery.tabular.writing import write_csv
from securit.programmes.public import Programme, actor_of, pressed, screen
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
    form = InterestForm.received(request, of={"askers": askers})
    tried = attempt(
        form,
        lambda: express_interest(
            asker=next(row for row in askers if row.ref == form.cleaned_data["asker"]),
            asked=subject,
            message=form.cleaned_data["message"],
            **pressed(request),
        ),
    )
    if isinstance(tried, Done):
        there = reverse("matchmaking:introduction", args=[subject.programme.slug, tried.made.ref])
        return onward(request, there, _("Asked. You get a mail when they answer."))
    context = {
        "profile": subject,
        "programme": subject.programme,
        "form": form,
        "most": MOST_WAITING,
        "week": MOST_A_WEEK,
    }
    return render(request, "matchmaking/interest.html", context, status=tried.status)


@screen("abuse_report.create", load=load_profile)
def report(request: HttpRequest, subject: Profile) -> HttpResponse:
    """Tell a person of the programme about an organisation."""
    form = ReportForm.received(request)
    tried = attempt(
        form,
        lambda: report_abuse(
            profile=subject,
            text=form.cleaned_data["text"],
            **pressed(request),
        ),
    )
    if isinstance(tried, Done):
        there = reverse("matchmaking:profile", args=[subject.programme.slug, subject.ref])
        return onward(request, there, _("Reported. A person reads it and answers you by mail."))
    context = {"profile": subject, "programme": subject.programme, "form": form}
    return render(request, "matchmaking/report.html", context, status=tried.status)
