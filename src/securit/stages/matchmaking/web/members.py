"""Invite a member; the page of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from securit.kernel.arrival import arrived
from securit.kernel.perform import may
from securit.kernel.refusals import NotAllowed, Refusal
from securit.machinery.forms.rendering import put_refusal
from securit.programmes.public import screen
from securit.stages.matchmaking.services.end_membership import hand_over_lead, leave_team, remove_member
from securit.stages.matchmaking.services.invite_member import ask_again, edit_role, invite_member
from securit.stages.matchmaking.services.team_mails import page_url
from securit.stages.matchmaking.team_links import invitation_token, masked
from securit.stages.matchmaking.team_models import Team, TeamMember, present_members
from securit.stages.matchmaking.team_selectors import load_team
from securit.stages.matchmaking.web.team_forms import InviteForm, RoleForm
from securit.stages.matchmaking.web.team_frame import actor_in, asked, frame, intent_of, team_url
from securit.stages.solutions.public import Solution, listed_solutions


@screen("team_member.create", load=load_team)
def invite(request: HttpRequest, team: Team) -> HttpResponse:
    """Who shall come in; a provider of the catalogue is asked through the platform."""
    solution = _solution(request, team)
    members = present_members(team)
    form = InviteForm(members, request.POST or None, initial=_initial(request, solution))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return redirect(team_url(team, "member", member=_invited(request, team, form, solution, members).ref))
            except Refusal as refusal:
                put_refusal(form, "register_number" if refusal.field == "organisation" else refusal.field, str(refusal))
                status = refusal.status
    reachable = solution is not None and bool(solution.contact_email)
    context = {**frame(request, team, "show"), "form": form, "solution": solution, "reachable": reachable}
    return render(request, "teams/invite.html", context, status=status)


def _solution(request: HttpRequest, team: Team) -> Solution | None:
    ref = request.POST.get("solution") or request.GET.get("solution") or ""
    return listed_solutions(team.programme).filter(ref=ref).first() if ref else None


def _initial(request: HttpRequest, solution: Solution | None) -> dict[str, str]:
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
    member = invite_member(
        team=team,
        described=form.described,
        role=values["role"],
        contact_email=values["contact_email"],
        solution=solution,
        replaces=next((m for m in members if m.ref == values["replaces"]), None),
        actor=actor_in(request),
        at=arrived(request),
        intent=intent_of(request),
    )
    name = {"name": member.organisation.legal_name}
    sent = bool(member.contact_email)
    messages.success(
        request,
        (_("%(name)s is invited; the mail is on its way.") if sent else _("%(name)s is invited. Send the link below."))
        % name,
    )
    return member


@screen("team.view", load=load_team)
def member_page(request: HttpRequest, team: Team) -> HttpResponse:
    """One member: its role, the invitation, leaving, replacing, handing over the lead."""
    member = _member(request, team)
    form = RoleForm(request.POST if request.POST.get("do") == "edit" else None, initial={"role": member.role})
    refused: Refusal | None = None
    if request.method == "POST":
        act = _ACTS.get(request.POST.get("do", ""))
        if act is None:
            raise Http404
        try:
            _require(request, member)
            messages.success(request, act(request, member))
            gone = request.POST["do"] == "leave"
            return redirect("teams:mine", slug=team.programme.slug) if gone else redirect(team_url(team))
        except NotAllowed:
            raise
        except Refusal as refusal:
            refused = refusal
            if form.is_bound and not form.errors:
                put_refusal(form, refusal.field, str(refusal))
    context = {
        **frame(request, team, "show"),
        **_ways(request, member),
        "member": member,
        "form": form,
        "refusal": refused,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "teams/member.html", context, status=refused.status if refused else 200)


def _member(request: HttpRequest, team: Team) -> TeamMember:
    found = next((m for m in present_members(team) if m.ref == asked(request, "member")), None)
    if found is None:
        raise Http404
    return found


def _require(request: HttpRequest, member: TeamMember) -> None:
    """Asked before the form is looked at, so that nobody learns what is wrong with a form that is not theirs."""
    verdict = may(actor_in(request), request.POST["do"], member)
    if not verdict and verdict.code == "not_entitled":  # type: ignore[union-attr]
        raise NotAllowed(verdict.reason, code=verdict.code, remedy=verdict.remedy)  # type: ignore[union-attr]


def _ways(request: HttpRequest, member: TeamMember) -> dict[str, Any]:
    """What may be done with the member, and how its person was reached."""
    actor = actor_in(request)
    ways = {f"may_{verb}": bool(may(actor, verb, member)) for verb in ("ask", "edit", "lead", "leave", "remove")}
    link = page_url(member.programme, "teams:invitation", token=invitation_token(member))
    shown = masked(member.contact_email) if member.from_catalogue else member.contact_email
    changed = member.joined_share is not None and member.joined_share != member.share
    # Who holds the link of a provider of the catalogue would speak for it: only the mail carries that one.
    return {**ways, "link": "" if member.from_catalogue else link, "address": shown, "share_changed": changed}


def _ask(request: HttpRequest, member: TeamMember) -> str:
    ask_again(
        member=member, contact_email=request.POST.get("contact_email", ""), actor=actor_in(request), at=arrived(request)
    )
    return _("The invitation is on its way again.")


def _edit(request: HttpRequest, member: TeamMember) -> str:
    edit_role(member=member, role=request.POST.get("role", ""), actor=actor_in(request), at=arrived(request))
    return _("Saved.")


def _lead(request: HttpRequest, member: TeamMember) -> str:
    hand_over_lead(member=member, actor=actor_in(request), at=arrived(request))
    return _("%(name)s leads the team now.") % {"name": member.organisation.legal_name}


def _leave(request: HttpRequest, member: TeamMember) -> str:
    leave_team(member=member, reason=request.POST.get("reason", ""), actor=actor_in(request), at=arrived(request))
    return _("%(name)s has left the team.") % {"name": member.organisation.legal_name}


def _remove(request: HttpRequest, member: TeamMember) -> str:
    remove_member(member=member, reason=request.POST.get("reason", ""), actor=actor_in(request), at=arrived(request))
    return _("%(name)s is no longer in the team.") % {"name": member.organisation.legal_name}


_ACTS: dict[str, Callable[[HttpRequest, TeamMember], str]] = {
    "ask": _ask,
    "edit": _edit,
    "lead": _lead,
    "leave": _leave,
    "remove": _remove,
}
