"""Tables of screening: one check per application, one row per published rule."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from securit.kernel.actor import Actor, ActorKind
from securit.kernel.models import Subject
from securit.programmes.public import InProgramme, ProgrammeQuerySet, staffed_by
from securit.stages.applications.public import Application, ApplicationVersion, barred_for, barred_ids
from securit.stages.screening.lifecycle import SANCTIONS_LIST, SCREENING
from securit.stages.screening.policy import READERS, ListFacts, ScreeningFacts


class ScreeningQuerySet(ProgrammeQuerySet["Screening"]):
    """Checks by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """In step with ``screening.view``: the office's, without those the person has a conflict with."""
        seen = self.all() if actor.kind is ActorKind.SYSTEM else self.filter(_office(actor))
        return seen.exclude(application_id__in=barred_for(actor.user_id))


def _office(actor: Actor) -> Q:
    return staffed_by(actor, *READERS.code.split("+"), call="application__call__ref")


class Screening(Subject, InProgramme):
    """Yes/no tests on one submitted version, before evaluation. A person confirms every rejection."""

    kind: ClassVar[str] = "screening"
    lifecycle = SCREENING

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="screening")
    screened_version = models.ForeignKey(ApplicationVersion, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    ground = models.CharField(max_length=20, blank=True, default="")

    objects = ScreeningQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            SCREENING.constraint("screening"),
            models.CheckConstraint(
                condition=~Q(state__in=["cleared", "rejected"]) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="screening_decided_by_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["rejection_proposed", "rejected"])
                | (Q(proposed_by__isnull=False) & ~Q(reason="")),
                name="screening_rejection_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(decided_by=F("proposed_by")), name="screening_four_eyes"
            ),
        ]

    def facts(self) -> ScreeningFacts:
        """The check, who proposed, who is barred."""
        return ScreeningFacts(
            programme_id=self.programme_id,
            call_ref=self.application.call.ref,
            state=self.state,
            proposed_by_id=self.proposed_by_id,
            barred_ids=barred_ids(self.application_id),
            editor_ids=frozenset(self.application.editors.values_list("user_id", flat=True)),
        )

    def audit_root(self) -> Application:
        """Recorded with the application."""
        return self.application


class Check(InProgramme):
    """One published rule on this application: what the rule found, and what a person settled, with reasons."""

    screening = models.ForeignKey(Screening, on_delete=models.PROTECT, related_name="checks")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    says = models.CharField(max_length=300)
    severity = models.CharField(max_length=10)
    result = models.CharField(max_length=10)
    reason = models.TextField(blank=True)
    remedy = models.TextField(blank=True)
    evidence = models.JSONField(default=dict)
    settled_result = models.CharField(max_length=10, blank=True)
    settled_reason = models.TextField(blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["screening_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["screening", "code"], name="check_once"),
            models.CheckConstraint(
                condition=Q(result__in=["met", "not_met", "unresolved"]) & Q(settled_result__in=["", "met", "not_met"]),
                name="check_result_known",
            ),
            models.CheckConstraint(
                condition=Q(settled_result="")
                | (~Q(settled_reason="") & Q(settled_by__isnull=False, settled_at__isnull=False)),
                name="check_settled_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.standing_result}"

    @property
    def standing_result(self) -> str:
        """What counts: the person's word where there is one, else the rule's."""
        return self.settled_result or self.result

    @property
    def stands_met(self) -> bool:
        """Whether it is met, by the rule or by a person's word."""
        return self.standing_result == "met"

    @property
    def blocks(self) -> bool:
        """Whether it stands in the way of clearing: a blocking test that is not met, or that nobody has settled."""
        return self.severity == "blocking" and not self.stands_met


class Look(InProgramme):
    """What one person found at a test, where the call asks two; it counts once another one found the same."""

    test = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="looks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(max_length=10)
    reason = models.TextField()
    looked_at = models.DateTimeField()

    class Meta:
        ordering = ["test_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["test", "person"], name="look_once_per_person"),
            models.CheckConstraint(
                condition=Q(result__in=["met", "not_met"]) & ~Q(reason=""), name="look_result_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.test_id}: {self.result}"


class Clarification(InProgramme):
    """A question to the team about what it submitted, and the answer (R-26). The application itself stays as it is.

    ``about`` names the answer asked about, with what stands there; ``correction`` what the team says it should read.
    With a ``ground`` it is the notice that must come before a rejection on that ground.
    """

    screening = models.ForeignKey(Screening, on_delete=models.PROTECT, related_name="clarifications")
    question = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    ground = models.CharField(max_length=20, blank=True, default="")
    about = models.CharField(max_length=300, blank=True, default="")
    before = models.TextField(blank=True, default="")
    correction = models.TextField(blank=True, default="")
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["screening_id", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(due_at__gt=F("asked_at")), name="clarification_due_after_asked"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="clarification_answered_with_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.screening_id}: {self.asked_at:%Y-%m-%d}"


class Letter(InProgramme):
    """What a team was told of the result, word for word; once per result."""

    screening = models.ForeignKey(Screening, on_delete=models.PROTECT, related_name="letters")
    result = models.CharField(max_length=10)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_sha256 = models.CharField(max_length=64)
    redress_until = models.DateField(null=True)

    class Meta:
        ordering = ["screening_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["screening", "result"], name="letter_once"),
            models.CheckConstraint(condition=Q(result__in=["cleared", "rejected"]), name="letter_result_known"),
            models.CheckConstraint(
                condition=~Q(result="rejected") | Q(redress_until__isnull=False), name="letter_rejection_says_redress"
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class SanctionsListQuerySet(ProgrammeQuerySet["SanctionsList"]):
    """Loadings by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """In step with ``sanctions_list.view``: the office's, for the whole programme."""
        return self.filter(staffed_by(actor, *READERS.code.split("+")))


class SanctionsList(Subject, InProgramme):
    """One loading of the EU sanctions list; a later one replaces its names, not its record."""

    kind: ClassVar[str] = "sanctions_list"
    lifecycle = SANCTIONS_LIST

    generated_on = models.DateField()
    sha256 = models.CharField(max_length=64)
    entries = models.PositiveIntegerField()
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    synthetic = models.BooleanField(default=False)

    objects = SanctionsListQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [SANCTIONS_LIST.constraint("sanctions_list")]

    def facts(self) -> ListFacts:
        """Its programme."""
        return ListFacts(self.programme_id)


class ListedName(InProgramme):
    """One name of somebody listed, as published. Public by law; kept while its list is the newest."""

    sanctions_list = models.ForeignKey(SanctionsList, on_delete=models.PROTECT, related_name="names")
    reference = models.CharField(max_length=40)
    regime = models.CharField(max_length=40, blank=True)
    is_person = models.BooleanField()
    name = models.CharField(max_length=300)

    objects = ProgrammeQuerySet["ListedName"].as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.reference}: {self.name}"
