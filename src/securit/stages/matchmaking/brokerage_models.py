"""The tables of a brokerage day: slots and tables, requests, meetings, and what came of them."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from securit.kernel.actor import Actor, ActorKind
from securit.kernel.models import Subject
from securit.machinery.decisions.models import Recommendation
from securit.programmes.public import InProgramme, ProgrammeQuerySet, staffed_by
from securit.stages.matchmaking.event_lifecycle import BROKERAGE, MEETING, MEETING_REQUEST
from securit.stages.matchmaking.event_models import Event, Registration
from securit.stages.matchmaking.event_policy import READERS, EventFacts, PairFacts

_READERS = READERS.code.split("+")


class Acceptance(models.TextChoices):
    """When a request counts."""

    OPT_IN = "opt_in", _("once the other side accepts it")
    OPT_OUT = "opt_out", _("unless the other side declines it")


class Priority(models.IntegerChoices):
    """How much somebody wants a meeting."""

    HIGH = 3, _("very much")
    NORMAL = 2, _("gladly")
    LOW = 1, _("if there is time")


class Willingness(models.TextChoices):
    """What somebody thinks after a meeting."""

    YES = "yes", _("yes, we go on")
    MAYBE = "maybe", _("perhaps later")
    NO = "no", _("no")
    ABSENT = "absent", _("the meeting did not take place")


class NextStep(models.TextChoices):
    """What two people agreed to do next."""

    NONE = "none", _("nothing yet")
    TALK = "talk", _("talk again")
    DOCUMENTS = "documents", _("exchange documents")
    VISIT = "visit", _("visit or demonstration")
    APPLY = "apply", _("apply together")


class Brokerage(Subject, InProgramme):
    """The part of an event in which people meet in pairs. ``recommendation`` is what the engine said last.

    ``figures`` holds plain numbers of that answer beside those of first-come booking, for the host.
    """

    kind: ClassVar[str] = "brokerage"
    lifecycle = BROKERAGE

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="brokerage")
    acceptance = models.CharField(max_length=10, choices=Acceptance.choices, default=Acceptance.OPT_OUT)
    most_requests = models.PositiveSmallIntegerField(default=20)
    sessions_text = models.TextField(blank=True)
    slot_minutes = models.PositiveSmallIntegerField(default=20)
    pause_minutes = models.PositiveSmallIntegerField(default=5)
    recommendation = models.ForeignKey(Recommendation, null=True, on_delete=models.PROTECT, related_name="+")
    figures = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = ProgrammeQuerySet["Brokerage"].as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            BROKERAGE.constraint("brokerage"),
            models.CheckConstraint(condition=Q(acceptance__in=Acceptance.values), name="brokerage_acceptance_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "finished"]) | Q(published_at__isnull=False),
                name="brokerage_published_with_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="finished") | Q(finished_at__isnull=False), name="brokerage_finished_with_time"
            ),
        ]

    def facts(self) -> EventFacts:
        """Its programme and state."""
        return EventFacts(self.programme_id, self.state)

    def audit_root(self) -> Event:
        """Recorded with the event."""
        return self.event


class Slot(InProgramme):
    """One round of meetings."""

    brokerage = models.ForeignKey(Brokerage, on_delete=models.PROTECT, related_name="slots")
    number = models.PositiveSmallIntegerField()
    session = models.CharField(max_length=60, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["brokerage_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["brokerage", "number"], name="slot_number_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.brokerage_id}:{self.number}"


class Table(InProgramme):
    """A table, or an online room with its link. ``lost_from``: from that slot on it cannot be used."""

    brokerage = models.ForeignKey(Brokerage, on_delete=models.PROTECT, related_name="tables")
    number = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=40)
    online = models.BooleanField(default=False)
    link = models.URLField(max_length=500, blank=True)
    lost_from = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["brokerage_id", "number"]
        constraints = [models.UniqueConstraint(fields=["brokerage", "number"], name="table_number_once")]

    def __str__(self) -> str:
        return self.label


class PairQuerySet(ProgrammeQuerySet["MeetingRequest"]):
    """Requests by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """Those from or to oneself: what people write to each other is theirs."""
        if actor.kind is ActorKind.SYSTEM:
            return self.all()
        if actor.user_id is None:
            return self.none()
        return self.filter(Q(asker__user_id=actor.user_id) | Q(asked__user_id=actor.user_id))


