"""Two applications whose words are nearly the same, passage beside passage."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.programmes.public import Programme, actor_of, screen
from securit.stages.screening.engines import passages_alike
from securit.stages.screening.models import Screening
from securit.stages.screening.selectors import readable_version
from securit.stages.screening.surroundings import text_of
from securit.stages.screening.web.loading import load_screening


def load_pair(programme: Programme, actor: Actor, ref: str, **_rest: Any) -> Screening:
    """The check of that ref. Raises ``Http404``."""
    return load_screening(programme, actor, ref)


@screen("screening.view", load=load_pair)
def side_by_side(request: HttpRequest, screening: Screening) -> HttpResponse:
    """The passages of this application beside those of another one that are most like them."""
    match = request.resolver_match
    other = readable_version(screening.programme, actor_of(request), str(match.kwargs["number"]) if match else "")
    if other is None or other.application_id == screening.application_id:
        raise Http404(_("There is no such application here."))
    own = screening.screened_version.content
    context = {
        "screening": screening,
        "programme": screening.programme,
        "own": own,
        "other": other.content,
        "pairs": passages_alike(text_of(own), text_of(other.content)),
    }
    return render(request, "screening/side_by_side.html", context)
