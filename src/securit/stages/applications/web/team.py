"""The team and its budget: members, shares, sign-offs, and the colleagues who write."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from securit import money
from securit.kernel.arrival import arrived
from securit.kernel.perform import may
from securit.kernel.refusals import Refusal
from securit.machinery.forms.rendering import put_refusal
from securit.programmes.definition.calls import Instrument
from securit.programmes.public import screen
from securit.stages.applications.models import Application, Member
from securit.stages.applications.readiness import TEAM
from securit.stages.applications.selectors import ceiling_of
from securit.stages.applications.services.edit_member import edit_member
from securit.stages.applications.services.organisations import invite_organisation
from securit.stages.applications.services.remove_member import remove_member
from securit.stages.applications.services.share_with import share_with
from securit.stages.applications.services.sign_off import ask_for_sign_off, sign_off
from securit.stages.applications.sizes import COMPANIES, member_explained
from securit.stages.applications.web.forms import EditMemberForm, InviteForm
from securit.stages.applications.web.frame import application_url, frame_of
from securit.stages.applications.web.loading import actor_in, intent_of, load_application, load_member


@screen("application.view_draft", post="member.create", load=load_application)
def team_page(request: HttpRequest, application: Application) -> HttpResponse:
    """The members with their shares, the sum beside what the call gives, and a form to bring another one in."""
    form = InviteForm(ceiling_of(application.call), request.POST or None)
    status = 200
    if request.method == "POST":
        status = _invited(request, application, form)
        if status == 302:
            return redirect(application_url(application, "team"))
    frame = frame_of(application, arrived(request))
    chosen = _chosen(application)
    grant_cents = sum(member.grant_cents for member in frame.members)
    context = {
        **frame.context(TEAM),
        "form": form,
        "chosen": chosen,
        "sums": _sums(grant_cents, chosen.max_grant_cents) if chosen else "",
        "sums_tone": "danger" if chosen and grant_cents > chosen.max_grant_cents else "info",
        "cost_cents": sum(member.cost_cents for member in frame.members),
        "grant_cents": grant_cents,
        "ceiling_cents": ceiling_of(application.call),
        "team_gaps": [gap for gap in frame.gaps if gap.section == TEAM],
    }
    return render(request, "applications/team.html", context, status=status)


def _chosen(application: Application) -> Instrument | None:
    instruments = application.call.terms.instruments
    return next((instrument for instrument in instruments if instrument.code == application.instrument), None)


def _sums(grant_cents: int, most_cents: int) -> str:
    return _("%(grant)s of at most %(most)s") % {"grant": money.euros(grant_cents), "most": money.euros(most_cents)}


def _invited(request: HttpRequest, application: Application, form: InviteForm) -> int:
    if not form.is_valid():
        return 422
    values = form.cleaned_data
    try:
        member = invite_organisation(
            application=application,
            described=form.described,
            contact_email=values["contact_email"],
            cost_cents=values["cost"],
            grant_cents=values["grant"],
            actor=actor_in(request),
            at=arrived(request),
            intent=intent_of(request),
        )
    except Refusal as refusal:
        put_refusal(form, "register_number" if refusal.field == "organisation" else refusal.field, str(refusal))
        return refusal.status
    messages.success(request, _("%(name)s is in the team.") % {"name": member.organisation.legal_name})
    return 302


@screen("member.edit", load=load_member)
def member_page(request: HttpRequest, member: Member) -> HttpResponse:
    """One member: role, contact, money; ask for its sign-off, give it, or remove the member."""
    form = EditMemberForm(
        member, ceiling_of(member.application.call), request.POST or None, signer=actor_in(request).name
    )
    if request.method != "POST":
        return _member_page(request, member, form, 200)
    act = _ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    try:
        said = act(request, member, form)
    except Refusal as refusal:
        put_refusal(form, refusal.field, str(refusal))
        return _member_page(request, member, form, refusal.status)
    if not said:
        return _member_page(request, member, form, 422)
    messages.success(request, said)
    return redirect(application_url(member.application, "team"))


def _member_page(request: HttpRequest, member: Member, form: EditMemberForm, status: int) -> HttpResponse:
    actor = actor_in(request)
    fresh = load_member(member.programme, actor, member.application.ref, member.ref)
    frame = frame_of(fresh.application, arrived(request))
    context = {
        **frame.context(TEAM),
        "member": fresh,
        "form": form,
        "chosen": _chosen(fresh.application),
        "others": sum(other.grant_cents for other in frame.members if other.ref != fresh.ref),
        "ceiling_cents": form.ceiling_cents,
        "may_sign": fresh.state == "invited" and may(actor, "sign_off", fresh),
        "signed": _signed(fresh),
        "may_ask": may(actor, "ask", fresh),
        "size": _size(fresh, request),
    }
    return render(request, "applications/member.html", context, status=status)


def _size(member: Member, request: HttpRequest) -> dict[str, str] | None:
    """What the figures of a company say about its size, and where they are stated; nothing for other bodies."""
    if member.organisation.organisation_kind not in COMPANIES:
        return None
    verdict = member_explained(member, on=arrived(request).date())["verdict"]
    return {"verdict": verdict, "url": application_url(member.application, "size", member=member.ref)}


def _save(request: HttpRequest, member: Member, form: EditMemberForm) -> str:
    if not form.is_valid():
        return ""
    values = form.cleaned_data
    saved = edit_member(
        member=member,
        role=values["role"],
        contact_email=values["contact_email"],
        cost_cents=values["cost"],
        grant_cents=values["grant"],
        actor=actor_in(request),
        at=arrived(request),
        version=values["version"],
    )
    if member.state != "signed_off" or saved.state != "invited":
        return _("Saved.")
    if saved.contact_email:
        said = _("Saved. Role or money changed after the sign-off, so it lapsed; we asked %(address)s to sign again.")
        return said % {"address": saved.contact_email}
    return _("Saved. Role or money changed after the sign-off, so it lapsed and has to be given again.")


def _ask(request: HttpRequest, member: Member, _form: EditMemberForm) -> str:
    ask_for_sign_off(member=member, actor=actor_in(request), at=arrived(request))
    return _("We wrote to %(address)s with the link for the sign-off.") % {"address": member.contact_email}


def _sign(request: HttpRequest, member: Member, form: EditMemberForm) -> str:
    """Save what stands in the form and sign just that, or neither."""
    with transaction.atomic():
        if not _save(request, member, form):
            return ""
        signed = sign_off(
            member=member,
            name=form.cleaned_data["name"],
            actor=actor_in(request),
            at=arrived(request),
            intent=intent_of(request),
        )
    return _("%(name)s has signed off: %(what)s.") % {"name": member.organisation.legal_name, "what": _signed(signed)}


def _signed(member: Member) -> str:
    """Role and money, as one signs them."""
    return _("%(role)s, whole cost %(cost)s, grant %(grant)s") % {
        "role": member.get_role_display(),
        "cost": money.euros(member.cost_cents),
        "grant": money.euros(member.grant_cents),
    }


def _remove(request: HttpRequest, member: Member, _form: EditMemberForm) -> str:
    remove_member(member=member, actor=actor_in(request), at=arrived(request))
    return _("%(name)s is no longer in the team.") % {"name": member.organisation.legal_name}


_ACTS: dict[str, Callable[[HttpRequest, Member, EditMemberForm], str]] = {
    "save": _save,
    "ask": _ask,
    "sign": _sign,
    "remove": _remove,
}


@screen("application.view_draft", post="application.share", load=load_application)
def share(request: HttpRequest, application: Application) -> HttpResponse:
    """Invite a colleague to write."""
    if request.method != "POST":
        raise Http404
    address = request.POST.get("email", "")
    share_with(application=application, email=address, actor=actor_in(request), at=arrived(request))
    messages.success(
        request, _("We wrote to %(address)s. They can write as soon as they open the link.") % {"address": address}
    )
    return redirect(application_url(application, "edit"))
