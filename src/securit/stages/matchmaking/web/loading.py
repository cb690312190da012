"""What the views of partner search begin with."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.programmes.public import Programme
from securit.stages.calls.public import Call, visible_calls
from securit.stages.matchmaking.models import AbuseReport, Introduction, Profile
from securit.stages.matchmaking.selectors import profiles_of, visible_introductions


def load_profile(programme: Programme, actor: Actor, ref: str) -> Profile:
    """The profile of that ref, if the actor may know of it. Raises ``Http404``."""
    found = profiles_of(programme).visible_to(actor).filter(ref=ref).first()
    if found is None:
        raise Http404(_("There is no such profile here."))
    return found


def load_introduction(programme: Programme, actor: Actor, ref: str) -> Introduction:
    """The introduction of that ref, if the actor may know of it. Raises ``Http404``."""
    found = visible_introductions(programme, actor).filter(ref=ref).first()
    if found is None:
        raise Http404(_("There is no such introduction here."))
    return found


def load_report(programme: Programme, actor: Actor, ref: str) -> AbuseReport:
    """The report of that ref, if the actor may know of it. Raises ``Http404``."""
    rows = AbuseReport.objects.in_programme(programme).visible_to(actor)
    found = rows.select_related("programme", "user", "profile__organisation").filter(ref=ref).first()
    if found is None:
        raise Http404(_("There is no such report here."))
    return found


def load_call(programme: Programme, actor: Actor, code: str) -> Call:
    """The call of that code, if the actor may know of it. Raises ``Http404``."""
    found = visible_calls(programme, actor).filter(code=code).first()
    if found is None:
        raise Http404(_("There is no such call here."))
    return found
