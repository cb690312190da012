"""Who is invited, registered and came: the host's list, invitations, and the list as a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from securit.kernel.arrival import arrived
from securit.kit import tables
from securit.kit.acts import Done, attempt, onward
from securit.machinery.files.downloads import as_attachment
from securit.machinery.tabular.columns import Column
from securit.machinery.tabular.writing import write_csv
from securit.programmes.public import actor_of, screen
from securit.stages.challenges.answers import read_people
from securit.stages.challenges.models import Registration, Workshop
from securit.stages.challenges.policy import COMING
from securit.stages.challenges.room_models import KIND_LABELS, Kind
from securit.stages.challenges.selectors import came_without_registration, registrations_of
from securit.stages.challenges.services.confirm_registration import withdraw_registration
from securit.stages.challenges.services.register import invite_people
from securit.stages.challenges.web.registration_forms import InviteForm
from securit.stages.challenges.web.workshops import load_workshop, page_of


@screen("workshop.invite", load=load_workshop)
def listing(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """Everybody who was asked, registered or waits, and whether they came."""
    rows = list(registrations_of(workshop, actor_of(request)))
    context = {
        "workshop": workshop,
        "programme": workshop.programme,
        "counts": _counts(workshop, rows),
        "table": _table(workshop, rows),
        "people": [(row.ref, f"{row.name or row.email} · {row.state_label}") for row in rows],
        "may_invite": workshop.state in COMING,
    }
    return render(request, "challenges/registrations.html", context)


@screen("workshop.invite", load=load_workshop)
def invite(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """Paste or type people; each gets a mail with a personal link."""
    form = InviteForm.received(request)
    tried = attempt(form, lambda: _invite(request, workshop, form.cleaned_data["people"]))
    if isinstance(tried, Done):
        return onward(request, page_of(workshop, "registrations"), tried.made)
    context = {"workshop": workshop, "programme": workshop.programme, "form": form, "kinds": Kind.choices}
    return render(request, "challenges/invite.html", context, status=tried.status)


@screen("workshop.invite", load=load_workshop)
@require_POST
def take_out(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """Withdraw somebody who asked for it by other means; name and address are erased."""
    rows = Registration.objects.in_programme(workshop.programme).filter(workshop=workshop)
    row = rows.select_related("workshop__programme").filter(ref=request.POST.get("of", "")).first()
    if row is None:
        raise Http404
    withdraw_registration(registration=row, actor=actor_of(request), at=arrived(request))
    return onward(request, page_of(workshop, "registrations"), _("Withdrawn; name and address are erased."))


@screen("workshop.invite", load=load_workshop)
def export(request: HttpRequest, workshop: Workshop) -> HttpResponseBase:
    """The attendance list as CSV: who registered with the hour of coming, and those who came with the code."""
    rows = registrations_of(workshop, actor_of(request))
    made = b"".join(write_csv(_columns(), _lines(workshop, rows), encoding="utf-8-sig"))
    name = f"{workshop.programme.slug}-attendance-{workshop.ref}.csv"
    return as_attachment(HttpResponse(made, content_type="text/csv"), name=name, size=len(made))


def _counts(workshop: Workshop, rows: Sequence[Registration]) -> list[tuple[str, object]]:
    states = Counter(row.state for row in rows)
    places = "" if workshop.capacity is None else _(" of %(most)d places") % {"most": workshop.capacity}
    found: list[tuple[str, object]] = [
        (_("Registered"), f"{states['registered']}{places}"),
        (_("On the waiting list"), states["waiting"]),
        (_("Not answered yet"), states["asked"]),
    ]
    if workshop.opened_at:
        found.append((_("Registered people who came"), sum(came_at(row) is not None for row in rows)))
        found.append((_("Came with the code"), came_without_registration(workshop).count()))
    return found


def _table(workshop: Workshop, rows: Sequence[Registration]) -> tables.Table:
    zone = ZoneInfo(workshop.programme.terms.time_zone)
    labels = (_("Name"), _("Organisation"), _("Kind"), _("Country"), _("State"), _("Came in"))
    lines = tuple(
        tables.Row(
            (
                row.name or row.email,
                row.organisation_name or "–",
                row.get_comes_as_display() or "–",
                row.country or "–",
                row.state_label,
                date_format(moment.astimezone(zone), "j F, H:i") if (moment := came_at(row)) else "–",
            )
        )
        for row in rows
    )
    columns = tuple(tables.Column(label) for label in labels)
    return tables.Table(_("People"), columns, lines, empty=_("Nobody is invited or registered yet."))


def came_at(row: Registration) -> datetime | None:
    """When somebody of the list came into the room."""
    found: datetime | None = getattr(row, "came_at", None)
    return found


def _invite(request: HttpRequest, workshop: Workshop, text: str) -> str:
    people = read_people(text, dict(Kind.choices))
    new = invite_people(workshop=workshop, people=people, actor=actor_of(request), at=arrived(request))
    return _invited(new, len(people))


def _invited(new: int, all_: int) -> str:
    said = ngettext("%(count)d invitation is on its way.", "%(count)d invitations are on their way.", new)
    words = said % {"count": new}
    if all_ > new:
        known = ngettext("%(count)d person was known already.", "%(count)d people were known already.", all_ - new)
        words = f"{words} {known % {'count': all_ - new}}"
    return words


def _columns() -> list[Column]:
    return [
        Column("name", _("Name")),
        Column("organisation", _("Organisation")),
        Column("kind", _("Kind")),
        Column("country", _("Country")),
        Column("email", _("E-mail address")),
        Column("state", _("State")),
        Column("came_at", _("Came in"), "moment"),
    ]


def _lines(workshop: Workshop, rows: Iterable[Registration]) -> list[dict[str, object]]:
    registered: list[dict[str, object]] = [
        {
            "name": row.name,
            "organisation": row.organisation_name,
            "kind": row.get_comes_as_display(),
            "country": row.country,
            "email": row.email,
            "state": str(row.state_label),
            "came_at": came_at(row),
        }
        for row in rows
    ]
    with_code: list[dict[str, object]] = [
        {
            "name": "",
            "organisation": person.organisation_name,
            "kind": str(KIND_LABELS[person.kind]),
            "country": person.country,
            "email": "",
            "state": _("came with the code"),
            "came_at": person.joined_at,
        }
        for person in came_without_registration(workshop)
    ]
    return [*registered, *with_code]
