"""Tables beside the reports: when they are due, ethics and security checks, the observer's report."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from securit.kernel.actor import Actor
from securit.kernel.models import Subject
from securit.kernel.policy import ProgrammeFacts
from securit.programmes.public import InProgramme, ProgrammeQuerySet, staffed_by
from securit.stages.applications.public import Application, barred_ids
from securit.stages.calls.public import Call
from securit.stages.evaluation.checks import AREAS, OUTCOMES
from securit.stages.evaluation.lifecycle import EXPERT_CHECK, OBSERVER_REPORT, SCHEDULE
from securit.stages.evaluation.models import OF_CALL, Declaration, Evaluator
from securit.stages.evaluation.policy import OFFICE, READERS, REPORT_READERS, WATCHERS, CheckFacts, ObserverFacts


class ReviewScheduleQuerySet(ProgrammeQuerySet["ReviewSchedule"]):
    """Schedules by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """In step with ``review_schedule.view``."""
        return self.filter(staffed_by(actor, *WATCHERS.code.split("+"), call="call__ref"))


class ReviewSchedule(Subject, InProgramme):
    """When the reports of a call are due, and on which days before and after it evaluators are reminded."""

    kind: ClassVar[str] = "review_schedule"
    lifecycle = SCHEDULE

    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="review_schedule")
    due_at = models.DateTimeField()
    before_days = models.JSONField(default=list)
    after_days = models.JSONField(default=list)
    set_at = models.DateTimeField()

    objects = ReviewScheduleQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [SCHEDULE.constraint("review_schedule")]

    def facts(self) -> ProgrammeFacts:
        """The programme and the call."""
        return ProgrammeFacts(self.programme_id, self.call.ref)

    def audit_root(self) -> Call:
        """Recorded with the call."""
        return self.call


class ExpertCheckQuerySet(ProgrammeQuerySet["ExpertCheck"]):
    """Checks by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """In step with ``expert_check.view``."""
        office = staffed_by(actor, *OFFICE.code.split("+"), *READERS.code.split("+"), call=OF_CALL)
        conflicts = Declaration._default_manager.filter(state="conflicted", evaluator__user_id=actor.user_id or 0)
        barred = Exists(conflicts.filter(application=OuterRef("application")))
        return self.filter(office | Q(evaluator__user_id=actor.user_id or 0)).exclude(barred)

    def of_call(self, call: Call) -> Self:
        """Those of one call, in the order of the applications' numbers."""
        rows = self.filter(programme=call.programme_id, application__call=call)
        return rows.order_by("application__number", "area", "id")


class ExpertCheck(Subject, InProgramme):
    """One expert's look at the ethics, or the security, of one application, beside the reports and apart from scores.

    ``requirements`` is a list of sentences that the sub-grant agreement takes up.
    """

    kind: ClassVar[str] = "expert_check"
    lifecycle = EXPERT_CHECK

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="expert_checks")
    evaluator = models.ForeignKey(Evaluator, on_delete=models.PROTECT, related_name="expert_checks")
    area = models.CharField(max_length=10)
    outcome = models.CharField(max_length=20, blank=True)
    rule = models.CharField(max_length=10, blank=True)
    findings = models.TextField(blank=True)
    requirements = models.JSONField(default=list)
    remark = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)

    objects = ExpertCheckQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            EXPERT_CHECK.constraint("expert_check"),
            models.UniqueConstraint(
                fields=["application", "area"], condition=~Q(state="ended"), name="expert_check_once"
            ),
            models.CheckConstraint(condition=Q(area__in=sorted(AREAS)), name="expert_check_area_known"),
            models.CheckConstraint(condition=Q(outcome__in=["", *sorted(OUTCOMES)]), name="expert_check_outcome_known"),
            models.CheckConstraint(
                condition=~Q(state="delivered") | (Q(delivered_at__isnull=False) & ~Q(outcome="") & ~Q(findings="")),
                name="expert_check_delivered_with_findings",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="not_fundable") | ~Q(rule=""), name="expert_check_not_fundable_by_rule"
            ),
        ]

    def facts(self) -> CheckFacts:
        """Whose it is, whether a clean declaration stands, who is barred."""
        clear = Declaration.objects.filter(
            programme=self.programme_id,
            evaluator_id=self.evaluator_id,
            application_id=self.application_id,
            state="clear",
        )
        return CheckFacts(
            programme_id=self.programme_id,
            call_ref=self.application.call.ref,
            state=self.state,
            evaluator_user_id=self.evaluator.user_id,
            declared_clear=clear.exists(),
            barred_ids=barred_ids(self.application_id),
        )

    def audit_root(self) -> Application:
        """Recorded with the application."""
        return self.application


class ObserverReportQuerySet(ProgrammeQuerySet["ObserverReport"]):
    """Observers' reports by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """In step with ``observer_report.view``: one's own, and delivered ones for the office and its readers."""
        readers = staffed_by(actor, "programme_manager", *REPORT_READERS, call="call__ref")
        return self.filter(Q(author_id=actor.user_id or 0) | (Q(state="delivered") & readers))


class ObserverReport(Subject, InProgramme):
    """What an independent observer says of the conduct of one call; ``recommendations`` is a list of sentences."""

    kind: ClassVar[str] = "observer_report"
    lifecycle = OBSERVER_REPORT

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="observer_reports")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    recommendations = models.JSONField(default=list)
    saved_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)

    objects = ObserverReportQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            OBSERVER_REPORT.constraint("observer_report"),
            models.UniqueConstraint(fields=["call", "author"], name="observer_report_once"),
            models.CheckConstraint(
                condition=~Q(state="delivered") | (Q(delivered_at__isnull=False) & ~Q(text="")),
                name="observer_report_delivered_with_text",
            ),
        ]

    def facts(self) -> ObserverFacts:
        """Whose report it is."""
        return ObserverFacts(self.programme_id, self.call.ref, self.state, self.author_id)

    def audit_root(self) -> Call:
        """Recorded with the call."""
        return self.call
