"""Tables of applications: the draft, the team, the submitted versions, the files."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from securit.kernel.actor import Actor, ActorKind
from securit.kernel.db.json_on_demand import JsonOnDemand
from securit.kernel.later import LaterIds
from securit.kernel.models import Subject
from securit.machinery.files.models import File
from securit.people.public import Organisation
from securit.programmes.public import InProgramme, ProgrammeQuerySet, staffed_by
from securit.stages.applications.lifecycle import APPLICATION, MEMBER
from securit.stages.applications.policy import OFFICE, ApplicationFacts, MemberFacts
from securit.stages.applications.readers import barred_for, barred_ids, read_by, reader_ids
from securit.stages.calls.public import SEALED_STATES, Call
from securit.stages.matchmaking.public import Team

#: In step with :attr:`Application.is_sealed`.
SEALED = Q(call__state__in=SEALED_STATES) | Q(extended_until__isnull=False)


class ApplicationQuerySet(ProgrammeQuerySet["Application"]):
    """Applications by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """In step with ``application.view``: one's own team's; for office and assigned evaluators those that count,
        once their call has closed; never one with a conflict of interest.
        """
        own = Q(editors__user_id=actor.user_id) if actor.user_id else Q(pk__in=[])
        others = staffed_by(actor, *OFFICE.code.split("+"), call="call__ref") | Q(pk__in=read_by(actor.user_id))
        unsealed = Q(state="submitted") & ~SEALED
        seen = own | (unsealed if actor.kind is ActorKind.SYSTEM else others & unsealed)
        return self.filter(seen).exclude(pk__in=barred_for(actor.user_id)).distinct()

    def that_count(self) -> Self:
        """Submitted ones: what the figures, screening and evaluation speak of."""
        return self.filter(state="submitted")


class Application(Subject, InProgramme):
    """What a team submits to a call. The columns here are the draft; what counts is the newest submitted version.

    ``team`` is the team that opened it, by the option ``team_option`` (the ref of what the team weighed).

    ``changed_in`` maps the code of a column or answer to the ``version`` that last changed it, so that two people
    who write in different places never stand in each other's way. ``extended_until`` is set while its team has more
    time than the call gives; until that has ended nobody else reads it. ``cut_off_at`` is set while a submitted
    application stands in a cut-off before the last of its call: then it goes to the call's batch of that cut-off.
    """

    kind: ClassVar[str] = "application"
    lifecycle = APPLICATION
    read_with = ("call__programme", "programme")

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    number = models.CharField(max_length=30)
    acronym = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200, blank=True)
    instrument = models.CharField(max_length=40, blank=True)
    domain = models.CharField(max_length=40, blank=True)
    challenge = models.CharField(max_length=40, blank=True)
    answers = JsonOnDemand(default=dict)
    changed_in = JsonOnDemand(default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    extended_until = models.DateTimeField(null=True)
    cut_off_at = models.DateTimeField(null=True)
    saved_at = models.DateTimeField()
    submitted_number = models.PositiveIntegerField(null=True)
    submitted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    synthetic = models.BooleanField(default=False)
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    team_option = models.CharField(max_length=10, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["programme_id", "call_id", "number"]
        constraints = [
            APPLICATION.constraint("application"),
            models.UniqueConstraint(fields=["programme", "number"], name="application_number_once"),
            models.UniqueConstraint(
                fields=["team_option"], condition=~Q(team_option=""), name="application_of_option_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted") | Q(submitted_number__isnull=False, submitted_at__isnull=False),
                name="application_submitted_has_version",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(withdrawn_at__isnull=False), name="application_withdrawn_at"
            ),
            models.CheckConstraint(
                condition=Q(cut_off_at__isnull=True) | Q(state="submitted"),
                name="application_in_a_cut_off_is_submitted",
            ),
        ]
        indexes = [
            models.Index(fields=["call", "state"], name="application_call_state"),
            models.Index(fields=["cut_off_at"], condition=Q(cut_off_at__isnull=False), name="application_cut_off"),
        ]

    @property
    def deadline_at(self) -> datetime:
        """Until when its team may write and submit: the cut-off in which it stands, else the call's deadline, or later
        where it was given more time.
        """
        own = self.cut_off_at or self.call.deadline_at
        return max(own, self.extended_until or own)

    @property
    def is_sealed(self) -> bool:
        """Nobody but the team reads it: the call has not closed, or its team has more time."""
        return self.call.state in SEALED_STATES or self.extended_until is not None

    def facts(self) -> ApplicationFacts:
        """Who writes it, who may read it, and whether it is sealed."""
        editors = (
            frozenset(self.editors.values_list("user_id", flat=True))
            if self.pk
            else frozenset({self.created_by_id} if self.created_by_id else ())
        )
        return ApplicationFacts(
            programme_id=self.programme_id,
            call_ref=self.call.ref,
            ref=self.ref,
            state=self.state,
            editor_ids=editors,
            call_is_sealed=self.is_sealed,
            reader_ids=LaterIds(partial(reader_ids, self.pk)) if self.pk else frozenset(),
            barred_ids=LaterIds(partial(barred_ids, self.pk)) if self.pk else frozenset(),
        )


class Editor(InProgramme):
    """A person who writes the application."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="editors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["application", "user"], name="editor_once")]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.user_id}"


class MemberQuerySet(ProgrammeQuerySet["Member"]):
    """Members; listed through their application."""

    def present(self) -> Self:
        """Those not removed, the lead first."""
        return self.exclude(state="removed").order_by("position", "id")


class Member(Subject, InProgramme):
    """An organisation in the team, with its role and its share of the budget. Sign-off is evidence, not a flag.

    ``size`` is what was stated about its figures and owners (``enterprise_size.stated``); empty where nothing was.
    """

    kind: ClassVar[str] = "member"
    lifecycle = MEMBER

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="members")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=[("lead", _("lead")), ("member", _("member"))])
    position = models.PositiveSmallIntegerField()
    contact_email = models.EmailField(blank=True)
    cost_cents = models.BigIntegerField(default=0)
    grant_cents = models.BigIntegerField(default=0)
    signed_off_at = models.DateTimeField(null=True)
    signed_off_by = models.CharField(max_length=120, blank=True)
    signed_off_sha256 = models.CharField(max_length=64, blank=True)
    size = JsonOnDemand(default=dict)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["application_id", "position", "id"]
        constraints = [
            MEMBER.constraint("member"),
            models.UniqueConstraint(
                fields=["application", "organisation"], condition=~Q(state="removed"), name="member_organisation_once"
            ),
            models.UniqueConstraint(
                fields=["application"], condition=Q(role="lead") & ~Q(state="removed"), name="member_single_lead"
            ),
            models.CheckConstraint(
                condition=Q(grant_cents__gte=0) & Q(cost_cents__gte=models.F("grant_cents")),
                name="member_grant_within_cost",
            ),
            models.CheckConstraint(
                condition=~Q(state="signed_off")
                | (Q(signed_off_at__isnull=False) & ~Q(signed_off_by="") & ~Q(signed_off_sha256="")),
                name="member_signed_off_with_evidence",
            ),
        ]

    @property
    def leads(self) -> bool:
        """Whether the team is led by it, so that it cannot leave."""
        return self.role == "lead"

    def facts(self) -> MemberFacts:
        """Who writes the application, who represents the organisation."""
        return MemberFacts(
            programme_id=self.programme_id,
            ref=self.ref,
            editor_ids=frozenset(self.application.editors.values_list("user_id", flat=True)),
            representative_ids=self.organisation.facts().representative_ids,
        )

    def audit_root(self) -> Application:
        """Recorded with the application."""
        return self.application


class ApplicationVersion(InProgramme):
    """A submitted version: canonical content, its digest, when it arrived, and the signed receipt. Never changes."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = JsonOnDemand()
    content_sha256 = models.CharField(max_length=64)
    form_version = models.CharField(max_length=64)
    arrived_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["application_id", "number"]
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="application_version_once")]

    def __str__(self) -> str:
        return f"{self.application_id} v{self.number}"


