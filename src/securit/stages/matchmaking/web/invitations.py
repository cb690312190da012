"""Pages that a private link opens: accept for an organisation, or ask to come in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.actor import Actor, ActorKind, link_holder
from securit.kernel.arrival import arrived
from securit.kit.acts import ActForm, Done, attempt
from securit.people.public import User
from securit.programmes.public import actor_of, find_programme, pressed, public, signed_in
from securit.stages.matchmaking.composition import percent
from securit.stages.matchmaking.services.answer_invitation import decline_invitation, enter_team, join_team
from securit.stages.matchmaking.team_links import masked, member_of_token, team_of_token
from securit.stages.matchmaking.team_models import TeamMember
from securit.stages.matchmaking.team_selectors import options_of
from securit.stages.matchmaking.web.team_forms import SignForm, WhyForm
from securit.stages.matchmaking.web.team_frame import form_behind, form_sent, team_url
from securit.stages.matchmaking.web.vacancies import interest_page


@public("the signed link that was mailed to the invited organisation opens it, and shows that invitation only")
def invitation(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """What is accepted: team, role, share, the calls it aims at. The name is typed, the yes is a POST."""
    programme = find_programme(slug)
    request.programme = programme  # type: ignore[attr-defined]
    member = member_of_token(programme, token)
    if member is None:
        return render(request, "teams/link_gone.html", {"programme": programme}, status=404)
    actor = _answering(request, member)
    forms: dict[str, ActForm] = {
        "join": form_behind(request, "join", SignForm, name=actor.name),
        "decline": form_behind(request, "decline", WhyForm),
        "enter": form_behind(request, "enter", ActForm),
    }
    sent = form_sent(request, forms)
    tried = attempt(sent, lambda: _answered(request, member, actor, sent))
    if isinstance(tried, Done):
        return tried.made
    context = _context(request, member, actor) | {"forms": forms}
    return render(request, "teams/invitation.html", context, status=tried.status)


def _answering(request: HttpRequest, member: TeamMember) -> Actor:
    """A visitor answers as the holder of the link; a person signed in only when they are the one who was asked."""
    person = actor_of(request)
    if person.kind is ActorKind.ANONYMOUS:
        return link_holder(member.ref, f"team_invitation:{member.ref}")
    user = request.user
    is_invited = (
        isinstance(user, User) and bool(member.contact_email) and user.email.lower() == member.contact_email.lower()
    )
    return replace(person, may=person.may | {f"team_invitation:{member.ref}"}) if is_invited else person


def _answered(request: HttpRequest, member: TeamMember, actor: Actor, sent: ActForm) -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    at = arrived(request)
    match request.POST["do"]:
        case "join":
            joined = join_team(member=member, **sent.given, user=user, **pressed(request, actor))
            return redirect(team_url(joined.team) if user else request.path)
        case "decline":
            declined = decline_invitation(member=member, **sent.given, actor=actor, at=at)
            return render(request, "teams/declined.html", {"programme": member.programme, "member": declined})
        case "enter" if user is not None:
            return redirect(team_url(enter_team(member=member, user=user, actor=actor, at=at)))
    raise Http404


def _context(request: HttpRequest, member: TeamMember, actor: Actor) -> dict[str, Any]:
    user = request.user if isinstance(request.user, User) else None
    return {
        "programme": member.programme,
        "member": member,
        "team": member.team,
        "share": percent(member.share) if member.applies and member.share else "",
        "options": options_of(member.team),
        "lead": member.team.members.filter(role="lead", state="joined").select_related("organisation").first(),
        "verdict": policy.decide(actor, "team_member.join", member.facts()),
        "is_in": user is not None and member.team.people.filter(user=user).exists(),
        "user": user,
        "address": masked(member.contact_email),
        "sign_in_url": f"{reverse('account_login')}?{urlencode({'next': request.path})}",
        "has_to_sign_in": user is None and bool(member.organisation.facts().representative_ids),
    }


@signed_in
def by_link(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Whoever holds the team's own link asks to come in; the lead answers. A forwarded link lets nobody in."""
    programme = find_programme(slug)
    request.programme = programme  # type: ignore[attr-defined]
    team = team_of_token(programme, token)
    if team is None:
        return render(request, "teams/link_gone.html", {"programme": programme}, status=404)
    request.actor = actor_of(request)  # type: ignore[attr-defined]
    if team.people.filter(user_id=request.actor.user_id).exists():  # type: ignore[attr-defined]
        messages.info(request, _("You are in this team already."))
        return redirect(team_url(team))
    return interest_page(request, team, None)
