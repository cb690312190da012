"""The tables of events: what takes place, who comes, and what is handed out."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from securit.kernel.actor import Actor, ActorKind
from securit.kernel.models import Subject
from securit.kernel.refs import new_ref
from securit.machinery.files.models import File
from securit.people.public import Organisation
from securit.programmes.public import InProgramme, Partner, ProgrammeQuerySet, staffed_by
from securit.stages.matchmaking.event_lifecycle import EVENT, REGISTRATION
from securit.stages.matchmaking.event_policy import PUBLIC_EVENTS, READERS, EventFacts, RegistrationFacts

_READERS = READERS.code.split("+")
COMING = ("registered", "attended", "missed")
"""States in which somebody has a place."""


class EventKind(models.TextChoices):
    """What kind of event it is; all of them are run alike."""

    KICK_OFF = "kick_off", _("kick-off")
    INFO_DAY = "info_day", _("info day")
    WEBINAR = "webinar", _("webinar")
    WORKSHOP = "workshop", _("workshop")
    BROKERAGE = "brokerage", _("brokerage day")
    FINAL = "final", _("final event")


class EventMode(models.TextChoices):
    """How people meet."""

    ONLINE = "online", _("online")
    ON_SITE = "on_site", _("on site")
    HYBRID = "hybrid", _("on site and online")


class EventQuerySet(ProgrammeQuerySet["Event"]):
    """Events by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """Announced ones for everyone, all for the programme's staff and readers."""
        if actor.kind is ActorKind.SYSTEM:
            return self.all()
        return self.filter(Q(state__in=PUBLIC_EVENTS) | staffed_by(actor, *_READERS))


class Event(Subject, InProgramme):
    """Something that takes place. ``link`` is shown to those who are registered, and to nobody else."""

    kind: ClassVar[str] = "event"
    lifecycle = EVENT

    event_kind = models.CharField(max_length=20, choices=EventKind.choices)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    time_zone = models.CharField(max_length=40)
    mode = models.CharField(max_length=10, choices=EventMode.choices)
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=500, blank=True)
    capacity = models.PositiveIntegerField(null=True)
    needs_approval = models.BooleanField(default=False)
    registration_until = models.DateTimeField()
    host = models.ForeignKey(Partner, null=True, on_delete=models.PROTECT, related_name="+")
    announced_at = models.DateTimeField(null=True)
    synthetic = models.BooleanField(default=False)
    source = models.CharField(max_length=40, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["programme_id", "starts_at", "id"]
        constraints = [
            EVENT.constraint("event"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_start"),
            models.CheckConstraint(
                condition=Q(registration_until__lte=F("ends_at")), name="event_registration_in_time"
            ),
            models.CheckConstraint(condition=Q(mode__in=EventMode.values), name="event_mode_known"),
            models.CheckConstraint(condition=Q(event_kind__in=EventKind.values), name="event_kind_known"),
            models.CheckConstraint(condition=Q(capacity__isnull=True) | Q(capacity__gt=0), name="event_capacity"),
            models.CheckConstraint(
                condition=~Q(state__in=["announced", "held"]) | Q(announced_at__isnull=False),
                name="event_announced_with_time",
            ),
        ]

    def facts(self) -> EventFacts:
        """Its programme and state."""
        return EventFacts(self.programme_id, self.state)

    @property
    def is_brokerage(self) -> bool:
        """Whether people meet in pairs there."""
        return self.event_kind == EventKind.BROKERAGE


class EventRegistrationQuerySet(ProgrammeQuerySet["Registration"]):
    """Registrations by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own; all for the programme's staff and readers."""
        if actor.kind is ActorKind.SYSTEM:
            return self.all()
        own = Q(pk__in=[]) if actor.user_id is None else Q(user_id=actor.user_id)
        return self.filter(own | staffed_by(actor, *_READERS))

    def coming(self) -> Self:
        """Those who have a place."""
        return self.filter(state__in=COMING)


class Registration(Subject, InProgramme):
    """Somebody comes to an event; the time of asking decides the order of the waiting list.

    Personal data for running this event: who, for which organisation, what they offer and seek (shown to the other
    participants of a brokerage day), when they can meet. Kept with the event's records.
    """

    kind: ClassVar[str] = "event_registration"
    lifecycle = REGISTRATION

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="registrations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    online = models.BooleanField(default=False)
    takes_meetings = models.BooleanField(default=False)
    offers = models.CharField(max_length=300, blank=True)
    seeks = models.CharField(max_length=300, blank=True)
    absent = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    checked_in_at = models.DateTimeField(null=True)

    objects = EventRegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["event_id", "asked_at", "id"]
        constraints = [
            REGISTRATION.constraint("event_registration"),
            models.UniqueConstraint(
                fields=["event", "user"], condition=~Q(state="withdrawn"), name="event_registration_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="attended") | Q(checked_in_at__isnull=False), name="event_registration_checked_in_at"
            ),
        ]

    def facts(self) -> RegistrationFacts:
        """Its programme and state, and whose it is."""
        return RegistrationFacts(self.programme_id, self.state, self.user_id)

    def audit_root(self) -> Event:
        """Recorded with the event."""
        return self.event

    @property
    def who(self) -> str:
        """The person and the organisation, in words."""
        name = self.user.name or _("somebody")
        return f"{name} ({self.organisation.legal_name})" if self.organisation else str(name)

    @property
    def house(self) -> str:
        """The organisation, or the person where none is named."""
        return self.organisation.legal_name if self.organisation else str(self.user.name or _("somebody"))


class Material(InProgramme):
    """A file of an event: slides, a programme, a recording's transcript; for everybody or for those registered."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="materials")
    ref = models.CharField(max_length=10, unique=True, default=new_ref, editable=False)
    title = models.CharField(max_length=200)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    is_public = models.BooleanField(default=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["event_id", "id"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="event_material_has_a_title")]

    def __str__(self) -> str:
        return self.title