class ListedVersion(InProgramme):
    """What lists show of a version, beside it: a list of thousands must not decode thousands of contents.

    Written with the version (``content.in_lists``); nobody decides by it.
    """

    version = models.OneToOneField(ApplicationVersion, on_delete=models.PROTECT, related_name="listed")
    acronym = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200)
    domain = models.CharField(max_length=40, blank=True)
    challenge = models.CharField(max_length=40, blank=True)
    instrument = models.CharField(max_length=40, blank=True)
    countries = models.CharField(max_length=200, blank=True)
    members = models.PositiveSmallIntegerField()
    cost_cents = models.BigIntegerField()
    grant_cents = models.BigIntegerField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.title}"


class Receipt(InProgramme):
    """What the applicant holds: a signed text that names version, digest, arrival and place in the trail."""

    version = models.OneToOneField(ApplicationVersion, on_delete=models.PROTECT, related_name="receipt")
    content = JsonOnDemand()
    signature = models.CharField(max_length=128)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"receipt of {self.version_id}"


class Attachment(InProgramme):
    """A file in a slot of the form; a removed one stays, since a submitted version may pin its digest.

    ``member`` is the member's ref where the form asks every member for a file of their own, else empty.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="attachments")
    field = models.CharField(max_length=40)
    member = models.CharField(max_length=10, blank=True)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "field", "member"],
                condition=Q(removed_at__isnull=True),
                name="attachment_slot_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id}.{self.field}"


# Tables in files of their own, which need the ones above.
from securit.stages.applications.adviser_models import Adviser, DraftReading  # noqa: E402
from securit.stages.applications.extension_models import Extension  # noqa: E402

__all__ = [
    "SEALED",
    "Adviser",
    "Application",
    "ApplicationVersion",
    "Attachment",
    "DraftReading",
    "Editor",
    "Extension",
    "Member",
    "Receipt",
]
