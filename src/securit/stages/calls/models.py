"""Tables of calls, their notices and corrigenda, and of people who follow."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from securit.kernel.actor import Actor, ActorKind
from securit.kernel.db.json_on_demand import JsonOnDemand
from securit.kernel.models import Subject
from securit.kernel.policy import Who
from securit.machinery.files.models import File
from securit.programmes.definition import CallDefinition
from securit.programmes.public import InProgramme, ProgrammeQuerySet, call_terms
from securit.stages.calls.contracts import Place, Unfit
from securit.stages.calls.exceptions import EXCEPTABLE
from securit.stages.calls.lifecycle import CALL, CHECKLIST_EXCEPTION, FOLLOW, QUESTION
from securit.stages.calls.policy import (
    PUBLIC_STATES,
    QUESTION_READERS,
    READERS,
    CallFacts,
    ExceptionFacts,
    FollowFacts,
    QuestionFacts,
)
from securit.stages.challenges.public import Challenge

FROZEN_STATES = ("published", "open", "closed", "decided", "archived")


def _staff(actor: Actor, way: Who, ref: str) -> Q:
    """What belongs to a programme, or to a call found by ``ref``, in which the actor holds one of the roles."""
    held = [role for role in actor.roles if actor.strong and role.role in way.code.split("+")]
    whole = {role.programme_id for role in held if not role.call_ref}
    narrowed = {role.call_ref for role in held if role.call_ref}
    return Q(programme_id__in=whole) | Q(**{f"{ref}__in": narrowed})


class CallQuerySet(ProgrammeQuerySet["Call"]):
    """Calls by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """Announced ones for everyone, all for the programme's staff and readers."""
        if actor.kind is ActorKind.SYSTEM:
            return self.all()
        return self.filter(Q(state__in=PUBLIC_STATES) | _staff(actor, READERS, "ref"))

    def designed(self) -> Self:
        """Those that somebody designed: no batches of cut-offs, whose rules and money are their standing call's."""
        return self.filter(batch_of__isnull=True)


class Call(Subject, InProgramme):
    """An open call. ``definition`` holds its rules, form and text; publication freezes it by digest.

    ``batch_of`` is the standing call for a *batch*: what stood in one cut-off of it, decided by itself.
    """

    kind: ClassVar[str] = "call"
    lifecycle = CALL

    code = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    definition = JsonOnDemand()
    definition_sha256 = models.CharField(max_length=64)
    frozen_sha256 = models.CharField(max_length=64, blank=True)
    opens_at = models.DateTimeField()
    deadline_at = models.DateTimeField()
    budget_cents = models.BigIntegerField()
    challenges = models.ManyToManyField(Challenge, through="CallChallenge", related_name="calls")
    published_at = models.DateTimeField(null=True)
    results_published_at = models.DateTimeField(null=True)
    batch_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="batches")

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ["programme_id", "opens_at", "id"]
        constraints = [
            CALL.constraint("call"),
            models.UniqueConstraint(fields=["programme", "code"], name="call_code_once"),
            models.CheckConstraint(condition=Q(deadline_at__gt=F("opens_at")), name="call_deadline_after_opening"),
            models.CheckConstraint(condition=Q(budget_cents__gte=0), name="call_budget_not_negative"),
            models.CheckConstraint(
                condition=~Q(state__in=FROZEN_STATES)
                | Q(published_at__isnull=False, frozen_sha256=F("definition_sha256")),
                name="call_published_is_frozen",
            ),
            models.UniqueConstraint(
                fields=["batch_of", "deadline_at"],
                condition=Q(batch_of__isnull=False),
                name="call_batch_of_cut_off_once",
            ),
        ]

    def facts(self) -> CallFacts:
        """The call, its state, and whether its results are out."""
        return CallFacts(self.programme_id, self.ref, self.state, self.results_published_at is not None)

    @property
    def terms(self) -> CallDefinition:
        """The definition, parsed (once per content and process)."""
        return call_terms(
            lambda: self.definition, self.definition_sha256, self.programme.terms, self.programme.definition_sha256
        )


class CallChallenge(InProgramme):
    """A challenge that a call addresses."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="addressed")
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="addressed_by")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["call", "challenge"], name="call_challenge_once")]

    def __str__(self) -> str:
        return f"{self.call_id} ← {self.challenge_id}"


class Notice(InProgramme):
    """Proof that the call was seen at a place: the Portal or a partner's own site (R-14), or the funder (R-16)."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="notices")
    place = models.CharField(max_length=20, choices=[(place.value, place.label) for place in Place])
    url = models.URLField()
    seen_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["call", "place", "url"], name="notice_once")]

    def __str__(self) -> str:
        return f"{self.place} {self.url}"


