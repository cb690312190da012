"""Tables of advisers: people of the programme's partners whom a team lets read its sealed draft."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from securit.kernel.models import Subject
from securit.programmes.public import InProgramme, Partner
from securit.stages.applications.lifecycle import ADVISER
from securit.stages.applications.models import Application
from securit.stages.applications.policy import AdviserFacts


class Adviser(Subject, InProgramme):
    """A named person of a partner who may read the draft until the deadline. Who ever read it judges it nowhere.

    ``user`` is the account that accepted; it stays when the reading is ended, since the conflict stays.
    """

    kind: ClassVar[str] = "adviser"
    lifecycle = ADVISER

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="advisers")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    email = models.EmailField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["application_id", "id"]
        constraints = [
            ADVISER.constraint("adviser"),
            models.UniqueConstraint(
                fields=["application", "email"], condition=~Q(state="revoked"), name="adviser_address_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(user__isnull=False, accepted_at__isnull=False),
                name="adviser_accepted_by_account",
            ),
            models.CheckConstraint(
                condition=~Q(state="revoked") | Q(revoked_at__isnull=False), name="adviser_revoked_at"
            ),
        ]

    def facts(self) -> AdviserFacts:
        """Who writes the application, whose account reads."""
        return AdviserFacts(
            programme_id=self.programme_id,
            ref=self.ref,
            editor_ids=frozenset(self.application.editors.values_list("user_id", flat=True)),
            adviser_id=self.user_id,
        )

    def audit_root(self) -> Application:
        """Recorded with the application."""
        return self.application


class DraftReading(InProgramme):
    """Once that an adviser opened the draft; its team sees every one."""

    adviser = models.ForeignKey(Adviser, on_delete=models.PROTECT, related_name="readings")
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.adviser_id} {self.read_at}"
