"""Pages that a private link opens: sign off for an organisation, and join as a colleague who writes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.actor import Actor, link_holder
from securit.kernel.arrival import arrived
from securit.kernel.refusals import Refusal
from securit.people.public import User
from securit.programmes.public import actor_of, find_programme, public, signed_in
from securit.stages.applications.late_sign_offs import signable_until
from securit.stages.applications.models import Member
from securit.stages.applications.services.mails import application_of_link, member_of_link
from securit.stages.applications.services.share_with import join_application
from securit.stages.applications.services.sign_off import sign_off
from securit.stages.applications.web.frame import application_url
from securit.stages.applications.web.loading import intent_of


@public("the signed link that was mailed to the member opens it, and shows that member's part only")
def sign_off_page(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """What is signed: organisation, role, money, title. The name is typed, the yes is a POST."""
    programme = find_programme(slug)
    member = member_of_link(programme, token)
    if member is None:
        return render(request, "applications/link_gone.html", {"programme": programme}, status=404)
    actor = _signer(request, member)
    if request.method != "POST":
        return _page(request, member, actor)
    name = request.POST.get("name", "")
    try:
        signed = sign_off(member=member, name=name, actor=actor, at=arrived(request), intent=intent_of(request))
    except Refusal as refusal:
        return _page(request, member, actor, refusal=refusal, name=name)
    return _page(request, signed, actor)


def _signer(request: HttpRequest, member: Member) -> Actor:
    """The representative who is signed in, else the holder of the link."""
    person = actor_of(request)
    if policy.decide(person, "member.sign_off", member.facts()):
        return person
    return link_holder(member.ref, f"sign_off:{member.ref}")


def _page(
    request: HttpRequest, member: Member, actor: Actor, *, refusal: Refusal | None = None, name: str = ""
) -> HttpResponse:
    verdict = policy.decide(actor, "member.sign_off", member.facts())
    call = member.application.call
    context: dict[str, Any] = {
        "member": member,
        "application": member.application,
        "call": call,
        "programme": member.programme,
        "verdict": verdict,
        "refusal": refusal,
        "name": name or actor.name,
        "now": arrived(request),
        "until": signable_until(member.application),
        "is_late": arrived(request) >= member.application.deadline_at,
        "is_over": arrived(request) >= signable_until(member.application),
    }
    return render(request, "applications/sign_off.html", context, status=refusal.status if refusal else 200)


@signed_in
def join(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """A colleague takes the pen that was offered to their address."""
    programme, user = find_programme(slug), request.user
    if not isinstance(user, User):
        raise Http404
    application = application_of_link(programme, token, user.email)
    if application is None:
        return render(request, "applications/link_gone.html", {"programme": programme}, status=404)
    if request.method != "POST":
        return render(request, "applications/join.html", {"application": application, "programme": programme})
    join_application(application=application, token=token, user=user, actor=actor_of(request), at=arrived(request))
    messages.success(request, _("You can write this application now."))
    return redirect(application_url(application, "edit"))
