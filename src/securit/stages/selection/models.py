"""Tables of selection: rankings, awards, the published results."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from securit.kernel.actor import Actor
from securit.kernel.db.json_on_demand import JsonOnDemand
from securit.kernel.models import Subject
from securit.machinery.decisions.models import Decision, Recommendation
from securit.programmes.public import InProgramme, ProgrammeQuerySet, staffed_by
from securit.stages.applications.public import Application
from securit.stages.calls.public import Call
from securit.stages.selection.lifecycle import AWARD, RANKING
from securit.stages.selection.policy import READERS, SelectionFacts

_SEES_ALL = READERS.code.split("+")


class RankingQuerySet(ProgrammeQuerySet["Ranking"]):
    """Rankings by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """In step with ``ranking.view``: the panel's and the decider's."""
        return self.filter(staffed_by(actor, *_SEES_ALL, call="call__ref"))


class Ranking(Subject, InProgramme):
    """The ordered eligible applications of a call, as the published rules give them, with each place explained.

    ``inputs`` is what it was computed from, kept for the record.
    """

    kind: ClassVar[str] = "ranking"
    lifecycle = RANKING

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="rankings")
    content = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    inputs = JsonOnDemand(default=dict)
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="+")
    computed_at = models.DateTimeField()

    objects = RankingQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            RANKING.constraint("ranking"),
            models.UniqueConstraint(fields=["call"], condition=Q(state="adopted"), name="ranking_adopted_once"),
            models.UniqueConstraint(fields=["call"], condition=Q(state="computed"), name="ranking_computed_once"),
            models.CheckConstraint(
                condition=~Q(state="adopted") | Q(decision__isnull=False), name="ranking_adopted_by_decision"
            ),
        ]

    def facts(self) -> SelectionFacts:
        """Its call and state."""
        return SelectionFacts(self.programme_id, self.call.ref, self.state)

    def audit_root(self) -> Call:
        """Recorded with the call."""
        return self.call


class AwardQuerySet(ProgrammeQuerySet["Award"]):
    """Awards by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """In step with ``award.view``: the office's; a team's own once results are out."""
        office = staffed_by(actor, *_SEES_ALL, "finance_officer", call="application__call__ref")
        own = Q(application__editors__user_id=actor.user_id or 0, application__call__results_published_at__isnull=False)
        return self.filter(office | own).distinct()


class Award(Subject, InProgramme):
    """What was decided about one ranked application."""

    kind: ClassVar[str] = "award"
    lifecycle = AWARD

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="award")
    ranking = models.ForeignKey(Ranking, on_delete=models.PROTECT, related_name="awards")
    position = models.PositiveIntegerField(null=True)
    score = models.CharField(max_length=20)
    amount_cents = models.BigIntegerField()
    reserve_position = models.PositiveIntegerField(null=True)
    reason = models.TextField(blank=True)
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = AwardQuerySet.as_manager()

    class Meta:
        ordering = ["ranking_id", "position", "id"]
        constraints = [
            AWARD.constraint("award"),
            models.CheckConstraint(condition=Q(amount_cents__gte=0), name="award_amount_not_negative"),
            models.CheckConstraint(
                condition=Q(state="proposed") | (Q(decision__isnull=False, decided_at__isnull=False) & ~Q(reason="")),
                name="award_decided_with_evidence",
            ),
            models.CheckConstraint(
                condition=~Q(state="reserve_listed") | Q(reserve_position__isnull=False), name="award_reserve_position"
            ),
        ]

    def facts(self) -> SelectionFacts:
        """Its call, whose application, whether results are out."""
        call = self.application.call
        return SelectionFacts(
            self.programme_id,
            call.ref,
            self.state,
            frozenset(self.application.editors.values_list("user_id", flat=True)),
            call.results_published_at is not None,
        )

    def audit_root(self) -> Application:
        """Recorded with the application."""
        return self.application


class ResultsNotice(InProgramme):
    """The published outcome of a call (R-64), as it was published; never changes."""

    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="results")
    content = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"results of {self.call_id}"
