"""Tables of time given beyond a call's deadline."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from securit.kernel.actor import Actor, ActorKind
from securit.kernel.models import Subject
from securit.machinery.files.models import File
from securit.programmes.public import InProgramme, ProgrammeQuerySet, staffed_by
from securit.stages.applications.lifecycle import EXTENSION
from securit.stages.applications.models import Application
from securit.stages.applications.policy import EXTENSION_READERS, ExtensionFacts
from securit.stages.applications.readers import barred_for, barred_ids
from securit.stages.calls.public import Call

_GIVEN = Q(state__in=["confirmed", "ended"])


class ExtensionQuerySet(ProgrammeQuerySet["Extension"]):
    """Cases by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """In step with ``extension.view``: the office's, never one with a conflict of interest."""
        if actor.kind is ActorKind.SYSTEM:
            return self.all()
        seen = self.filter(staffed_by(actor, *EXTENSION_READERS.code.split("+"), call="call__ref"))
        return seen.exclude(application_id__in=barred_for(actor.user_id))


class Extension(Subject, InProgramme):
    """A case for more time than the call gives: what happened, its evidence, how many minutes; two people decide.

    ``application`` is empty where it is for everybody who had begun (an outage). ``until`` is set when it is given.
    """

    kind: ClassVar[str] = "extension"
    lifecycle = EXTENSION

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="extensions")
    application = models.ForeignKey(Application, null=True, on_delete=models.PROTECT, related_name="extensions")
    minutes = models.PositiveIntegerField()
    happened = models.TextField()
    evidence = models.ForeignKey(File, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    given_to = models.PositiveIntegerField(default=0)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        ordering = ["call_id", "id"]
        constraints = [
            EXTENSION.constraint("extension"),
            models.CheckConstraint(
                condition=~_GIVEN
                | (Q(until__isnull=False, decided_at__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="extension_given_by_two",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(decided_by__isnull=False), name="extension_decided_by_somebody"
            ),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=4320), name="extension_minutes_in_range"),
        ]

    def facts(self) -> ExtensionFacts:
        """Who proposed it and who must not touch it."""
        return ExtensionFacts(
            programme_id=self.programme_id,
            call_ref=self.call.ref,
            proposed_by_id=self.proposed_by_id,
            barred_ids=barred_ids(self.application_id) if self.application_id else frozenset(),
        )

    def audit_root(self) -> Call:
        """Recorded with the call, where everybody who reads the trail finds it."""
        return self.call
