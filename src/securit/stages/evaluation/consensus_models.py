"""Tables of consensus: the room on one application, its drafts, and what each evaluator answered."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from securit.kernel.actor import Actor
from securit.kernel.models import Subject
from securit.programmes.public import InProgramme, ProgrammeQuerySet, staffed_by
from securit.stages.applications.public import Application, barred_ids
from securit.stages.calls.public import Call
from securit.stages.evaluation.lifecycle import CONSENSUS
from securit.stages.evaluation.models import OF_CALL, Declaration, Evaluator, Review, ReviewQuerySet
from securit.stages.evaluation.policy import READERS, ConsensusFacts

_WRITTEN = Q(state__in=["drafted", "agreed", "dissent_noted", "closed"])


def standing_reports() -> ReviewQuerySet:
    """Reports that are in, by evaluators whose word that there is no conflict stands."""
    clear = Declaration._default_manager.filter(
        application=OuterRef("application"), evaluator=OuterRef("evaluator"), state="clear"
    )
    return Review._default_manager.filter(Exists(clear), state="submitted")


class ConsensusQuerySet(ProgrammeQuerySet["Consensus"]):
    """Rooms by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """In step with ``consensus.view``: the chair's side, and those whose reports are in; never with a conflict."""
        conflicts = Declaration._default_manager.filter(state="conflicted", evaluator__user_id=actor.user_id or 0)
        barred = Exists(conflicts.filter(application=OuterRef("application")))
        member = Exists(
            standing_reports().filter(application=OuterRef("application"), evaluator__user_id=actor.user_id or 0)
        )
        return self.filter(staffed_by(actor, *READERS.code.split("+"), call=OF_CALL) | Q(member)).exclude(barred)

    def of_call(self, call: Call) -> Self:
        """Those of one call, in the order of the applications' numbers."""
        return self.filter(programme=call.programme_id, application__call=call).order_by("application__number", "id")


class Consensus(Subject, InProgramme):
    """The agreed report of several evaluators on one application: scores (decimals as text) and words by criterion.

    ``reasons`` says, by criterion, why a score lies outside all individual ones. ``draft_number`` counts drafts;
    answers hold for one draft only. ``because`` is why the room was opened, as the call published it.
    """

    kind: ClassVar[str] = "consensus"
    lifecycle = CONSENSUS

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="consensus")
    rapporteur = models.ForeignKey(Evaluator, null=True, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=300)
    scores = models.JSONField(default=dict)
    comments = models.JSONField(default=dict)
    reasons = models.JSONField(default=dict)
    draft_number = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField()
    drafted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ConsensusQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            CONSENSUS.constraint("consensus"),
            models.CheckConstraint(
                condition=~_WRITTEN | Q(rapporteur__isnull=False, drafted_at__isnull=False, draft_number__gte=1),
                name="consensus_drafted_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="consensus_closed_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(because=""), name="consensus_because"),
        ]

    def facts(self) -> ConsensusFacts:
        """Who takes part: those whose reports stand, so that a recusal closes the room at once."""
        reports = standing_reports().filter(programme=self.programme_id, application_id=self.application_id)
        return ConsensusFacts(
            programme_id=self.programme_id,
            call_ref=self.application.call.ref,
            state=self.state,
            member_ids=frozenset(reports.values_list("evaluator__user_id", flat=True)),
            rapporteur_id=self.rapporteur.user_id if self.rapporteur else None,
            barred_ids=barred_ids(self.application_id),
        )

    def audit_root(self) -> Application:
        """Recorded with the application."""
        return self.application


class ConsensusVersion(InProgramme):
    """One draft as it was saved; never changes."""

    consensus = models.ForeignKey(Consensus, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    author = models.ForeignKey(Evaluator, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["consensus_id", "number"]
        constraints = [models.UniqueConstraint(fields=["consensus", "number"], name="consensus_version_once")]

    def __str__(self) -> str:
        return f"{self.consensus_id} v{self.number}"


class ConsensusAnswer(InProgramme):
    """What one evaluator says to one draft: agreed, or a minority view in words; never changes."""

    consensus = models.ForeignKey(Consensus, on_delete=models.PROTECT, related_name="answers")
    draft_number = models.PositiveSmallIntegerField()
    evaluator = models.ForeignKey(Evaluator, on_delete=models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    dissent = models.TextField(blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["consensus_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["consensus", "draft_number", "evaluator"], name="consensus_answer_once"),
            models.CheckConstraint(
                condition=Q(agrees=True, dissent="") | (Q(agrees=False) & ~Q(dissent="")),
                name="consensus_dissent_in_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consensus_id} {self.draft_number} {self.evaluator_id}"
