"""The page on the size of a member: its figures, who is tied to it, and what the SME definition makes of that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from securit.kernel.arrival import arrived
from securit.kit.acts import ActForm, Done, attempt, onward
from securit.kit.tables import Column, Row, Table
from securit.programmes.public import screen
from securit.stages.applications.models import Member
from securit.stages.applications.readiness import TEAM
from securit.stages.applications.services.state_size import CannotStateSize, state_size
from securit.stages.applications.sizes import member_explained, size_tables, stated_of
from securit.stages.applications.web.frame import application_url, frame_of
from securit.stages.applications.web.loading import actor_in, load_member
from securit.stages.applications.web.size_forms import KINDS, FiguresForm, RelatedForm, initial_figures


class RemoveForm(ActForm):
    """Take one enterprise out of the statement; those tied through it go first."""


@screen("application.view_draft", post="member.state_size", load=load_member)
def size_page(request: HttpRequest, member: Member) -> HttpResponse:
    """What is stated about the member's size, to be changed until the deadline, and what comes of it."""
    did = request.POST.get("do", "")
    forms = _forms(request, member, did)
    if request.method != "POST":
        return _page(request, member, forms, 200)
    if did not in forms:
        raise Http404
    tried = attempt(forms[did], lambda: _stated(request, member, did, forms[did]))
    if isinstance(tried, Done):
        return onward(request, _address(member), _("Saved. What comes of it stands beside the figures."))
    return _page(request, member, forms, tried.status)


def _address(member: Member) -> str:
    return application_url(member.application, "size", member=member.ref)


def _forms(request: HttpRequest, member: Member, did: str) -> dict[str, Any]:
    """The three forms; the one that was sent as it was sent."""
    chosen = request.GET.get("edit", "")
    related = list(member.size.get("related", []))
    editing: dict[str, Any] = next((row for row in related if row["id"] == chosen), {})
    of = {"applicant": member.organisation.legal_name, "related": [row for row in related if row["id"] != chosen]}
    figures, tie = initial_figures(stated_of(member)), dict(editing)
    return {
        "figures": FiguresForm.received(request, member) if did == "figures" else FiguresForm.fresh(member, **figures),
        "related": RelatedForm.received(request, member, of=of)
        if did == "related"
        else RelatedForm.fresh(member, of=of, **tie),
        "remove": RemoveForm.received(request, member) if did == "remove" else RemoveForm.fresh(member),
    }


def _stated(request: HttpRequest, member: Member, did: str, form: Any) -> Member:
    stated = _without(member.size, request.POST.get("id", "")) if did == "remove" else form.stated(member.size)
    return state_size(member=member, stated=stated, actor=actor_in(request), at=arrived(request), version=form.seen)


def _without(stated: Mapping[str, Any], ref: str) -> dict[str, Any]:
    related = list(stated.get("related", []))
    through = [row["name"] for row in related if ref in (row["of"], row.get("linked_with"))]
    if through:
        said = _("%(names)s is tied through it; change or remove that first.") % {"names": ", ".join(through)}
        raise CannotStateSize(said, code="size_tied_through", status=409)
    return {**stated, "related": [row for row in related if row["id"] != ref]}


def _page(request: HttpRequest, member: Member, forms: Mapping[str, Any], status: int) -> HttpResponse:
    frame = frame_of(member.application, arrived(request))
    explanation = member_explained(member, on=arrived(request).date())
    context = {
        **frame.context(TEAM),
        "member": member,
        "forms": forms,
        "related": _related(member) if member.size.get("related") else None,
        "ties": member.size.get("related", []),
        "explanation": explanation,
        "tables": size_tables(explanation),
        "editing": forms["related"]["id"].value() or "",
    }
    return render(request, "applications/size.html", context, status=status)


def _related(member: Member) -> Table:
    """Who is tied to it, as stated; each leads to its form."""
    rows = member.size["related"]
    names = {"itself": member.organisation.legal_name, **{row["id"]: row["name"] for row in rows}}
    kinds = dict(KINDS)
    sides = {"up": _("holds %(share)s of %(of)s"), "down": _("%(share)s of it held by %(of)s")}
    columns = (Column(_("Name")), Column(_("What it is")), Column(_("Tie")))
    return Table(
        _("Tied to it"),
        columns,
        tuple(
            Row(
                (
                    row["name"],
                    kinds[row["kind"]],
                    sides[row["side"]] % {"share": _share(row), "of": names[row["of"]]},
                ),
                url=f"{_address(member)}?edit={row['id']}#tie",
            )
            for row in rows
        ),
    )


def _share(row: Mapping[str, Any]) -> str:
    share = _("%(capital)s %% of capital, %(votes)s %% of votes") % row
    return _("%(share)s, with control") % {"share": share} if row["controls"] else share
