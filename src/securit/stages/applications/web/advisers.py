"""Pages of advisers: the team's page, the invitation, the draft as an adviser reads it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel.actor import Actor
from securit.kernel.arrival import arrived
from securit.kernel.canonical import digest
from securit.kernel.refusals import Refusal
from securit.kit.acts import Done, attempt, onward
from securit.people.public import User
from securit.programmes.public import (
    Partner,
    Programme,
    actor_of,
    find_programme,
    pressed,
    screen,
    signed_in,
    staff_of_partners,
)
from securit.stages.applications.adviser_models import Adviser
from securit.stages.applications.content import content_of
from securit.stages.applications.models import Application, ApplicationVersion
from securit.stages.applications.reading import facts_of, parts_of, team_table
from securit.stages.applications.selectors import present_members
from securit.stages.applications.services.advise import accept_advising, end_advising, invite_adviser, read_as_adviser
from securit.stages.applications.services.mails import adviser_of_link
from securit.stages.applications.web.adviser_forms import AdviserForm
from securit.stages.applications.web.frame import application_url, frame_of
from securit.stages.applications.web.loading import load_application


def load_adviser(programme: Programme, actor: Actor, adviser: str, **_rest: object) -> Adviser:
    """The adviser with this ref. Raises ``Http404``."""
    rows = Adviser._default_manager.filter(programme=programme, ref=adviser)
    found = rows.select_related("application__call", "application__programme", "partner__organisation").first()
    if found is None:
        raise Http404
    return found


@screen("application.view_draft", post="application.edit", load=load_application)
def team_page(request: HttpRequest, application: Application) -> HttpResponse:
    """Who may read the draft, who has read it when, and a form to let somebody in."""
    partners = Partner.objects.filter(programme=application.programme).select_related("organisation")
    by_code = {partner.code: partner for partner in partners.order_by("organisation__legal_name", "id")}
    form = AdviserForm.received(request, of={"partners": by_code, "staff": staff_of_partners(application.programme)})

    def invited() -> Adviser:
        given = form.given
        partner = by_code[given["partner"]]
        return invite_adviser(
            application=application, partner=partner, name=given["name"], email=given["email"], **pressed(request)
        )

    tried = attempt(form, invited)
    if isinstance(tried, Done):
        return onward(request, application_url(application, "advisers"), _("The link is on its way."))
    rows = application.advisers.select_related("partner__organisation").prefetch_related("readings").order_by("id")
    context = {
        **frame_of(application, arrived(request)).context("advisers"),
        "advisers": [(one, list(one.readings.all()), bool(one.lifecycle.target("revoke", one.state))) for one in rows],
        "form": form,
    }
    return render(request, "applications/advisers.html", context, status=tried.status)


@screen("adviser.revoke", load=load_adviser)
@require_POST
def end(request: HttpRequest, adviser: Adviser) -> HttpResponse:
    """The adviser reads no more."""
    end_advising(adviser=adviser, **pressed(request))
    return onward(request, application_url(adviser.application, "advisers"), _("The reading is ended."))


@signed_in
def invitation(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """What the adviser will see, and what follows from it; the yes is a POST."""
    programme, user = find_programme(slug), request.user
    if not isinstance(user, User):
        raise Http404
    adviser = adviser_of_link(programme, token, user.email)
    if adviser is None:
        return render(request, "applications/link_gone.html", {"programme": programme}, status=404)
    if adviser.user_id == user.pk:
        return redirect(_reading_url(adviser))
    refusal = None
    if request.method == "POST":
        try:
            accept_advising(adviser=adviser, token=token, user=user, actor=actor_of(request), at=arrived(request))
            return redirect(_reading_url(adviser))
        except Refusal as refused:
            refusal = refused
    context = {
        "adviser": adviser,
        "application": adviser.application,
        "programme": programme,
        "refusal": refusal,
        "is_over": arrived(request) >= adviser.application.deadline_at,
    }
    return render(request, "applications/advise.html", context, status=refusal.status if refusal else 200)


@screen("adviser.read", load=load_adviser)
def reading(request: HttpRequest, adviser: Adviser) -> HttpResponse:
    """The draft as it stands, without files and without how people are reached; the reading is kept."""
    adviser = read_as_adviser(adviser=adviser, actor=actor_of(request), at=arrived(request))
    application = adviser.application
    content = content_of(application, present_members(application))
    stands = ApplicationVersion(application=application, content=content, content_sha256=digest(content))
    context = {
        "adviser": adviser,
        "application": application,
        "call": application.call,
        "programme": application.programme,
        "content": content,
        "facts": facts_of(stands),
        "parts": parts_of(stands, with_contacts=False),
        "team": team_table(stands),
        "now": arrived(request),
    }
    return render(request, "applications/advised.html", context)


def _reading_url(adviser: Adviser) -> str:
    return reverse("applications:advised", kwargs={"slug": adviser.programme.slug, "adviser": adviser.ref})
