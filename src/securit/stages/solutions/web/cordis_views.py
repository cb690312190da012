"""Who took part in what Europe funded: a scout's list from CORDIS open data, and drafts begun from it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from securit.kit.acts import ActForm, Done, attempt, onward
from securit.kit.tables import pages
from securit.programmes.public import Programme, pressed, screen
from securit.stages.solutions.cordis import PROJECT_PAGE
from securit.stages.solutions.models import Participation
from securit.stages.solutions.selectors import participations_found
from securit.stages.solutions.services.draft_from_cordis import draft_from_cordis
from securit.stages.solutions.services.load_cordis import load_cordis
from securit.stages.solutions.web.catalogue_views import address

PAGE_SIZE = 50


class LoadForm(ActForm):
    """The two files of CORDIS."""

    projects = forms.FileField(
        label=gettext_lazy("project.csv"), help_text=gettext_lazy("At most 20,000 projects and 50 MiB; cut it first.")
    )
    organisations = forms.FileField(
        label=gettext_lazy("organization.csv"), help_text=gettext_lazy("At most 100,000 participations and 50 MiB.")
    )


@screen("solution.manage")
def participants(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Participants by name, with their project at CORDIS."""
    typed = {"q": request.GET.get("q", "")[:100], "country": request.GET.get("country", "")[:2].upper()}
    everybody = request.GET.get("all") == "yes"
    found = participations_found(programme, typed["q"], typed["country"], smes_only=not everybody)
    count = found.count()
    last = max(1, -(-count // PAGE_SIZE))
    page = request.GET.get("page", "")
    number = min(max(int(page) if page.isdecimal() and len(page) < 6 else 1, 1), last)
    here = reverse("solutions:cordis", args=[programme.slug])
    query = {**{name: text for name, text in typed.items() if text}, **({"all": "yes"} if everybody else {})}
    rows = list(found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])
    context: dict[str, Any] = {
        "programme": programme,
        "typed": typed,
        "everybody": everybody,
        "count": count,
        "rows": [(row, PROJECT_PAGE.format(id=row.project_id)) for row in rows],
        "pages": pages(number, last, lambda n: f"{here}?{urlencode({**query, 'page': n})}"),
    }
    return render(request, "solutions/cordis.html", context)


@screen("solution.manage", post="cordis_load.create")
def load(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Bring the two files."""
    form = LoadForm.received(request)
    tried = attempt(
        form,
        lambda: load_cordis(
            programme=programme,
            projects=form.cleaned_data["projects"],
            organisations=form.cleaned_data["organisations"],
            **pressed(request),
        ),
    )
    if isinstance(tried, Done):
        said = {"projects": tried.made.projects, "rows": tried.made.participations}
        sentence = _("%(rows)d participations in %(projects)d projects are here now.") % said
        return onward(request, reverse("solutions:cordis", args=[programme.slug]), sentence)
    return render(request, "solutions/cordis_load.html", {"programme": programme, "form": form}, status=tried.status)


@screen("solution.manage", post="solution.create")
@require_POST
def draft(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Begin a solution from one participation."""
    rows = Participation.objects.in_programme(programme).select_related("programme")
    row = rows.filter(ref=request.POST.get("participation", "")[:10]).first()
    if row is None:
        raise Http404
    made = draft_from_cordis(participation=row, **pressed(request))
    said = _("A draft is made from the project; say in your own words what the solution does.")
    return onward(request, address(made), said)
