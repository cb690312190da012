"""The team's files behind the confidentiality terms, and its book of notes and decisions."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.arrival import arrived
from securit.kernel.refusals import Refusal
from securit.machinery.files.downloads import download_response
from securit.machinery.files.uploads import readable_size
from securit.machinery.forms.rendering import put_refusal
from securit.programmes.public import screen
from securit.stages.matchmaking.services.write_note import (
    CannotWriteDown,
    accept_terms,
    put_file,
    take_out_file,
    write_note,
)
from securit.stages.matchmaking.team_models import Team
from securit.stages.matchmaking.team_selectors import load_team
from securit.stages.matchmaking.team_terms import FILE_KINDS, MOST_BYTES, MOST_FILES, TERMS, TERMS_SHA256
from securit.stages.matchmaking.team_trail import trail_of
from securit.stages.matchmaking.web.team_forms import NoteForm
from securit.stages.matchmaking.web.team_frame import (
    actor_in,
    asked,
    frame,
    intent_of,
    team_url,
    user_in,
)


@screen("team.view", load=load_team)
def files(request: HttpRequest, team: Team) -> HttpResponse:
    """The terms first; then the files."""
    refused: Refusal | None = None
    if request.method == "POST":
        try:
            messages.success(request, _done(request, team))
            return redirect(team_url(team, "files"))
        except Refusal as refusal:
            refused = refusal
    accepted = policy.decide(actor_in(request), "team.read_files", team.facts())
    rows = team.files.filter(removed_at__isnull=True).select_related("file__uploaded_by").order_by("-id")
    context = {
        **frame(request, team, "files"),
        "terms": TERMS,
        "accepted": bool(accepted),
        "files": [(row.file, readable_size(row.file.size)) for row in rows] if accepted else [],
        "acceptances": team.acceptances.filter(terms_sha256=TERMS_SHA256).order_by("id"),
        "refusal": refused,
        "name": request.POST.get("name", actor_in(request).name),
        "kinds": ", ".join(FILE_KINDS),
        "most": readable_size(MOST_BYTES),
        "most_files": MOST_FILES,
    }
    return render(request, "teams/files.html", context, status=refused.status if refused else 200)


def _done(request: HttpRequest, team: Team) -> str:
    actor, at, user = actor_in(request), arrived(request), user_in(request)
    match request.POST.get("do"):
        case "accept":
            accept_terms(team=team, name=request.POST.get("name", ""), user=user, actor=actor, at=at)
            return _("You have accepted the terms; the files are open to you.")
        case "put":
            upload = request.FILES.get("file")
            if upload is None:
                raise CannotWriteDown(_("Choose a file first."), code="file_missing", field="file")
            put_file(team=team, upload=upload, user=user, actor=actor, at=at)
            return _("The file is in the team.")
        case "out":
            take_out_file(team=team, file=request.POST.get("file", ""), actor=actor, at=at)
            return _("The file was taken out.")
    raise Http404


@screen("team.read_files", load=load_team)
def file(request: HttpRequest, team: Team) -> HttpResponseBase:
    """One file, for a person who accepted the terms."""
    found = team.files.filter(file__ref=asked(request, "file"), removed_at__isnull=True)
    row = found.select_related("file__programme").first()
    if row is None:
        raise Http404
    return download_response(row.file)


@screen("team.view", post="team.note", load=load_team)
def notes(request: HttpRequest, team: Team) -> HttpResponse:
    """What the team wrote down, and what happened in it."""
    form = NoteForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            said = form.cleaned_data
            try:
                write_note(team=team, actor=actor_in(request), at=arrived(request), intent=intent_of(request), **said)
                return redirect(team_url(team, "notes"))
            except Refusal as refusal:
                put_refusal(form, refusal.field, str(refusal))
                status = refusal.status
    context = {
        **frame(request, team, "notes"),
        "form": form,
        "notes": team.notes.select_related("written_by").order_by("-id"),
        "lines": [
            {"when": line.when, "title": line.title, "text": line.text, "who": line.who} for line in trail_of(team)
        ],
    }
    return render(request, "teams/notes.html", context, status=status)
