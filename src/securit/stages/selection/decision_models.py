"""The award decision as a document that two people sign."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from securit.kernel.actor import Actor
from securit.kernel.models import Subject
from securit.machinery.decisions.models import Decision
from securit.programmes.public import InProgramme, ProgrammeQuerySet, staffed_by
from securit.stages.calls.public import Call
from securit.stages.selection.lifecycle import AWARD_DECISION
from securit.stages.selection.models import Ranking
from securit.stages.selection.policy import READERS, SelectionFacts


class AwardDecisionQuerySet(ProgrammeQuerySet["AwardDecision"]):
    """Award decisions by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """In step with ``award_decision.view``."""
        return self.filter(staffed_by(actor, *READERS.code.split("+"), "finance_officer", call="ranking__call__ref"))


class AwardDecision(Subject, InProgramme):
    """What one person decided on every line of a ranking; nothing of it is final before another person signs it."""

    kind: ClassVar[str] = "award_decision"
    lifecycle = AWARD_DECISION

    ranking = models.ForeignKey(Ranking, on_delete=models.PROTECT, related_name="decisions")
    content = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    reason = models.TextField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    decision = models.OneToOneField(Decision, null=True, on_delete=models.PROTECT, related_name="+")

    objects = AwardDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            AWARD_DECISION.constraint("award_decision"),
            models.CheckConstraint(condition=~Q(reason=""), name="award_decision_has_reason"),
            models.CheckConstraint(
                condition=(
                    Q(state="signed", signed_by__isnull=False, signed_at__isnull=False, decision__isnull=False)
                    | (~Q(state="signed") & Q(signed_by__isnull=True, signed_at__isnull=True, decision__isnull=True))
                ),
                name="award_decision_signed_with_evidence",
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("decided_by")), name="award_decision_two_people"
            ),
            models.UniqueConstraint(
                fields=["ranking"], condition=~Q(state="withdrawn"), name="award_decision_once_a_ranking"
            ),
        ]

    def facts(self) -> SelectionFacts:
        """Its call, state, and who decided."""
        ranking = self.ranking
        return SelectionFacts(self.programme_id, ranking.call.ref, self.state, decided_by_id=self.decided_by_id)

    def audit_root(self) -> Call:
        """Recorded with the call."""
        return self.ranking.call