class Corrigendum(InProgramme):
    """A change to a published call (R-19): what, why, when; shown on the call's page and mailed to those affected."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="corrigenda")
    number = models.PositiveSmallIntegerField()
    reason = models.TextField()
    changes = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["call_id", "number"]
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="corrigendum_number_once")]

    def __str__(self) -> str:
        return f"{self.call_id} #{self.number}"


class FollowQuerySet(ProgrammeQuerySet["Follow"]):
    """Follows; listed to nobody, opened by private link only."""


class Follow(Subject, InProgramme):
    """An e-mail address follows the programme, a call, a domain or a challenge, without an account.

    ``topic`` is ``programme``, ``call:REF``, ``domain:CODE`` or ``challenge:NUMBER``. Personal data: the address;
    purpose: the messages asked for; deleted from the row when stopped.
    """

    kind: ClassVar[str] = "follow"
    lifecycle = FOLLOW

    email = models.EmailField(blank=True)
    topic = models.CharField(max_length=60)
    requested_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            FOLLOW.constraint("follow"),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False), name="follow_confirmed_at"
            ),
            models.UniqueConstraint(
                fields=["programme", "topic", "email"],
                condition=Q(state__in=["requested", "confirmed"]),
                name="follow_once",
            ),
        ]

    def facts(self) -> FollowFacts:
        """Only its private link opens it."""
        return FollowFacts(self.programme_id, self.ref)


class QuestionQuerySet(ProgrammeQuerySet["Question"]):
    """Questions by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """Answered ones for everyone, all for those who answer and those who watch."""
        if actor.kind is ActorKind.SYSTEM:
            return self.all()
        return self.filter(Q(state="answered") | _staff(actor, QUESTION_READERS, "call__ref"))


class Question(Subject, InProgramme):
    """A question about a call: asked by one, answered to all.

    ``asked`` is what the asker wrote, ``question`` what all read. Personal data: ``email`` and ``asked_by``, for the
    one mail that tells of the answer, deleted when it is sent; ``asked`` may hold some, read by those who answer.
    """

    kind: ClassVar[str] = "question"
    lifecycle = QUESTION

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="questions")
    asked = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    email = models.EmailField(blank=True)
    number = models.PositiveSmallIntegerField(null=True)
    question = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    amended_at = models.DateTimeField(null=True)
    corrigendum = models.ForeignKey(Corrigendum, null=True, on_delete=models.PROTECT, related_name="questions")
    refused_because = models.CharField(max_length=20, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["call_id", "number", "id"]
        constraints = [
            QUESTION.constraint("question"),
            models.UniqueConstraint(
                fields=["call", "number"], condition=Q(number__isnull=False), name="question_number_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | (Q(number__isnull=False, answered_at__isnull=False) & ~Q(answer="")),
                name="question_answered_has_answer",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | Q(refused_because__in=[reason.value for reason in Unfit]),
                name="question_refused_has_reason",
            ),
        ]

    def facts(self) -> QuestionFacts:
        """The call, whether all may read it, and the account that asked."""
        return QuestionFacts(self.programme_id, self.call.ref, self.ref, self.state == "answered", self.asked_by_id)

    @property
    def refused_label(self) -> str:
        """Why it is not answered, in the words that the asker was mailed; empty for any other question."""
        return str(Unfit(self.refused_because).label) if self.refused_because else ""


class ChecklistExceptionQuerySet(ProgrammeQuerySet["ChecklistException"]):
    """Exceptions by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """For the programme's staff and readers; all others read the sentence on the page of the call."""
        if actor.kind is ActorKind.SYSTEM:
            return self.all()
        return self.filter(_staff(actor, READERS, "call__ref"))


class ChecklistException(Subject, InProgramme):
    """“My grant agreement says otherwise”: a line that need not be met, by article, file and two names."""

    kind: ClassVar[str] = "checklist_exception"
    lifecycle = CHECKLIST_EXCEPTION

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="exceptions")
    line = models.CharField(max_length=40)
    article = models.CharField(max_length=120)
    reason = models.TextField()
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    objects = ChecklistExceptionQuerySet.as_manager()

    class Meta:
        ordering = ["call_id", "id"]
        constraints = [
            CHECKLIST_EXCEPTION.constraint("checklist_exception"),
            models.CheckConstraint(condition=Q(line__in=sorted(EXCEPTABLE)), name="checklist_exception_possible"),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="checklist_exception_confirmed_by",
            ),
            models.CheckConstraint(condition=~Q(confirmed_by=F("proposed_by")), name="checklist_exception_two_people"),
            models.UniqueConstraint(
                fields=["call", "line"],
                condition=Q(state__in=["proposed", "confirmed"]),
                name="checklist_exception_once",
            ),
        ]

    def facts(self) -> ExceptionFacts:
        """The call, and who proposed it."""
        return ExceptionFacts(self.programme_id, self.call.ref, self.proposed_by_id)

    def audit_root(self) -> Subject:
        """It stands in the trail of its call."""
        return self.call
