"""Who works for which partner: programme managers say so, since a partner handles what it took in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from securit.kernel import clock, policy
from securit.kit.acts import Done, attempt, onward
from securit.people.public import Membership, end_membership
from securit.portal.addresses import address
from securit.portal.forms import EndRoleForm, PartnerStaffForm, add_as_named
from securit.portal.selectors.partner_staff import partner_lines, staff_of
from securit.programmes.public import Programme, actor_of, screen


@screen("role.view", post="role.create")
def partner_staff(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Every partner with its people; POST adds one."""
    actor = actor_of(request)
    form = PartnerStaffForm.received(request, of={"programme": programme})
    tried = attempt(form, lambda: add_as_named(form, actor, clock.now()))
    if isinstance(tried, Done):
        said = _("Added: they now handle what this partner takes in.")
        return onward(request, address("portal:partner_staff", slug=programme.slug), said)
    context = {
        "programme": programme,
        "form": form,
        "lines": partner_lines(programme, actor),
        "may_add": policy.decide(actor, "role.create", programme.facts()),
    }
    return render(request, "portal/partner_staff.html", context, status=422 if form.errors else 200)


@screen("role.create")
def end_partner_staff(request: HttpRequest, programme: Programme, ref: str) -> HttpResponse:
    """Somebody no longer works for a partner, with the reason."""
    membership = _found(programme, ref)
    form = EndRoleForm.received(request)
    by = actor_of(request)
    tried = attempt(form, lambda: end_membership(membership=membership, **form.given, actor=by, at=clock.now()))
    if isinstance(tried, Done):
        there = address("portal:partner_staff", slug=programme.slug)
        return onward(request, there, _("They no longer work for this partner."))
    context = {"membership": membership, "form": form, "programme": programme}
    return render(request, "portal/end_partner_staff.html", context, status=tried.status)


def _found(programme: Programme, ref: str) -> Membership:
    found = staff_of(programme).filter(ref=ref, represents=False).first()
    if found is None:
        raise Http404
    return found
