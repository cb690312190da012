"""Tables of conflicts beside the evaluators' declarations: those of the office, and what was given as evidence."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from securit.kernel.actor import Actor
from securit.kernel.models import Subject
from securit.machinery.files.models import File
from securit.programmes.public import InProgramme, ProgrammeQuerySet, staffed_by
from securit.stages.applications.public import Application, barred_ids
from securit.stages.calls.public import Call
from securit.stages.evaluation.lifecycle import STAFF_CONFLICT
from securit.stages.evaluation.policy import DESKS, READERS, StaffConflictFacts

OF_CALL = "application__call__ref"


class StaffConflictQuerySet(ProgrammeQuerySet["StaffConflict"]):
    """Conflicts of people of the office, by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """In step with ``staff_conflict.view``."""
        roles = [name for who in (DESKS, READERS) for name in who.code.split("+")]
        return self.filter(staffed_by(actor, *roles, call=OF_CALL) | Q(user_id=actor.user_id or 0))

    def of_call(self, call: Call) -> Self:
        """Those of one call, in the order of the applications' numbers."""
        return self.filter(programme=call.programme_id, application__call=call).order_by("application__number", "id")

    def standing(self) -> Self:
        """Those that bar: a possible one does until somebody decides that it does not stand in the way."""
        return self.filter(state__in=["potential", "conflicted"])


class StaffConflict(Subject, InProgramme):
    """What stands between a person of the office and one application: stated, recorded by a colleague, or detected.

    ``note`` is personal data: purpose impartiality; kept as the grant asks. ``recorded_by`` is empty for the platform.
    """

    kind: ClassVar[str] = "staff_conflict"
    lifecycle = STAFF_CONFLICT

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="staff_conflicts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason_code = models.CharField(max_length=40)
    note = models.TextField(blank=True)
    evidence = models.ForeignKey(File, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = StaffConflictQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            STAFF_CONFLICT.constraint("staff_conflict"),
            models.UniqueConstraint(
                fields=["application", "user"],
                condition=Q(state__in=["potential", "conflicted"]),
                name="staff_conflict_once",
            ),
            models.CheckConstraint(condition=~Q(reason_code=""), name="staff_conflict_has_reason"),
        ]

    def facts(self) -> StaffConflictFacts:
        """Whose it is, and who must not decide on it."""
        return StaffConflictFacts(
            programme_id=self.programme_id,
            call_ref=self.application.call.ref,
            state=self.state,
            user_id=self.user_id,
            barred_ids=barred_ids(self.application_id),
        )

    def audit_root(self) -> Application:
        """Recorded with the application."""
        return self.application


class DeclarationEvidence(InProgramme):
    """The file that an evaluator gave with a possible conflict; the newest counts. Read by the office alone."""

    declaration = models.ForeignKey("evaluation.Declaration", on_delete=models.PROTECT, related_name="evidence")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["declaration_id", "id"]

    def __str__(self) -> str:
        return f"{self.declaration_id}: {self.file_id}"
