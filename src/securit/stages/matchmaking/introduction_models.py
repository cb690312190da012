"""Tables of meeting: introductions, messages, reports of abuse, and stopped notices."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from securit.kernel.actor import Actor, ActorKind
from securit.kernel.models import Subject
from securit.kernel.refs import new_ref
from securit.people.public import User
from securit.programmes.public import InProgramme, ProgrammeQuerySet, staffed_by
from securit.stages.matchmaking.lifecycle import ABUSE_REPORT, INTRODUCTION, NOTICE_STOP
from securit.stages.matchmaking.policy import MATCHMAKING_ROLES, IntroductionFacts, NoticeFacts, ReportFacts
from securit.stages.matchmaking.profile_models import Profile, represented

_USER = settings.AUTH_USER_MODEL
Side = Literal["asker", "asked"]
SIDES: tuple[Side, Side] = ("asker", "asked")
OPEN_STATES = ("asked", "accepted")


class IntroductionQuerySet(ProgrammeQuerySet["Introduction"]):
    """Introductions by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of one's own organisations; staff see those on which a report is open."""
        if actor.kind is ActorKind.SYSTEM:
            return self.none()
        reports = AbuseReport.objects.filter(introduction=OuterRef("pk"), state="filed")
        seen = staffed_by(actor, *MATCHMAKING_ROLES) & Q(Exists(reports))
        return self.filter(seen | self.of_organisations(represented(actor)))

    @staticmethod
    def of_organisations(ids: list[int]) -> Q:
        """Introductions with one of these organisations on either side."""
        return Q(asker__organisation_id__in=ids) | Q(asked__organisation_id__in=ids)


class Introduction(Subject, InProgramme):
    """Two organisations that may meet: one asked the other, or a person of the programme asks both.

    ``pair`` is the same whoever asks. ``*_contact`` is who shared name and address for that side; they are shown to
    the other side only when both are there.
    """

    kind: ClassVar[str] = "introduction"
    lifecycle = INTRODUCTION

    asker = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="introductions_asked")
    asked = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="introductions_received")
    pair = models.CharField(max_length=42)
    message = models.TextField()
    challenge = models.CharField(max_length=20, blank=True)
    asked_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(_USER, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asker_agreed_at = models.DateTimeField(null=True)
    asked_agreed_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=1_000, blank=True)
    asker_contact = models.ForeignKey(_USER, null=True, on_delete=models.PROTECT, related_name="+")
    asked_contact = models.ForeignKey(_USER, null=True, on_delete=models.PROTECT, related_name="+")
    last_at = models.DateTimeField()
    last_by = models.CharField(max_length=5, choices=[(side, side) for side in SIDES], blank=True)

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        ordering = ["-last_at", "-id"]
        constraints = [
            INTRODUCTION.constraint("introduction"),
            models.CheckConstraint(condition=~Q(asker=F("asked")), name="introduction_of_two"),
            models.UniqueConstraint(
                fields=["programme", "pair"], condition=Q(state__in=OPEN_STATES), name="introduction_open_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "ended"])
                | Q(asker_agreed_at__isnull=False, asked_agreed_at__isnull=False, answered_at__isnull=False),
                name="introduction_both_agreed",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | Q(answered_at__isnull=False), name="introduction_declined_at"
            ),
            models.CheckConstraint(
                condition=Q(state="accepted") | Q(asker_contact__isnull=True, asked_contact__isnull=True),
                name="introduction_contacts_while_accepted",
            ),
        ]

    def facts(self) -> IntroductionFacts:
        """Who speaks for each side, who has said yes, and whether a report is open."""
        return IntroductionFacts(
            self.programme_id,
            self.state,
            self.asker.organisation.facts().representative_ids,
            self.asked.organisation.facts().representative_ids,
            self.asker_agreed_at is not None,
            self.asked_agreed_at is not None,
            bool(self.pk) and self.reports.filter(state="filed").exists(),
        )

    def of(self, side: Side) -> Profile:
        """The profile on that side."""
        return self.asker if side == "asker" else self.asked

    def other(self, side: Side) -> Profile:
        """The profile on the other side."""
        return self.asked if side == "asker" else self.asker

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer or goes on."""
        return self.state in OPEN_STATES

    def contacts(self) -> dict[Side, User] | None:
        """Name and address of both sides once both have shared them; nothing before."""
        if self.asker_contact is None or self.asked_contact is None:
            return None
        return {"asker": self.asker_contact, "asked": self.asked_contact}


def pair_of(one: Profile, other: Profile) -> str:
    """The same text for both directions."""
    low, high = sorted((one.pk, other.pk))
    return f"{low}-{high}"


class Message(InProgramme):
    """A few words in a conversation. Personal data: kept with the introduction, read by its two sides."""

    ref = models.CharField(max_length=10, unique=True, default=new_ref, editable=False)
    introduction = models.ForeignKey(Introduction, on_delete=models.PROTECT, related_name="messages")
    side = models.CharField(max_length=5, choices=[(side, side) for side in SIDES])
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    objects: ClassVar[ProgrammeQuerySet[Message]] = ProgrammeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=Q(side__in=SIDES), name="message_side_known")]

    def __str__(self) -> str:
        return f"{self.side} in {self.introduction_id}"


class ReportQuerySet(ProgrammeQuerySet["AbuseReport"]):
    """Reports by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own, all for those who answer them."""
        return self.filter(Q(user_id=actor.user_id or 0) | staffed_by(actor, *MATCHMAKING_ROLES))


class AbuseReport(Subject, InProgramme):
    """Somebody says that an organisation misbehaves; a person answers. ``introduction`` may be read with it."""

    kind: ClassVar[str] = "abuse_report"
    lifecycle = ABUSE_REPORT

    user = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="+")
    introduction = models.ForeignKey(Introduction, null=True, on_delete=models.PROTECT, related_name="reports")
    text = models.TextField()
    filed_at = models.DateTimeField()
    resolved_by = models.ForeignKey(_USER, null=True, on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=1_000, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            ABUSE_REPORT.constraint("abuse_report"),
            models.CheckConstraint(
                condition=Q(state="filed", resolved_at__isnull=True)
                | (Q(state="resolved", resolved_at__isnull=False, resolved_by__isnull=False) & ~Q(answer="")),
                name="abuse_report_resolved_by_somebody",
            ),
        ]

    def facts(self) -> ReportFacts:
        """Who reported, and who speaks for the organisation that it is about."""
        concerned = self.profile.organisation.facts().representative_ids
        return ReportFacts(self.programme_id, self.state, self.user_id, concerned)


class NoticeStop(Subject, InProgramme):
    """A person who wants no mails about introductions in this programme; what happens is seen on the pages."""

    kind: ClassVar[str] = "notice_stop"
    lifecycle = NOTICE_STOP

    user = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[ProgrammeQuerySet[NoticeStop]] = ProgrammeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["id"]
        constraints = [
            NOTICE_STOP.constraint("notice_stop"),
            models.UniqueConstraint(fields=["programme", "user"], name="notice_stop_once"),
        ]

    def facts(self) -> NoticeFacts:
        """Whose mails they are; ``ref`` is the person's, as the link in the mails says it."""
        return NoticeFacts(self.programme_id, self.user.ref, self.user_id)
