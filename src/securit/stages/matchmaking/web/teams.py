"""My teams, form one, the overview of one, its settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from securit.kernel.arrival import arrived
from securit.kit.acts import ActForm, Done, attempt, onward
from securit.people.public import own_organisation
from securit.programmes.public import Programme, actor_of, pressed, screen
from securit.stages.matchmaking.services.choose_option import choose_option, share_out
from securit.stages.matchmaking.services.end_membership import dissolve_team
from securit.stages.matchmaking.services.form_team import edit_team, form_team
from securit.stages.matchmaking.services.show_interest import withdraw_interest
from securit.stages.matchmaking.services.team_mails import page_url
from securit.stages.matchmaking.services.write_note import renew_link
from securit.stages.matchmaking.team_links import invitation_token, team_token
from securit.stages.matchmaking.team_models import Interest, Team, TeamMember, present_members
from securit.stages.matchmaking.team_selectors import (
    calls_offered,
    interests_waiting,
    invitations_waiting,
    load_team,
    represented_by,
    standings_of,
    teams_of,
)
from securit.stages.matchmaking.team_terms import WHOLE
from securit.stages.matchmaking.web.team_forms import Founding, OptionForm, SharesForm, TeamForm, WhyForm
from securit.stages.matchmaking.web.team_frame import form_behind, form_sent, frame, team_url


@screen("team.create")
def mine(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The teams I am in, the invitations and interests that wait for me, what I asked."""
    actor = actor_of(request)
    if request.method == "POST":
        return _withdrawn(request, programme)
    asked = Interest.objects.in_programme(programme).filter(asked_by_id=actor.user_id, state="shown")
    context = {
        "programme": programme,
        "teams": [(team, present_members(team)) for team in teams_of(programme, actor).select_related("programme")],
        "invitations": [(member, invitation_token(member)) for member in invitations_waiting(programme, actor)],
        "interests": interests_waiting(programme, actor),
        "asked": asked.select_related("team", "vacancy", "organisation").order_by("id"),
    }
    return render(request, "teams/mine.html", context)


def _withdrawn(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The interest that was named is taken back."""
    ref, actor = request.POST.get("ref", ""), actor_of(request)
    interest = Interest.objects.in_programme(programme).filter(ref=ref, asked_by_id=actor.user_id).first()
    if interest is None:
        raise Http404
    withdraw_interest(interest=interest, actor=actor, at=arrived(request))
    return onward(request, reverse("teams:mine", args=[programme.slug]), _("Withdrawn."))


@screen("team.create", post="team.create")
def form(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Name the team and say who leads it."""
    own = represented_by(actor_of(request))
    founding = Founding(request, own)
    tried = attempt(founding, lambda: _formed(request, programme, founding))
    if isinstance(tried, Done):
        return redirect(team_url(tried.made))
    context = {
        "programme": programme,
        "own": own,
        "form": founding.team,
        "organisation_form": founding.organisation,
        "chosen": founding.chosen,
    }
    return render(request, "teams/form.html", context, status=tried.status)


def _formed(request: HttpRequest, programme: Programme, founding: Founding) -> Team:
    press = pressed(request)
    remedy = _("Ask the person who represents it here to form the team, or to invite you.")
    lead = founding.lead or own_organisation(
        founding.organisation.described, remedy=remedy, actor=press["actor"], at=press["at"]
    )
    return form_team(programme=programme, lead=lead, **founding.team.given, **press)


@screen("team.view", post="team.plan", load=load_team)
def show(request: HttpRequest, team: Team) -> HttpResponse:
    """Who is in, what the team weighs and where it stands there, how the money is shared."""
    members = present_members(team)
    applying = [member for member in members if member.applies]
    option = form_behind(request, "option", OptionForm, of={"calls": calls_offered(team.programme, arrived(request))})
    shares = form_behind(request, "shares", SharesForm, of={"members": applying})
    forms = {"option": option, "shares": shares}
    tried = attempt(form_sent(request, forms), lambda: _planned(request, team, option, shares))
    if isinstance(tried, Done):
        return onward(request, team_url(team), _("Saved."))
    context = {
        **frame(request, team, "show"),
        **_overview(team, members),
        "forms": forms,
        "shares_sum": sum(member.share for member in applying),
    }
    return render(request, "teams/show.html", context, status=tried.status)


def _planned(request: HttpRequest, team: Team, option: OptionForm, shares: SharesForm) -> None:
    actor, at = actor_of(request), arrived(request)
    if option.is_bound:
        call, instrument = option.chosen
        choose_option(team=team, call=call, instrument=instrument, actor=actor, at=at)
    else:
        share_out(team=team, shares=shares.shares, actor=actor, at=at)


def _overview(team: Team, members: Sequence[TeamMember]) -> dict[str, Any]:
    return {
        "standings": standings_of(team, members),
        "waiting": [member for member in members if member.state == "invited"],
        "members": members,
        "people": team.people.select_related("user", "member__organisation").order_by("member__position", "id"),
        "whole": WHOLE,
        "link": page_url(team.programme, "teams:link", token=team_token(team)),
    }


@screen("team.edit", load=load_team)
def settings(request: HttpRequest, team: Team) -> HttpResponse:
    """Name, purpose, the link, the end of the team."""
    forms: dict[str, ActForm] = {
        "edit": form_behind(request, "edit", TeamForm, name=team.name, purpose=team.purpose),
        "renew": form_behind(request, "renew", ActForm),
        "dissolve": form_behind(request, "dissolve", WhyForm),
    }
    sent = form_sent(request, forms)
    tried = attempt(sent, lambda: _settled(request, team, sent))
    if isinstance(tried, Done):
        return onward(request, team_url(team, "settings"), tried.made)
    link = page_url(team.programme, "teams:link", token=team_token(team))
    context = {**frame(request, team, "settings"), "forms": forms, "link": link}
    return render(request, "teams/settings.html", context, status=tried.status)


def _settled(request: HttpRequest, team: Team, sent: ActForm) -> str:
    actor, at = actor_of(request), arrived(request)
    match request.POST["do"]:
        case "edit":
            edit_team(team=team, **sent.given, actor=actor, at=at)
            return _("Saved.")
        case "renew":
            renew_link(team=team, actor=actor, at=at)
            return _("The old link opens nothing any more; the new one stands below.")
        case _:
            dissolve_team(team=team, **sent.given, actor=actor, at=at)
            return _("The team is dissolved.")
