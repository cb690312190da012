"""Pages of events for everybody: what takes place, one event, registering, calendars, files."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.arrival import arrived
from securit.kit.acts import Done, attempt, onward
from securit.machinery.files.downloads import as_attachment, download_response
from securit.people.public import User
from securit.programmes.public import Programme, actor_of, pressed, screen
from securit.stages.challenges.public import visible_workshops
from securit.stages.matchmaking.event_calendar import MEDIA_TYPE, calendar
from securit.stages.matchmaking.event_policy import TAKING_PART
from securit.stages.matchmaking.event_selectors import (
    load_event,
    materials_of,
    registration_of,
    registrations_of_person,
    visible_events,
)
from securit.stages.matchmaking.models import Event, Registration
from securit.stages.matchmaking.my_events import my_events
from securit.stages.matchmaking.services.register_for_event import (
    edit_registration,
    register_for_event,
    withdraw_registration,
)
from securit.stages.matchmaking.web.addresses import page_of
from securit.stages.matchmaking.web.event_forms import RegisterForm
from securit.stages.matchmaking.web.event_page import appointment, event_page


def load_own(programme: Programme, actor: Actor, ref: str, **_more: object) -> Registration:
    """The actor's own registration for the event of that ref. Raises ``Http404``."""
    found = registration_of(load_event(programme, actor, ref), actor)
    if found is None:
        raise Http404(_("You are not registered for this event."))
    return found


@screen("programme.view", open_to_all=True)
def listing(request: HttpRequest, programme: Programme) -> HttpResponse:
    """What comes, what was, the actor's own; and the live workshops on challenges."""
    actor, at = actor_of(request), arrived(request)
    rows = list(visible_events(programme, actor))
    over = ("held", "cancelled")
    own = {row.event_id: row for row in registrations_of_person(programme, actor)}
    context = {
        "programme": programme,
        "coming": [(row, own.get(row.pk)) for row in rows if row.state not in over and row.ends_at > at],
        "held": [(row, own.get(row.pk)) for row in reversed(rows) if row.state in over or row.ends_at <= at],
        "workshops": list(visible_workshops(programme, actor).filter(ends_at__gt=at)),
        "may_plan": bool(policy.decide(actor, "event.create", programme.facts())),
        "zone": programme.terms.time_zone,
    }
    return render(request, "matchmaking/events.html", context)


@screen("programme.view")
def mine(request: HttpRequest, programme: Programme) -> HttpResponse:
    """What one is registered for, with the way to requests, agenda and notes."""
    rows = my_events(programme, actor_of(request), arrived(request))
    context = {
        "programme": programme,
        "coming": [row for row in rows if not row.is_over],
        "past": [row for row in reversed(rows) if row.is_over],
    }
    return render(request, "matchmaking/my_events.html", context)


@screen("event.view", load=load_event, open_to_all=True)
def show(request: HttpRequest, event: Event) -> HttpResponse:
    """When, where, for whom; how to register, or what became of one's registration."""
    return render(request, "matchmaking/event.html", event_page(event, actor_of(request), arrived(request)))


@screen("event.register", load=load_event)
def register(request: HttpRequest, event: Event) -> HttpResponse:
    """Register, or change what one said."""
    actor = actor_of(request)
    own = registration_of(event, actor)
    form = RegisterForm.received(request, own, of={"event": event, "actor": actor, "registration": own})
    tried = attempt(form, lambda: _register(event, own, form, request))
    if isinstance(tried, Done):
        return onward(request, page_of(event), _said(tried.made))
    context = {"programme": event.programme, "event": event, "own": own, "form": form}
    return render(request, "matchmaking/event_register.html", context, status=tried.status)


@screen("event_registration.view", post="event_registration.withdraw", load=load_own)
@require_POST
def withdraw(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Not coming after all."""
    withdraw_registration(registration=registration, **pressed(request))
    return onward(request, page_of(registration.event), _("Your registration is withdrawn."))


@screen("event.view", load=load_event, open_to_all=True)
def as_calendar(request: HttpRequest, event: Event) -> HttpResponseBase:
    """The event for a calendar; the link of the meeting for those who have a place."""
    own = registration_of(event, actor_of(request))
    link = event.link if own is not None and own.state in TAKING_PART else ""
    made = calendar(event.title, [appointment(event, _address(event), link=link)])
    return as_attachment(HttpResponse(made, content_type=MEDIA_TYPE), name=f"event-{event.ref}.ics", size=len(made))


@screen("programme.view", open_to_all=True)
def calendar_of_all(request: HttpRequest, programme: Programme) -> HttpResponseBase:
    """Everything announced, to subscribe to."""
    rows = visible_events(programme, actor_of(request)).exclude(state="planned")
    made = calendar(programme.acronym, [appointment(row, _address(row)) for row in rows])
    response = HttpResponse(made, content_type=MEDIA_TYPE)
    return as_attachment(response, name=f"{programme.slug}-events.ics", size=len(made))


@screen("event.view", load=load_event, open_to_all=True)
def material(request: HttpRequest, event: Event) -> HttpResponseBase:
    """A file of the event, if the reader may have it."""
    actor = actor_of(request)
    own = registration_of(event, actor)
    reads = (own is not None and own.state in TAKING_PART) or policy.decide(actor, "event.oversee", event.facts())
    match = request.resolver_match
    wanted = match.kwargs.get("material", "") if match else ""
    found = materials_of(event, for_participants=bool(reads)).filter(ref=wanted).first()
    if found is None:
        raise Http404(_("There is no such file here."))
    return download_response(found.file)


def _register(event: Event, own: Registration | None, form: RegisterForm, request: HttpRequest) -> Registration:
    if own is not None:
        return edit_registration(registration=own, coming=form.coming(), **pressed(request))
    user = User.objects.filter(pk=actor_of(request).user_id or 0).get()
    return register_for_event(event=event, user=user, coming=form.coming(), **pressed(request))


def _said(registration: Registration) -> str:
    if registration.state == "waiting":
        return _("All places are taken. You are on the waiting list and get a mail when one is yours.")
    if registration.state == "asked":
        return _("Received. The host looks at it; you get a mail.")
    return _("Your registration is confirmed; a mail is on its way.")


def _address(event: Event) -> str:
    return settings.BASE_URL + reverse("events:show", args=[event.programme.slug, event.ref])
