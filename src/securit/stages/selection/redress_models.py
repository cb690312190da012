"""Requests to review the procedure (R-61)."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from securit.kernel.actor import Actor
from securit.kernel.models import Subject
from securit.programmes.public import InProgramme, ProgrammeQuerySet, staffed_by
from securit.stages.applications.public import Application
from securit.stages.selection.lifecycle import REDRESS
from securit.stages.selection.models import Ranking
from securit.stages.selection.policy import REDRESS_READERS, RedressFacts
from securit.stages.selection.redress_grounds import GROUNDS


class RedressQuerySet(ProgrammeQuerySet["Redress"]):
    """Requests by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """In step with ``redress.view``: the office's, and the team's own."""
        office = staffed_by(actor, *REDRESS_READERS.code.split("+"), call="application__call__ref")
        return self.filter(office | Q(application__editors__user_id=actor.user_id or 0)).distinct()


class Redress(Subject, InProgramme):
    """A team asks to review the procedure that led to its result; once for an application, on one ground."""

    kind: ClassVar[str] = "redress"
    lifecycle = REDRESS

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="redress")
    ranking = models.ForeignKey(Ranking, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=30, choices=list(GROUNDS.items()))
    criterion = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    lodged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lodged_at = models.DateTimeField()
    could_change = models.BooleanField()
    computed = models.JSONField(default=dict)
    frozen_cents = models.BigIntegerField(default=0)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    objects = RedressQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            REDRESS.constraint("redress"),
            models.CheckConstraint(condition=Q(ground__in=list(GROUNDS)), name="redress_ground_known"),
            models.CheckConstraint(condition=~Q(text=""), name="redress_has_text"),
            models.CheckConstraint(condition=Q(frozen_cents__gte=0), name="redress_frozen_not_negative"),
            models.CheckConstraint(
                condition=(
                    Q(state="lodged", decided_by__isnull=True, decided_at__isnull=True, reason="")
                    | (~Q(state="lodged") & Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(reason=""))
                ),
                name="redress_decided_with_evidence",
            ),
        ]

    def facts(self) -> RedressFacts:
        """Whose it is, and who had a hand in the result."""
        from securit.stages.selection.involved import involved_in

        application = self.application
        return RedressFacts(
            self.programme_id,
            application.call.ref,
            self.state,
            frozenset(application.editors.values_list("user_id", flat=True)),
            involved_in(application),
        )

    def audit_root(self) -> Application:
        """Recorded with the application."""
        return self.application
