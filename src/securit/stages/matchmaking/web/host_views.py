"""Pages of those who host an event: the plan, who comes, who is there, what is handed out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel import policy
from securit.kit.acts import Done, attempt, onward
from securit.machinery.files.downloads import as_attachment
from securit.machinery.tabular.columns import Column
from securit.machinery.tabular.writing import write_csv
from securit.people.public import OrganisationKind
from securit.programmes.public import Programme, actor_of, pressed, screen
from securit.stages.matchmaking.event_selectors import counts_by_state, load_event, materials_of, registrations_of
from securit.stages.matchmaking.models import Event, Registration
from securit.stages.matchmaking.services.announce_event import (
    announce_event,
    cancel_event,
    hold_event,
    reopen_event,
)
from securit.stages.matchmaking.services.attach_material import attach_material, remove_material
from securit.stages.matchmaking.services.check_in import check_in, miss_event, restore_registration
from securit.stages.matchmaking.services.decide_registration import accept_registration, decline_registration
from securit.stages.matchmaking.services.plan_event import edit_event, plan_event
from securit.stages.matchmaking.services.register_for_event import withdraw_registration
from securit.stages.matchmaking.web.addresses import page_of
from securit.stages.matchmaking.web.event_forms import MaterialForm, PlanEventForm

STEPS: dict[str, Callable[..., Event]] = {
    "announce": announce_event,
    "hold": hold_event,
    "reopen": reopen_event,
}
ACTS: dict[str, Callable[..., Registration]] = {
    "accept": accept_registration,
    "check_in": check_in,
    "miss": miss_event,
    "restore": restore_registration,
    "withdraw": withdraw_registration,
}


@screen("event.create")
def plan(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Plan an event."""
    form = PlanEventForm.received(request, of={"programme": programme})
    tried = attempt(form, lambda: plan_event(programme=programme, plan=form.plan(), **pressed(request)))
    if isinstance(tried, Done):
        return onward(request, page_of(tried.made), _("Planned. It is not announced yet."))
    return render(request, "matchmaking/plan.html", {"programme": programme, "form": form}, status=tried.status)


@screen("event.edit", load=load_event)
def edit(request: HttpRequest, event: Event) -> HttpResponse:
    """Change the plan; whoever is registered hears of another time or place."""
    form = PlanEventForm.received(request, event, of={"programme": event.programme, "event": event})
    tried = attempt(
        form,
        lambda: edit_event(event=event, plan=form.plan(), version=form.seen, **pressed(request)),
    )
    if isinstance(tried, Done):
        return onward(request, page_of(event), _("Saved."))
    context = {"programme": event.programme, "event": event, "form": form}
    return render(request, "matchmaking/plan.html", context, status=tried.status)


@screen("event.host", load=load_event)
@require_POST
def step(request: HttpRequest, event: Event) -> HttpResponse:
    """Announce, say that it was held, or cancel; each asks the policy again."""
    name = request.POST.get("step", "")
    act = STEPS.get(name)
    if name == "cancel":
        act = partial(cancel_event, reason=request.POST.get("reason", ""))
    if act is None:
        raise Http404
    act(event=event, **pressed(request))
    return redirect("events:show", event.programme.slug, event.ref)


@screen("event.oversee", load=load_event)
def people(request: HttpRequest, event: Event) -> HttpResponse:
    """Who asked to come, who comes, who is there."""
    actor = actor_of(request)
    shown = request.GET.get("state", "")
    rows = list(registrations_of(event))
    labels = Registration.lifecycle.states
    counts = counts_by_state(event)
    may_act = event.state == "announced" and bool(policy.decide(actor, "event.host", event.facts()))
    context = {
        "programme": event.programme,
        "event": event,
        "rows": [(row, _offered(row) if may_act else ()) for row in rows if shown in ("", row.state)],
        "shown": shown,
        "filters": [(state, labels[state].label, counts[state]) for state in labels if counts.get(state)],
        "total": len(rows),
        "may_act": may_act,
    }
    return render(request, "matchmaking/people.html", context)


@screen("event.host", load=load_event)
@require_POST
def decide(request: HttpRequest, event: Event) -> HttpResponse:
    """One press of one button at one person; each act asks the policy again."""
    registration = registrations_of(event).filter(ref=request.POST.get("of", "")).first()
    name = request.POST.get("act", "")
    act = ACTS.get(name)
    if name == "decline":
        act = partial(decline_registration, reason=request.POST.get("reason", ""))
    if registration is None or act is None:
        raise Http404
    act(registration=registration, **pressed(request))
    back = "events:board" if request.POST.get("back") == "board" else "events:people"
    return redirect(back, event.programme.slug, event.ref)


@screen("event.oversee", load=load_event)
def people_table(request: HttpRequest, event: Event) -> HttpResponseBase:
    """The attendance list as a table, for the report; without addresses."""
    labels = {
        "name": _("Name"),
        "organisation": _("Organisation"),
        "country": _("Country"),
        "kind": _("Kind"),
        "state": _("State"),
    }
    columns = [*(Column(name, label) for name, label in labels.items())]
    columns.append(Column("checked_in_at", _("Checked in"), kind="moment"))
    rows = (_table_row(row) for row in registrations_of(event))
    made = b"".join(write_csv(columns, rows, encoding="utf-8-sig"))
    response = HttpResponse(made, content_type="text/csv")
    return as_attachment(response, name=f"attendance-{event.ref}.csv", size=len(made))


@screen("event.attach", load=load_event)
def materials(request: HttpRequest, event: Event) -> HttpResponse:
    """Add a file to the event."""
    form = MaterialForm.received(request)
    tried = attempt(form, lambda: _attach(event, form, **pressed(request)))
    if isinstance(tried, Done):
        return onward(request, page_of(event, "materials"), _("Added."))
    listed = list(materials_of(event, for_participants=True))
    context = {"programme": event.programme, "event": event, "form": form, "materials": listed}
    return render(request, "matchmaking/materials.html", context, status=tried.status)


@screen("event.detach", load=load_event)
@require_POST
def remove(request: HttpRequest, event: Event) -> HttpResponse:
    """Take a file away."""
    found = materials_of(event, for_participants=True).filter(ref=request.POST.get("of", "")).first()
    if found is None:
        raise Http404
    remove_material(material=found, **pressed(request))
    return redirect("events:materials", event.programme.slug, event.ref)


def _attach(event: Event, form: MaterialForm, **said: Any) -> Event:
    upload = form.cleaned_data["file"]
    return attach_material(
        event=event,
        title=form.cleaned_data["title"],
        stream=upload,
        name=upload.name,
        is_public=form.cleaned_data["is_public"],
        **said,
    )


def _table_row(row: Registration) -> dict[str, object]:
    organisation = row.organisation
    return {
        "name": row.user.name,
        "organisation": organisation.legal_name if organisation else "",
        "country": organisation.country if organisation else row.user.country,
        "kind": str(OrganisationKind(organisation.organisation_kind).label) if organisation else "",
        "state": row.state_label,
        "checked_in_at": row.checked_in_at,
    }


def _offered(registration: Registration) -> tuple[str, ...]:
    """What can be done about somebody now, by the lifecycle."""
    actor_acts = ("accept", "check_in", "miss", "restore")
    return tuple(name for name in actor_acts if registration.lifecycle.target(name, registration.state))
