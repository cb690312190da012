"""Reads of events and of who takes part."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.machinery.places import Places
from securit.people.public import Organisation
from securit.programmes.public import Programme
from securit.stages.matchmaking.event_models import COMING, EventQuerySet, EventRegistrationQuerySet
from securit.stages.matchmaking.models import Event, Material, Registration


def visible_events(programme: Programme, actor: Actor) -> EventQuerySet:
    """The events that this actor may know of, by their beginning, each with its host."""
    rows = Event.objects.in_programme(programme).visible_to(actor)
    return rows.select_related("host__organisation", "programme").order_by("starts_at", "id")


def load_event(programme: Programme, actor: Actor, ref: str, **_more: object) -> Event:
    """The event of that ref, if the actor may know of it. Raises ``Http404``."""
    found = visible_events(programme, actor).filter(ref=ref).first()
    if found is None:
        raise Http404(_("There is no such event here."))
    return found


def registrations_of(event: Event) -> EventRegistrationQuerySet:
    """Everybody who asked to come, in the order of asking, with person and organisation."""
    rows = Registration.objects.in_programme(event.programme).filter(event=event).exclude(state="withdrawn")
    return rows.select_related("user", "organisation", "event__programme", "programme").order_by("asked_at", "id")


def participants_of(event: Event) -> EventRegistrationQuerySet:
    """Those with a place who take meetings, by the name of their organisation."""
    rows = registrations_of(event).filter(takes_meetings=True, state__in=COMING)
    return rows.order_by("organisation__legal_name", "user__name", "id")


def registration_of(event: Event, actor: Actor) -> Registration | None:
    """The actor's own registration, unless it was withdrawn."""
    if actor.user_id is None:
        return None
    return registrations_of(event).filter(user_id=actor.user_id).first()


def registrations_of_person(programme: Programme, actor: Actor) -> EventRegistrationQuerySet:
    """Everything the actor is registered for in the programme, what comes first first."""
    rows = Registration.objects.in_programme(programme).filter(user_id=actor.user_id or 0).exclude(state="withdrawn")
    return rows.select_related("event", "programme", "user", "organisation").order_by("event__starts_at", "id")


def places_of(event: Event) -> Places:
    """How many can come, and how many have a place."""
    taken = Registration.objects.in_programme(event.programme).filter(event=event, state__in=COMING).count()
    return Places(event.capacity, taken)


def counts_by_state(event: Event) -> dict[str, int]:
    """How many registrations are in each state; states without any are left out."""
    rows = Registration.objects.in_programme(event.programme).filter(event=event).order_by("state")
    return dict(rows.values_list("state").annotate(count=Count("pk")))


def materials_of(event: Event, *, for_participants: bool) -> QuerySet[Material]:
    """The event's files in the order they were added; without ``for_participants`` the public ones alone."""
    rows = Material.objects.filter(programme=event.programme, event=event).select_related("file", "file__programme")
    return rows.filter(Q() if for_participants else Q(is_public=True)).order_by("id")


def organisations_of(actor: Actor) -> QuerySet[Organisation]:
    """The organisations for which the actor may come."""
    return Organisation.objects.filter(pk__in=actor.organisation_ids).order_by("legal_name", "id")


def event_participants_of(*organisations: Organisation) -> QuerySet[Registration]:
    """Who came to an event for one of these: for later questions about conflicts of interest."""
    rows = Registration.objects.filter(organisation__in=organisations, state__in=COMING)
    return rows.select_related("event", "user").order_by("event__starts_at", "id")
