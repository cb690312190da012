"""Tables of evaluation: the pool, declarations, assignments, reports, summaries."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from securit.kernel.actor import Actor
from securit.kernel.models import Subject
from securit.machinery.decisions.models import Recommendation
from securit.programmes.public import InProgramme, Programme, ProgrammeQuerySet, staffed_by
from securit.stages.applications.public import Application, barred_ids
from securit.stages.calls.public import Call
from securit.stages.evaluation.conflict_models import StaffConflict
from securit.stages.evaluation.lifecycle import ASSIGNMENT, DECLARATION, EVALUATOR, REVIEW, SUMMARY
from securit.stages.evaluation.policy import OFFICE, READERS, EvaluationFacts, EvaluatorFacts, SummaryFacts
from securit.stages.evaluation.pool_models import unbound

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)
OF_CALL = "application__call__ref"


def _roles(*codes: str) -> list[str]:
    return [name for code in codes for name in code.split("+")]


class EvaluatorQuerySet(ProgrammeQuerySet["Evaluator"]):
    """The pool by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """All for the office and its readers, oneself for everyone."""
        return self.filter(staffed_by(actor, *_roles(OFFICE.code, READERS.code)) | Q(user_id=actor.user_id or 0))

    def active(self) -> Self:
        """Those who can be asked."""
        return self.filter(state="active")


class Evaluator(Subject, InProgramme):
    """An independent expert in a programme's pool. Personal data: purpose evaluation; kept as the grant asks."""

    kind: ClassVar[str] = "evaluator"
    lifecycle = EVALUATOR

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="evaluator_profiles")
    country = models.CharField(max_length=2)
    institution = models.CharField(max_length=120)
    expertise = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    max_load = models.PositiveSmallIntegerField()
    ties = models.JSONField(default=list)
    away = models.JSONField(default=list)
    synthetic = models.BooleanField(default=False)

    objects = EvaluatorQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            EVALUATOR.constraint("evaluator"),
            models.UniqueConstraint(fields=["programme", "user"], name="evaluator_once"),
        ]

    def facts(self) -> EvaluatorFacts:
        """Whose profile it is."""
        return EvaluatorFacts(self.programme_id, self.user_id)

    def audit_root(self) -> Programme | Evaluator:
        """A stream of its own."""
        return self


class OwnQuerySet(ProgrammeQuerySet[Row_co]):
    """Declarations and assignments: the office sees all, an evaluator their own."""

    def visible_to(self, actor: Actor) -> Self:
        """In step with the ``…view`` actions."""
        office = staffed_by(actor, *_roles(OFFICE.code, READERS.code), call=OF_CALL)
        own = Q(evaluator__user_id=actor.user_id or 0)
        return self.filter(office | own).exclude(own & unbound())

    def of_call(self, call: Call) -> Self:
        """Those of one call, in the order of the applications' numbers."""
        return self.filter(programme=call.programme_id, application__call=call).order_by("application__number", "id")


class DeclarationQuerySet(OwnQuerySet["Declaration"]):
    """Declarations."""


class AssignmentQuerySet(OwnQuerySet["Assignment"]):
    """Assignments."""

    def standing(self) -> Self:
        """Proposed or confirmed."""
        return self.filter(state__in=["proposed", "confirmed"])

    def waiting(self) -> Self:
        """Confirmed, and the report on it not handed in yet."""
        return self.filter(state="confirmed").filter(Q(review__isnull=True) | Q(review__state="drafted"))


class ReviewQuerySet(OwnQuerySet["Review"]):
    """Reports. Nobody sees another's before all reports on the application are in."""

    def visible_to(self, actor: Actor) -> Self:
        """In step with ``review.view``."""
        own = Q(evaluator__user_id=actor.user_id or 0)
        here = Declaration._default_manager.filter(application=OuterRef("application"))
        clear = Exists(here.filter(evaluator=OuterRef("evaluator"), state="clear"))
        barred = Exists(here.filter(evaluator__user_id=actor.user_id or 0, state="conflicted"))
        of_staff = StaffConflict._default_manager.standing().filter(user_id=actor.user_id or 0)
        kept_out = Exists(of_staff.filter(application=OuterRef("application")))
        waiting = Exists(Assignment.objects.waiting().filter(application=OuterRef("application")))
        of_others = (
            staffed_by(actor, *_roles(READERS.code), call=OF_CALL) & ~own & ~waiting & ~barred & ~Q(state="drafted")
        )
        return self.filter((own & clear & ~unbound()) | of_others).exclude(kept_out)


