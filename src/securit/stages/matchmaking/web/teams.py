"""My teams, form one, the overview of one, its settings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from securit.kernel.arrival import arrived
from securit.kernel.refusals import Refusal
from securit.machinery.forms.rendering import put_refusal
from securit.people.public import Organisation, own_organisation
from securit.people.web.forms import OrganisationForm
from securit.programmes.public import Programme, screen
from securit.stages.matchmaking.services.choose_option import choose_option, share_out
from securit.stages.matchmaking.services.end_membership import dissolve_team
from securit.stages.matchmaking.services.form_team import edit_team, form_team
from securit.stages.matchmaking.services.show_interest import withdraw_interest
from securit.stages.matchmaking.services.team_mails import page_url
from securit.stages.matchmaking.services.write_note import renew_link
from securit.stages.matchmaking.team_links import invitation_token, team_token
from securit.stages.matchmaking.team_models import Interest, Team, present_members
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
from securit.stages.matchmaking.web.team_forms import OptionForm, SharesForm, TeamForm
from securit.stages.matchmaking.web.team_frame import actor_in, frame, intent_of, team_url

NEW = "new"


@screen("team.create")
def mine(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The teams I am in, the invitations and interests that wait for me, what I asked."""
    actor = actor_in(request)
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
    ref, actor = request.POST.get("ref", ""), actor_in(request)
    interest = Interest.objects.in_programme(programme).filter(ref=ref, asked_by_id=actor.user_id).first()
    if interest is None:
        raise Http404
    withdraw_interest(interest=interest, actor=actor, at=arrived(request))
    messages.success(request, _("Withdrawn."))
    return redirect("teams:mine", slug=programme.slug)


@screen("team.create", post="team.create")
def form(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Name the team and say who leads it."""
    own = represented_by(actor_in(request))
    team_form, organisation_form = TeamForm(request.POST or None), OrganisationForm(request.POST or None)
    status = 200
    if request.method == "POST":
        try:
            team = _formed(request, programme, own, team_form, organisation_form)
            if team is not None:
                return redirect(team_url(team))
            status = 422
        except Refusal as refusal:
            put_refusal(
                team_form if refusal.field in ("", "name", "purpose") else organisation_form,
                refusal.field,
                str(refusal),
            )
            status = refusal.status
    chosen = request.POST.get("lead") or (own[0].ref if own else NEW)
    context = {
        "programme": programme,
        "own": own,
        "form": team_form,
        "organisation_form": organisation_form,
        "chosen": chosen,
    }
    return render(request, "teams/form.html", context, status=status)


def _formed(
    request: HttpRequest, programme: Programme, own: list[Organisation], form: TeamForm, described: OrganisationForm
) -> Team | None:
    chosen = next((organisation for organisation in own if organisation.ref == request.POST.get("lead")), None)
    if not form.is_valid() or (chosen is None and not described.is_valid()):
        return None
    actor, at = actor_in(request), arrived(request)
    remedy = _("Ask the person who represents it here to form the team, or to invite you.")
    lead = chosen or own_organisation(described.described, remedy=remedy, actor=actor, at=at)
    return form_team(
        programme=programme,
        name=form.cleaned_data["name"],
        purpose=form.cleaned_data["purpose"],
        lead=lead,
        actor=actor,
        at=at,
        intent=intent_of(request),
    )


@screen("team.view", post="team.plan", load=load_team)
def show(request: HttpRequest, team: Team) -> HttpResponse:
    """Who is in, what the team weighs and where it stands there, how the money is shared."""
    members = present_members(team)
    applying = [member for member in members if member.applies]
    doing = request.POST.get("do", "")
    option_form = OptionForm(
        calls_offered(team.programme, arrived(request)), request.POST if doing == "option" else None
    )
    shares_form = SharesForm(applying, request.POST if doing == "shares" else None)
    status = 200
    if request.method == "POST":
        status = _changed(request, team, doing, option_form, shares_form)
        if status == 302:
            return redirect(team_url(team))
    context = {
        **frame(request, team, "show"),
        "standings": standings_of(team, members),
        "waiting": [member for member in members if member.state == "invited"],
        "members": members,
        "people": team.people.select_related("user", "member__organisation").order_by("member__position", "id"),
        "option_form": option_form,
        "shares_form": shares_form,
        "shares_sum": sum(member.share for member in applying),
        "whole": WHOLE,
        "link": page_url(team.programme, "teams:link", token=team_token(team)),
    }
    return render(request, "teams/show.html", context, status=status)


def _changed(request: HttpRequest, team: Team, doing: str, option_form: OptionForm, shares_form: SharesForm) -> int:
    form = {"option": option_form, "shares": shares_form}.get(doing)
    if form is None:
        raise Http404
    if not form.is_valid():
        return 422
    try:
        if doing == "option":
            call, instrument = option_form.chosen
            choose_option(team=team, call=call, instrument=instrument, actor=actor_in(request), at=arrived(request))
        else:
            share_out(team=team, shares=shares_form.shares, actor=actor_in(request), at=arrived(request))
    except Refusal as refusal:
        put_refusal(form, refusal.field, str(refusal))
        return refusal.status
    messages.success(request, _("Saved."))
    return 302


@screen("team.edit", load=load_team)
def settings(request: HttpRequest, team: Team) -> HttpResponse:
    """Name, purpose, the link, the end of the team."""
    form = TeamForm(
        request.POST if request.POST.get("do") == "edit" else None, initial={"name": team.name, "purpose": team.purpose}
    )
    status, refused = 200, None
    if request.method == "POST":
        try:
            said = _settled(request, team, form)
            if said:
                messages.success(request, said)
                return redirect(team_url(team, "settings"))
            status = 422
        except Refusal as refusal:
            refused, status = refusal, refusal.status
            if form.is_bound:
                put_refusal(form, refusal.field, str(refusal))
    link = page_url(team.programme, "teams:link", token=team_token(team))
    context = {
        **frame(request, team, "settings"),
        "form": form,
        "refusal": refused,
        "link": link,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "teams/settings.html", context, status=status)


def _settled(request: HttpRequest, team: Team, form: TeamForm) -> str:
    common: dict[str, Any] = {"team": team, "actor": actor_in(request), "at": arrived(request)}
    match request.POST.get("do"):
        case "edit":
            if not form.is_valid():
                return ""
            edit_team(name=form.cleaned_data["name"], purpose=form.cleaned_data["purpose"], **common)
            return _("Saved.")
        case "renew":
            renew_link(**common)
            return _("The old link opens nothing any more; the new one stands below.")
        case "dissolve":
            dissolve_team(reason=request.POST.get("reason", ""), **common)
            return _("The team is dissolved.")
    raise Http404
