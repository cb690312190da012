"""The tables of workshops: who meets about which challenges, who is in the room, what they vote and say."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from securit.kernel.actor import Actor, ActorKind
from securit.kernel.db.json_on_demand import JsonOnDemand
from securit.kernel.models import Subject
from securit.kernel.refs import new_ref
from securit.machinery.decisions.models import Recommendation
from securit.people.public import Organisation
from securit.programmes.public import Domain, InProgramme, Partner, ProgrammeQuerySet, staffed_by
from securit.stages.challenges.ballot_papers import MERGED, RATE, RULES_OF, TOP_FIVE, Paper
from securit.stages.challenges.lifecycle import COMMENT, VOTE, WORKSHOP
from securit.stages.challenges.policy import PUBLIC_WORKSHOPS, READERS, RoomFacts


class Kind(models.TextChoices):
    """What kind of organisation somebody in the room comes from."""

    INTEGRATOR = "integrator", _("technology integrator")
    INDUSTRY = "industry", _("end user: industry")
    AUTHORITY = "authority", _("end user: public authority")
    INFRASTRUCTURE = "infrastructure", _("end user: critical-infrastructure manager")
    GUEST = "guest", _("somebody else (cluster, research …)")


#: Beside the kinds themselves: where few are counted together.
KIND_LABELS = {**dict(Kind.choices), MERGED: _("others, counted together")}


class Mode(models.TextChoices):
    """How people meet."""

    ONLINE = "online", _("online")
    ON_SITE = "on_site", _("on site")
    HYBRID = "hybrid", _("on site and online")


class Admission(models.TextChoices):
    """Who registers before a workshop. In the room the code on the screen lets everybody in."""

    EVERYONE = "everyone", _("anybody registers on the public page")
    INVITED = "invited", _("by invitation")
    CODE = "code", _("nobody: people come with the code")


class WorkshopQuerySet(ProgrammeQuerySet["Workshop"]):
    """Workshops by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """Announced ones for everyone, all for the programme's staff and readers."""
        if actor.kind is ActorKind.SYSTEM:
            return self.all()
        return self.filter(Q(state__in=PUBLIC_WORKSHOPS) | staffed_by(actor, *READERS.code.split("+")))


class Workshop(Subject, InProgramme):
    """A meeting of end users and integrators about some challenges. Its ``code`` stands while the room is open."""

    kind: ClassVar[str] = "workshop"
    lifecycle = WORKSHOP

    title = models.CharField(max_length=200)
    domain = models.ForeignKey(Domain, null=True, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    mode = models.CharField(max_length=10, choices=Mode.choices)
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=500, blank=True)
    agenda = models.TextField(blank=True)
    #: What happens when: ``{"time": "09:30", "title": …, "speaker": …}``, in the programme's time zone.
    agenda_lines = models.JSONField(default=list)
    admission = models.CharField(max_length=10, choices=Admission.choices, default=Admission.CODE)
    #: How many can register; none: as many as a room holds.
    capacity = models.PositiveSmallIntegerField(null=True)
    host = models.ForeignKey(Partner, null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=6, blank=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    minutes = models.TextField(blank=True)
    minuted_at = models.DateTimeField(null=True)
    synthetic = models.BooleanField(default=False)
    source = models.CharField(max_length=40, blank=True)

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        ordering = ["programme_id", "starts_at", "id"]
        constraints = [
            WORKSHOP.constraint("workshop"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="workshop_ends_after_start"),
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="workshop_mode_known"),
            models.CheckConstraint(condition=Q(admission__in=Admission.values), name="workshop_admission_known"),
            models.CheckConstraint(condition=~Q(state="open") | ~Q(code=""), name="workshop_open_with_code"),
            models.CheckConstraint(
                condition=~Q(state__in=["closed", "minuted"]) | Q(closed_at__isnull=False), name="workshop_closed_at"
            ),
            models.CheckConstraint(
                condition=~Q(state="minuted") | (~Q(minutes="") & Q(minuted_at__isnull=False)),
                name="workshop_minuted_with_minutes",
            ),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="workshop_code_once"),
        ]

    def facts(self) -> RoomFacts:
        """Its programme, state and ref."""
        return RoomFacts(self.programme_id, self.state, self.ref)


class WorkshopChallenge(InProgramme):
    """A challenge that a workshop looks at, in its order."""

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="candidates")
    challenge = models.ForeignKey("challenges.Challenge", on_delete=models.PROTECT, related_name="workshops")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["workshop_id", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["workshop", "challenge"], name="workshop_challenge_once")]

    def __str__(self) -> str:
        return f"{self.workshop_id}:{self.challenge_id}"


