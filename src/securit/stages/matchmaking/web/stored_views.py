"""What partner search keeps about a person: to read, to take away, to stop."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel.arrival import arrived
from securit.machinery.files.downloads import as_attachment
from securit.people.public import User
from securit.programmes.public import Programme, actor_of, screen
from securit.stages.matchmaking.selectors import own_profiles, stop_of
from securit.stages.matchmaking.services.stop_notices import resume_notices, stop_notices
from securit.stages.matchmaking.stored import as_data, stored_about


@screen("profile.create")
def stored(request: HttpRequest, programme: Programme) -> HttpResponse:
    """What is kept, why, and how to end it."""
    actor = actor_of(request)
    stop = stop_of(programme, actor.user_id or 0)
    context = {
        "programme": programme,
        "kept": stored_about(programme, actor),
        "listed": [row for row in own_profiles(programme, actor) if row.state in ("drafted", "listed")],
        "stopped": stop is not None and stop.state == "stopped",
    }
    return render(request, "matchmaking/stored.html", context)


@screen("profile.create")
def stored_file(request: HttpRequest, programme: Programme) -> HttpResponseBase:
    """The same as a file."""
    data = {"programme": programme.acronym, "kept": as_data(stored_about(programme, actor_of(request)))}
    made = json.dumps(data, ensure_ascii=False, indent=2).encode()
    answer = HttpResponse(made, content_type="application/json")
    return as_attachment(answer, name="partner-search-about-me.json", size=len(made))


@screen("profile.create")
@require_POST
def mails(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Stop mails about introductions, or get them again."""
    actor = actor_of(request)
    act = resume_notices if request.POST.get("answer") == "resume" else stop_notices
    user = User.objects.get(pk=actor.user_id or 0)
    act(programme=programme, user=user, actor=actor, at=arrived(request), intent=request.POST.get("intent", ""))
    messages.success(request, _("Saved."))
    return redirect("matchmaking:stored", slug=programme.slug)
