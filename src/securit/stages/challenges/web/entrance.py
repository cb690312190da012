"""``/join/``: type the six characters of the projector, and be in the room."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from securit.kernel import clock
from securit.machinery.pacing.pace import Pace, is_open_to, may_enter, network_of
from securit.programmes.public import public
from securit.stages.challenges.models import Workshop
from securit.stages.challenges.room_keys import code_as_typed

WRONG_CODES = Pace("challenges.join", most=20, within=timedelta(minutes=10))
"""Wrong codes from one network address; right ones are not counted, and the QR code asks for none."""


@public("whoever reads the code on the host's screen comes in; wrong codes are limited by address")
def enter(request: HttpRequest) -> HttpResponse:
    """The form for the code, and the way into the room."""
    typed = request.POST.get("code", "") if request.method == "POST" else ""
    if request.method != "POST":
        return render(request, "challenges/enter.html")
    now = clock.wall()
    if not is_open_to(WRONG_CODES, network_of(request, now), now):
        sentence = _("Too many wrong codes came from here. Wait ten minutes, or scan the QR code.")
        return render(request, "challenges/enter.html", {"typed": typed[:20], "sentence": sentence}, status=429)
    code = code_as_typed(typed)
    workshop = Workshop.objects.filter(code=code).select_related("programme").first() if code else None
    if workshop is None:
        may_enter(WRONG_CODES, network_of(request, now), now)
        sentence = _("No open room has this code. Look at the screen again: six letters and digits.")
        return render(request, "challenges/enter.html", {"typed": typed[:20], "sentence": sentence}, status=422)
    return redirect("challenges:room", workshop.programme.slug, workshop.ref)
