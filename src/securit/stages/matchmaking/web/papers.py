"""The team's files behind the confidentiality terms, and its book of notes and decisions."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.arrival import arrived
from securit.kit.acts import ActForm, Done, attempt, onward
from securit.machinery.files.downloads import download_response
from securit.machinery.files.uploads import readable_size
from securit.programmes.public import actor_of, pressed, screen
from securit.stages.matchmaking.services.write_note import accept_terms, put_file, take_out_file, write_note
from securit.stages.matchmaking.team_models import Team
from securit.stages.matchmaking.team_selectors import load_team
from securit.stages.matchmaking.team_terms import FILE_KINDS, MOST_BYTES, MOST_FILES, TERMS, TERMS_SHA256
from securit.stages.matchmaking.team_trail import trail_of
from securit.stages.matchmaking.web.team_forms import FileForm, NoteForm, SignForm
from securit.stages.matchmaking.web.team_frame import asked, form_behind, form_sent, frame, team_url, user_in


@screen("team.view", load=load_team)
def files(request: HttpRequest, team: Team) -> HttpResponse:
    """The terms first; then the files."""
    forms: dict[str, ActForm] = {
        "accept": form_behind(request, "accept", SignForm, name=actor_of(request).name),
        "put": form_behind(request, "put", FileForm),
        "out": form_behind(request, "out", ActForm),
    }
    sent = form_sent(request, forms)
    tried = attempt(sent, lambda: _done(request, team, sent))
    if isinstance(tried, Done):
        return onward(request, team_url(team, "files"), tried.made)
    context = {**frame(request, team, "files"), **_papers(request, team), "forms": forms}
    return render(request, "teams/files.html", context, status=tried.status)


def _papers(request: HttpRequest, team: Team) -> dict[str, Any]:
    accepted = policy.decide(actor_of(request), "team.read_files", team.facts())
    rows = team.files.filter(removed_at__isnull=True).select_related("file__uploaded_by").order_by("-id")
    return {
        "terms": TERMS,
        "accepted": bool(accepted),
        "files": [(row.file, readable_size(row.file.size)) for row in rows] if accepted else [],
        "acceptances": team.acceptances.filter(terms_sha256=TERMS_SHA256).order_by("id"),
        "kinds": ", ".join(FILE_KINDS),
        "most": readable_size(MOST_BYTES),
        "most_files": MOST_FILES,
    }


def _done(request: HttpRequest, team: Team, sent: ActForm) -> str:
    actor, at, user = actor_of(request), arrived(request), user_in(request)
    match request.POST["do"]:
        case "accept":
            accept_terms(team=team, **sent.given, user=user, actor=actor, at=at)
            return _("You have accepted the terms; the files are open to you.")
        case "put":
            put_file(team=team, upload=sent.cleaned_data["file"], user=user, actor=actor, at=at)
            return _("The file is in the team.")
        case _:
            take_out_file(team=team, file=request.POST.get("file", ""), actor=actor, at=at)
            return _("The file was taken out.")


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
    form = NoteForm.received(request)
    tried = attempt(form, lambda: write_note(team=team, **form.given, **pressed(request)))
    if isinstance(tried, Done):
        return redirect(team_url(team, "notes"))
    context = {
        **frame(request, team, "notes"),
        "form": form,
        "notes": team.notes.select_related("written_by").order_by("-id"),
        "lines": [
            {"when": line.when, "title": line.title, "text": line.text, "who": line.who} for line in trail_of(team)
        ],
    }
    return render(request, "teams/notes.html", context, status=tried.status)
