"""Pages for those who may read what was submitted, once the call has closed: the list, one application, its files."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from securit.kernel.arrival import arrived
from securit.machinery.files.downloads import as_attachment, download_response
from securit.machinery.forms.rendering import country_names
from securit.machinery.tabular.writing import write_csv, write_xlsx
from securit.programmes.public import screen
from securit.stages.applications.extending import still_written
from securit.stages.applications.listing import Wanted, chosen, columns, export_row, lines_of
from securit.stages.applications.models import Application
from securit.stages.applications.readers import reader_ids
from securit.stages.applications.reading import parts_of, team_table, team_table_with_sign_offs
from securit.stages.applications.selectors import counting_version, counts_of
from securit.stages.applications.web.frame import application_url
from securit.stages.applications.web.loading import actor_in, asked, load_application, load_call
from securit.stages.applications.web.tables import choices_in, listing_table
from securit.stages.calls.public import SEALED_STATES, Call

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@screen("application.list", load=load_call)
def listing(request: HttpRequest, call: Call) -> HttpResponse:
    """What was submitted to the call; until it has closed, only how many."""
    context: dict[str, Any] = {"call": call, "programme": call.programme, "now": arrived(request)}
    if call.state in SEALED_STATES:
        return render(request, "applications/list_sealed.html", {**context, "counts": counts_of(call)})
    wanted = Wanted.read(request.GET.dict())
    lines = lines_of(call, actor_in(request))
    shown = chosen(lines, wanted)
    context |= {
        "wanted": wanted,
        "choices": choices_in(lines, call),
        "table": listing_table(shown, wanted, call, request.GET.get("page", "")),
        "count": len(shown),
        "all": len(lines),
        "synthetic": any(line.synthetic for line in lines),
        "query": wanted.query(),
        "given": still_written(call),
    }
    return render(request, "applications/list.html", context)


@screen("application.list", load=load_call)
def export(request: HttpRequest, call: Call) -> HttpResponseBase:
    """The list exactly as it is filtered and sorted on the page, all pages of it."""
    if call.state in SEALED_STATES:
        raise Http404
    rows = [export_row(line) for line in chosen(lines_of(call, actor_in(request)), Wanted.read(request.GET.dict()))]
    title = _("Applications to %(call)s") % {"call": call.code}
    if request.GET.get("as") == "xlsx":
        made, kind, ending = write_xlsx(columns(), rows, title=title, at=arrived(request)), XLSX, "xlsx"
    else:
        made, kind, ending = b"".join(write_csv(columns(), rows, encoding="utf-8-sig")), "text/csv", "csv"
    return as_attachment(
        HttpResponse(made, content_type=kind), name=f"{call.code}-applications.{ending}", size=len(made)
    )


@screen("application.view", load=load_application)
def show(request: HttpRequest, application: Application) -> HttpResponse:
    """The version that counts, as its team submitted it."""
    version = counting_version(application)
    if version is None:
        return redirect(application_url(application, "edit"))
    actor = actor_in(request)
    evaluates = actor.user_id in reader_ids(application.pk)
    content = version.content
    terms = application.call.terms
    context = {
        "application": application,
        "programme": application.programme,
        "call": application.call,
        "version": version,
        "content": content,
        "instrument": next((i.title for i in terms.instruments if i.code == content["instrument"]), ""),
        "domain": next((d.title for d in application.programme.terms.domains if d.code == content["domain"]), ""),
        "countries": country_names(get_language() or "en"),
        "parts": parts_of(version, with_contacts=not evaluates),
        "team": team_table(version) if evaluates else team_table_with_sign_offs(version),
        "actor": actor,
    }
    return render(request, "applications/show.html", context)


@screen("application.view", load=load_application)
def version_file(request: HttpRequest, application: Application) -> HttpResponseBase:
    """A file that the counting version pins by its digest."""
    version = counting_version(application)
    sha256 = asked(request, "sha256")
    if version is None or sha256 not in {file["sha256"] for file in version.content["files"]}:
        raise Http404
    found = application.attachments.filter(file__sha256=sha256).select_related("file__programme").first()
    if found is None:
        raise Http404
    return download_response(found.file)
