"""Invite a member; the page of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel.arrival import arrived
from securit.kernel.perform import may
from securit.kernel.refusals import NotAllowed
from securit.kit.acts import ActForm, Done, attempt, onward
from securit.programmes.public import actor_of, pressed, screen
from securit.stages.matchmaking.services.end_membership import hand_over_lead, leave_team, remove_member
from securit.stages.matchmaking.services.invite_member import ask_again, edit_role, invite_member
from securit.stages.matchmaking.services.team_mails import page_url
from securit.stages.matchmaking.team_links import invitation_token, masked
from securit.stages.matchmaking.team_models import Team, TeamMember, present_members
from securit.stages.matchmaking.team_selectors import load_team
from securit.stages.matchmaking.web.team_forms import AddressForm, InviteForm, RoleForm, WhyForm
from securit.stages.matchmaking.web.team_frame import asked, form_behind, form_sent, frame, team_url
from securit.stages.solutions.public import Solution, listed_solutions

#: What can be done with a member: the form behind the button, what it does, and what is said then.
ACTS: dict[str, tuple[type[ActForm], Callable[..., Any], Any]] = {
    "ask": (AddressForm, ask_again, gettext_lazy("The invitation is on its way again.")),
    "edit": (RoleForm, edit_role, gettext_lazy("Saved.")),
    "lead": (ActForm, hand_over_lead, gettext_lazy("%(name)s leads the team now.")),
    "leave": (WhyForm, leave_team, gettext_lazy("%(name)s has left the team.")),
    "remove": (WhyForm, remove_member, gettext_lazy("%(name)s is no longer in the team.")),
}


@screen("team_member.create", load=load_team)
def invite(request: HttpRequest, team: Team) -> HttpResponse:
    """Who shall come in; a provider of the catalogue is asked through the platform."""
    solution = _solution(request, team)
    members = present_members(team)
    form = InviteForm.received(request, of={"members": members}, **_initial(request, solution))
    tried = attempt(form, lambda: _invited(request, team, form, solution, members))
    if isinstance(tried, Done):
        return onward(request, team_url(team, "member", member=tried.made.ref), _said(tried.made))
    reachable = solution is not None and bool(solution.contact_email)
    context = {**frame(request, team, "show"), "form": form, "solution": solution, "reachable": reachable}
    return render(request, "teams/invite.html", context, status=tried.status)


def _solution(request: HttpRequest, team: Team) -> Solution | None:
    ref = request.POST.get("solution") or request.GET.get("solution") or ""
    return listed_solutions(team.programme).filter(ref=ref).first() if ref else None


def _initial(request: HttpRequest, solution: Solution | None) -> dict[str, Any]:
    replaces = request.GET.get("replaces", "")
    if solution is None:
        return {"replaces": replaces, "role": "member"}
    return {
        "country": solution.country,
        "legal_name": solution.provider_name,
        "kind": solution.provider_kind,
        "register_number": solution.register_number,
        "role": "member",
        "replaces": replaces,
    }


def _invited(
    request: HttpRequest, team: Team, form: InviteForm, solution: Solution | None, members: list[TeamMember]
) -> TeamMember:
    values = form.cleaned_data
    return invite_member(
        team=team,
        described=form.described,
        role=values["role"],
        contact_email=values["contact_email"],
        solution=solution,
        replaces=next((m for m in members if m.ref == values["replaces"]), None),
        **pressed(request),
    )


def _said(member: TeamMember) -> str:
    mailed = _("%(name)s is invited; the mail is on its way.")
    said = mailed if member.contact_email else _("%(name)s is invited. Send the link below.")
    return said % {"name": member.organisation.legal_name}


@screen("team.view", load=load_team)
def member_page(request: HttpRequest, team: Team) -> HttpResponse:
    """One member: its role, the invitation, leaving, replacing, handing over the lead."""
    member = _member(request, team)
    forms = {do: form_behind(request, do, kind, role=member.role) for do, (kind, _act, _said) in ACTS.items()}
    sent = form_sent(request, forms)
    if sent.is_bound:
        _require(request, member)
    tried = attempt(sent, lambda: _acted(request, member, sent))
    if isinstance(tried, Done):
        gone = request.POST["do"] == "leave"
        there = reverse("teams:mine", args=[team.programme.slug]) if gone else team_url(team)
        return onward(request, there, tried.made)
    context = {**frame(request, team, "show"), **_ways(request, member), "member": member, "forms": forms}
    return render(request, "teams/member.html", context, status=tried.status)


def _member(request: HttpRequest, team: Team) -> TeamMember:
    found = next((m for m in present_members(team) if m.ref == asked(request, "member")), None)
    if found is None:
        raise Http404
    return found


def _require(request: HttpRequest, member: TeamMember) -> None:
    """Asked before the form is looked at, so that nobody learns what is wrong with a form that is not theirs."""
    verdict = may(actor_of(request), request.POST["do"], member)
    if not verdict and verdict.code == "not_entitled":  # type: ignore[union-attr]
        raise NotAllowed(verdict.reason, code=verdict.code, remedy=verdict.remedy)  # type: ignore[union-attr]


def _ways(request: HttpRequest, member: TeamMember) -> dict[str, Any]:
    """What may be done with the member, and how its person was reached."""
    actor = actor_of(request)
    ways = {f"may_{verb}": bool(may(actor, verb, member)) for verb in ("ask", "edit", "lead", "leave", "remove")}
    link = page_url(member.programme, "teams:invitation", token=invitation_token(member))
    shown = masked(member.contact_email) if member.from_catalogue else member.contact_email
    changed = member.joined_share is not None and member.joined_share != member.share
    # Who holds the link of a provider of the catalogue would speak for it: only the mail carries that one.
    return {**ways, "link": "" if member.from_catalogue else link, "address": shown, "share_changed": changed}


def _acted(request: HttpRequest, member: TeamMember, sent: ActForm) -> str:
    _kind, act, said = ACTS[request.POST["do"]]
    act(member=member, **sent.given, actor=actor_of(request), at=arrived(request))
    return str(said) % {"name": member.organisation.legal_name}