class MeetingRequest(Subject, InProgramme):
    """Somebody would like to meet somebody. The message goes to the person asked; no address goes with it."""

    kind: ClassVar[str] = "meeting_request"
    lifecycle = MEETING_REQUEST

    brokerage = models.ForeignKey(Brokerage, on_delete=models.PROTECT, related_name="requests")
    asker = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="asks")
    asked = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="is_asked")
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.NORMAL)
    message = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField()

    objects = PairQuerySet.as_manager()

    class Meta:
        ordering = ["brokerage_id", "asked_at", "id"]
        constraints = [
            MEETING_REQUEST.constraint("meeting_request"),
            models.CheckConstraint(condition=Q(priority__in=Priority.values), name="meeting_request_priority"),
            models.CheckConstraint(condition=~Q(asker=F("asked")), name="meeting_request_of_two"),
            models.UniqueConstraint(
                fields=["brokerage", "asker", "asked"],
                condition=~Q(state="withdrawn"),
                name="meeting_request_once",
            ),
        ]

    def facts(self) -> PairFacts:
        """Its programme and state, and the two people."""
        return PairFacts(self.programme_id, self.state, self.asker.user_id, self.asked.user_id)

    def audit_root(self) -> Event:
        """Recorded with the event."""
        return self.brokerage.event


class MeetingQuerySet(ProgrammeQuerySet["Meeting"]):
    """Meetings by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own; all for the programme's staff and readers."""
        if actor.kind is ActorKind.SYSTEM:
            return self.all()
        own = Q(pk__in=[])
        if actor.user_id is not None:
            own = Q(request__asker__user_id=actor.user_id) | Q(request__asked__user_id=actor.user_id)
        return self.filter(own | staffed_by(actor, *_READERS))


class Meeting(Subject, InProgramme):
    """A request in the published timetable: when and where. Its seats keep everybody in one place at a time."""

    kind: ClassVar[str] = "meeting"
    lifecycle = MEETING

    brokerage = models.ForeignKey(Brokerage, on_delete=models.PROTECT, related_name="meetings")
    request = models.OneToOneField(MeetingRequest, on_delete=models.PROTECT, related_name="meeting")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="meetings")
    table = models.ForeignKey(Table, on_delete=models.PROTECT, related_name="meetings")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["brokerage_id", "slot__number", "table__number", "id"]
        constraints = [MEETING.constraint("meeting")]

    def facts(self) -> PairFacts:
        """Its programme and state, and the two people."""
        return PairFacts(self.programme_id, self.state, self.request.asker.user_id, self.request.asked.user_id)

    def audit_root(self) -> Event:
        """Recorded with the event."""
        return self.brokerage.event


class Seat(InProgramme):
    """One of the two seats of a meeting that is not dropped. Whoever has it sits nowhere else in that slot."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="seats")
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="seats")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="+")
    table = models.ForeignKey(Table, on_delete=models.PROTECT, related_name="+")
    side = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["slot", "registration"], name="seat_one_place_at_a_time"),
            models.UniqueConstraint(fields=["slot", "table", "side"], name="seat_one_meeting_at_a_table"),
            models.UniqueConstraint(fields=["meeting", "side"], name="seat_once"),
            models.CheckConstraint(condition=Q(side__in=[1, 2]), name="seat_side"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}:{self.side}"


class OutcomeNote(InProgramme):
    """What one of the two says after a meeting. The words are the writer's alone; the counts are the host's."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="notes")
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="notes")
    interest = models.CharField(max_length=10, choices=Willingness.choices)
    next_step = models.CharField(max_length=10, choices=NextStep.choices, default=NextStep.NONE)
    text = models.CharField(max_length=1000, blank=True)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "registration"], name="outcome_note_once"),
            models.CheckConstraint(condition=Q(interest__in=Willingness.values), name="outcome_note_interest"),
            models.CheckConstraint(condition=Q(next_step__in=NextStep.values), name="outcome_note_next_step"),
        ]

    @property
    def goes_on(self) -> bool:
        """Whether the writer wants to go on, now or later."""
        return self.interest in (Willingness.YES, Willingness.MAYBE)

    def __str__(self) -> str:
        return f"{self.meeting_id}:{self.registration_id}"
