"""A team opens its application here; from then on each page leads to the other and says where they differ."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.arrival import arrived
from securit.kit.panels import Panel
from securit.programmes.public import screen
from securit.stages.applications.models import Application
from securit.stages.applications.selectors import present_members
from securit.stages.applications.services.apply_as_team import apply_as_team, follow_team
from securit.stages.applications.team_steps import steps_to
from securit.stages.applications.web.frame import application_url
from securit.stages.applications.web.loading import actor_in, intent_of, load_application
from securit.stages.matchmaking.public import (
    Team,
    TeamOption,
    load_team,
    options_of,
    standings_of,
    teammates,
)
from securit.stages.matchmaking.public import present_members as team_members


def applications_of_team(team: Team, actor: Actor) -> dict[str, Any] | None:
    """For each thing the team weighs: its application, or the way to open one."""
    opened = {a.team_option: a for a in Application.objects.filter(team=team).select_related("call").order_by("id")}
    mine = set(Application.objects.filter(team=team, editors__user_id=actor.user_id or 0).values_list("pk", flat=True))
    may_open = bool(policy.decide(actor, "team.apply", team.facts())) and team.state == "formed"
    rows = [(standing, opened.pop(standing.option.ref, None)) for standing in standings_of(team, team_members(team))]
    if not rows and not opened:
        return None
    return {"team": team, "rows": rows, "others": list(opened.values()), "mine": mine, "may_open": may_open}


def team_behind(application: Application, actor: Actor) -> dict[str, Any] | None:
    """The team that opened the application, and where the two differ by now."""
    if application.team is None:
        return None
    option = _option_of(application)
    steps = steps_to(teammates(option), present_members(application)) if option is not None else []
    return {"application": application, "team": application.team, "has_option": option is not None, "steps": steps}


def _option_of(application: Application) -> TeamOption | None:
    if application.team is None:
        return None
    return next((o for o in options_of(application.team) if o.ref == application.team_option), None)


@screen("team.apply", load=load_team)
def open_application(request: HttpRequest, team: Team) -> HttpResponse:
    """One press opens the application, or leads to the one that is there."""
    option = next((o for o in options_of(team) if o.ref == request.POST.get("option")), None)
    if request.method != "POST" or option is None:
        raise Http404
    application = apply_as_team(option=option, actor=actor_in(request), at=arrived(request), intent=intent_of(request))
    messages.success(request, _("The application is open; members, roles and money are those of your team."))
    return redirect(application_url(application, "edit"))


@screen("application.view_draft", post="application.edit", load=load_application)
def follow(request: HttpRequest, application: Application) -> HttpResponse:
    """Bring members, roles and money after the team."""
    option = _option_of(application)
    if request.method != "POST" or option is None:
        raise Http404
    follow_team(application=application, option=option, actor=actor_in(request), at=arrived(request))
    messages.success(request, _("Members, roles and money are those of your team now."))
    return redirect(application_url(application, "team"))


OF_A_TEAM = Panel("team", "apply", 10, "team.view", applications_of_team, "applications/panels/of_team.html")
TEAM_BEHIND = Panel("application", "team", 10, "application.view_draft", team_behind, "applications/panels/team.html")
