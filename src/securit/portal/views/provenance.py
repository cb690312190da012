"""The page that follows a challenge in both directions."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.portal.selectors.provenance import provenance
from securit.programmes.public import Programme, actor_of, screen
from securit.stages.challenges.public import Challenge, visible_challenges


def load_challenge(programme: Programme, actor: Actor, number: str) -> Challenge:
    """The challenge of that number, if the actor may know of it. Raises ``Http404``."""
    found = visible_challenges(programme, actor).filter(number=number).first()
    if found is None:
        raise Http404(_("There is no such challenge here."))
    return found


@screen("challenge.view", load=load_challenge, open_to_all=True)
def show_provenance(request: HttpRequest, challenge: Challenge) -> HttpResponse:
    """Need → workshop → challenge → call → application → project, as far as the reader sees them."""
    steps = provenance(challenge, actor_of(request))
    invented = any(thing.synthetic for step in steps for thing in step.things)
    context = {"programme": challenge.programme, "challenge": challenge, "steps": steps, "synthetic": invented}
    return render(request, "portal/provenance.html", context)
