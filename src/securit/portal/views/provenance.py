"""The page that follows a challenge in both directions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from securit.portal.selectors.provenance import provenance
from securit.programmes.public import actor_of, screen
from securit.stages.challenges.public import Challenge, load_challenge


@screen("challenge.view", load=load_challenge, open_to_all=True)
def show_provenance(request: HttpRequest, challenge: Challenge) -> HttpResponse:
    """Need → workshop → challenge → call → application → project, as far as the reader sees them."""
    steps = provenance(challenge, actor_of(request))
    invented = any(thing.synthetic for step in steps for thing in step.things)
    context = {"programme": challenge.programme, "challenge": challenge, "steps": steps, "synthetic": invented}
    return render(request, "portal/provenance.html", context)