class Vote(Subject, InProgramme):
    """One question to the room. ``options`` are fixed when it opens; ``ballots`` is the published list of its close."""

    kind: ClassVar[str] = "vote"
    lifecycle = VOTE

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="votes")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    form = models.CharField(max_length=10, choices=[(RATE, _("rate")), (TOP_FIVE, _("pick your top five"))])
    rule = models.CharField(max_length=40)
    criteria = models.JSONField(default=list)
    seats = models.PositiveSmallIntegerField(default=0)
    options = models.JSONField(default=list)
    ballots = JsonOnDemand(default=list)
    ballots_sha256 = models.CharField(max_length=64, blank=True)
    cast = models.PositiveIntegerField(default=0)
    present = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    revealed_at = models.DateTimeField(null=True)
    recommendation = models.ForeignKey(Recommendation, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ProgrammeQuerySet["Vote"].as_manager()

    class Meta:
        ordering = ["workshop_id", "number", "id"]
        constraints = [
            VOTE.constraint("vote"),
            models.CheckConstraint(
                condition=Q(form=RATE, rule__in=RULES_OF[RATE]) | Q(form=TOP_FIVE, rule__in=RULES_OF[TOP_FIVE]),
                name="vote_rule_reads_form",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed")
                | (Q(closed_at__isnull=False, recommendation__isnull=False) & ~Q(ballots_sha256="")),
                name="vote_closed_with_result",
            ),
            models.CheckConstraint(
                condition=Q(revealed_at__isnull=True) | Q(state="closed"), name="vote_revealed_after_close"
            ),
            models.UniqueConstraint(fields=["workshop", "number"], name="vote_number_once"),
            models.UniqueConstraint(fields=["workshop"], condition=Q(state="open"), name="vote_one_open"),
        ]

    def facts(self) -> RoomFacts:
        """Its programme and state; the ref of the room."""
        return RoomFacts(self.programme_id, self.state, self.workshop.ref)

    def audit_root(self) -> Workshop:
        """Recorded with the workshop."""
        return self.workshop

    @property
    def paper(self) -> Paper:
        """What the voters fill in."""
        return Paper(
            self.form, tuple(each["number"] for each in self.options), tuple(each["code"] for each in self.criteria)
        )


class Participant(InProgramme):
    """Somebody who is in a room. Without an account; known by the digest of the token on the phone only.

    Not a subject of the trail: an entry per person would say when each came. Attendance is counted at the close.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="participants")
    ref = models.CharField(max_length=10, unique=True, default=new_ref, editable=False)
    token_sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    country = models.CharField(max_length=2)
    #: Personal, given freely so that the host can address people; removed with the minutes' retention.
    nickname = models.CharField(max_length=40, blank=True)
    #: Given freely; kept so that participants who later apply can be flagged.
    organisation_name = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    #: Set for who came in by a personal link: it says who was there, never what was voted.
    registration = models.OneToOneField(
        "challenges.Registration", null=True, on_delete=models.PROTECT, related_name="participant"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "token_sha256"], name="participant_token_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="participant_kind_known"),
        ]

    def __str__(self) -> str:
        return f"participant:{self.ref}"


class Voted(InProgramme):
    """That a participant has voted. ``tag`` comes from the secret on the phone and names no ballot."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="voted")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    tag = models.CharField(max_length=64)
    revision = models.BigIntegerField(default=0)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "participant"], name="voted_once"),
            models.UniqueConstraint(fields=["vote", "tag"], name="voted_tag_once"),
        ]

    def __str__(self) -> str:
        return f"voted:{self.vote_id}:{self.participant_id}"


class Ballot(InProgramme):
    """What somebody voted, in the box of an open vote. ``key`` comes from the phone's secret; it names no participant.

    It holds no time. When the vote closes the box is emptied into :attr:`Vote.ballots`.
    """

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="box")
    key = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    content = models.JSONField()

    class Meta:
        ordering = ["vote_id", "key"]
        constraints = [models.UniqueConstraint(fields=["vote", "key"], name="ballot_key_once")]

    def __str__(self) -> str:
        return f"ballot:{self.vote_id}"


class Comment(Subject, InProgramme):
    """A few words from the room; nobody else sees them before the host shows them."""

    kind: ClassVar[str] = "comment"
    lifecycle = COMMENT

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="comments")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=500)
    said_at = models.DateTimeField()

    objects = ProgrammeQuerySet["Comment"].as_manager()

    class Meta:
        ordering = ["workshop_id", "id"]
        constraints = [
            COMMENT.constraint("comment"),
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
        ]

    def facts(self) -> RoomFacts:
        """Its programme and state; the ref of the room."""
        return RoomFacts(self.programme_id, self.state, self.workshop.ref)

    def audit_root(self) -> Workshop:
        """Recorded with the workshop."""
        return self.workshop