class EvaluationSubject(Subject, InProgramme):
    """What stands between one evaluator and one application."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="%(class)ss")
    evaluator = models.ForeignKey(Evaluator, on_delete=models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True

    def facts(self) -> EvaluationFacts:
        """Whose it is, whether a clean declaration stands, who is barred."""
        clear = Declaration.objects.filter(
            programme=self.programme_id,
            evaluator_id=OuterRef("pk"),
            application_id=self.application_id,
            state="clear",
        )
        row = Evaluator.objects.filter(programme=self.programme_id, pk=self.evaluator_id)
        declared, missing = row.values_list(Exists(clear), unbound("pk")).get()
        return EvaluationFacts(
            programme_id=self.programme_id,
            call_ref=self.application.call.ref,
            state=self.state,
            evaluator_user_id=self.evaluator.user_id,
            declared_clear=declared,
            barred_ids=barred_ids(self.application_id),
            is_bound=not missing,
        )

    def audit_root(self) -> Application:
        """Recorded with the application."""
        return self.application


class Declaration(EvaluationSubject):
    """An evaluator's word on conflicts with one application, given before any content is shown (R-37).

    ``note`` is personal data: purpose impartiality; kept as the grant asks.
    """

    kind: ClassVar[str] = "declaration"
    lifecycle = DECLARATION

    reason_code = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    declared_at = models.DateTimeField(null=True)

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            DECLARATION.constraint("declaration"),
            models.UniqueConstraint(fields=["evaluator", "application"], name="declaration_once"),
            models.CheckConstraint(
                condition=Q(state="asked") | Q(declared_at__isnull=False), name="declaration_declared_at"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["potential", "conflicted"]) | ~Q(reason_code=""), name="declaration_has_reason"
            ),
        ]


class Assignment(EvaluationSubject):
    """An evaluator reads an application; proposed by an engine, confirmed by a person."""

    kind: ClassVar[str] = "assignment"
    lifecycle = ASSIGNMENT

    recommendation = models.ForeignKey(Recommendation, null=True, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=300, blank=True)
    confirmed_at = models.DateTimeField(null=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            ASSIGNMENT.constraint("assignment"),
            models.UniqueConstraint(
                fields=["evaluator", "application"],
                condition=Q(state__in=["proposed", "confirmed"]),
                name="assignment_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False), name="assignment_confirmed_at"
            ),
        ]


class Review(EvaluationSubject):
    """An individual evaluation report: scores (decimals as text) and comments by criterion code.

    ``remark`` says why it was returned, abstained from or set aside, whichever came last. ``minutes``: time spent, as
    the evaluator says.
    """

    kind: ClassVar[str] = "review"
    lifecycle = REVIEW

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="review")
    scores = models.JSONField(default=dict)
    comments = models.JSONField(default=dict)
    remark = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            REVIEW.constraint("review"),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "returned"]) | Q(submitted_at__isnull=False),
                name="review_submitted_at",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "abstained", "set_aside"]) | ~Q(remark=""),
                name="review_ended_with_reason",
            ),
        ]

    def facts(self) -> EvaluationFacts:
        """Besides: whether every report on the application is in."""
        waiting = Assignment.objects.waiting().filter(programme=self.programme_id, application_id=self.application_id)
        return replace(super().facts(), all_are_in=not waiting.exists())


class ReviewVersion(InProgramme):
    """What was submitted, each time; never changes."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    submitted_at = models.DateTimeField()

    class Meta:
        ordering = ["review_id", "number"]
        constraints = [models.UniqueConstraint(fields=["review", "number"], name="review_version_once")]

    def __str__(self) -> str:
        return f"{self.review_id} v{self.number}"


class SummaryQuerySet(ProgrammeQuerySet["Summary"]):
    """Summaries by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """All for the office; the released ones for their teams; none with a conflict."""
        own = Q(state="released", application__editors__user_id=actor.user_id or 0)
        conflicts = Declaration._default_manager.filter(state="conflicted", evaluator__user_id=actor.user_id or 0)
        barred = Exists(conflicts.filter(application=OuterRef("application")))
        of_staff = StaffConflict._default_manager.standing().filter(user_id=actor.user_id or 0)
        kept_out = Exists(of_staff.filter(application=OuterRef("application")))
        return (
            self.filter(staffed_by(actor, *_roles(READERS.code), call=OF_CALL) | own)
            .exclude(barred)
            .exclude(kept_out)
            .distinct()
        )


class Summary(Subject, InProgramme):
    """The evaluation summary of one application: its scores (text) and the released comments.

    ``how`` says where the scores come from (``Evaluated.how``); ``minority`` are views kept beside a consensus.
    """

    kind: ClassVar[str] = "summary"
    lifecycle = SUMMARY

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="summary")
    scores = models.JSONField()
    comments = models.JSONField()
    minority = models.JSONField(default=list)
    how = models.CharField(max_length=20, default="mean")
    reports = models.PositiveSmallIntegerField()
    computed_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    objects = SummaryQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            SUMMARY.constraint("summary"),
            models.CheckConstraint(
                condition=~Q(state="released") | Q(released_at__isnull=False), name="summary_released_at"
            ),
        ]

    def facts(self) -> SummaryFacts:
        """Whose application it is and who is barred."""
        return SummaryFacts(
            programme_id=self.programme_id,
            call_ref=self.application.call.ref,
            state=self.state,
            editor_ids=frozenset(self.application.editors.values_list("user_id", flat=True)),
            barred_ids=barred_ids(self.application_id),
        )

    def audit_root(self) -> Application:
        """Recorded with the application."""
        return self.application


# Tables in files of their own, which need the ones above.
from securit.stages.evaluation.beside_models import ExpertCheck, ObserverReport, ReviewSchedule  # noqa: E402
from securit.stages.evaluation.consensus_models import Consensus, ConsensusAnswer, ConsensusVersion  # noqa: E402

__all__ = [
    "OF_CALL",
    "Assignment",
    "AssignmentQuerySet",
    "Consensus",
    "ConsensusAnswer",
    "ConsensusVersion",
    "Declaration",
    "DeclarationQuerySet",
    "EvaluationSubject",
    "Evaluator",
    "EvaluatorQuerySet",
    "ExpertCheck",
    "ObserverReport",
    "OwnQuerySet",
    "Review",
    "ReviewQuerySet",
    "ReviewSchedule",
    "ReviewVersion",
    "Summary",
    "SummaryQuerySet",
]
