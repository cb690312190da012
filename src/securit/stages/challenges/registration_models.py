"""The tables around a workshop: who registered, and what was handed out."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from securit.kernel.actor import Actor, ActorKind
from securit.kernel.models import Subject
from securit.machinery.files.models import File
from securit.programmes.public import InProgramme, ProgrammeQuerySet, staffed_by
from securit.stages.challenges.lifecycle import MATERIAL, REGISTRATION
from securit.stages.challenges.policy import (
    PUBLIC_WORKSHOPS,
    READERS,
    WRITERS,
    MaterialFacts,
    RegistrationFacts,
)
from securit.stages.challenges.room_models import Admission, Kind, Workshop

_CAPABILITY = "registration:"


class RegistrationQuerySet(ProgrammeQuerySet["Registration"]):
    """Registrations by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """All for those who run workshops; one's own by its private link."""
        if actor.kind is ActorKind.SYSTEM:
            return self.all()
        own = [may.removeprefix(_CAPABILITY) for may in actor.may if may.startswith(_CAPABILITY)]
        return self.filter(staffed_by(actor, *WRITERS.code.split("+")) | Q(ref__in=own))


class Registration(Subject, InProgramme):
    """Somebody who is invited to a workshop or wants to come, without an account.

    Personal data: name, address, organisation. Purpose: to confirm, to tell what changes, and the attendance list that
    the programme shows its funder. Kept until the person withdraws (then the columns are emptied at once), at the
    latest until the programme's records are closed; who never answers is forgotten after a fortnight.
    """

    kind: ClassVar[str] = "registration"
    lifecycle = REGISTRATION

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="registrations")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    organisation_name = models.CharField(max_length=200, blank=True)
    comes_as = models.CharField(max_length=20, choices=Kind.choices, blank=True)
    country = models.CharField(max_length=2, blank=True)
    invited = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["workshop_id", "id"]
        constraints = [
            REGISTRATION.constraint("registration"),
            models.CheckConstraint(
                condition=~Q(state__in=["registered", "waiting"])
                | Q(confirmed_at__isnull=False, comes_as__in=Kind.values) & ~Q(country="") & ~Q(email=""),
                name="registration_confirmed_with_answers",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(name="", email="", organisation_name=""),
                name="registration_withdrawn_is_erased",
            ),
            models.UniqueConstraint(
                fields=["workshop", "email"], condition=~Q(state="withdrawn"), name="registration_once"
            ),
        ]

    def facts(self) -> RegistrationFacts:
        """Its programme, states and ref, and whether the workshop is open to all."""
        workshop = self.workshop
        is_for_all = workshop.admission == Admission.EVERYONE
        return RegistrationFacts(self.programme_id, self.state, self.ref, workshop.state, is_for_all)

    def audit_root(self) -> Workshop:
        """Recorded with the workshop, without name or address."""
        return self.workshop


class MaterialQuerySet(ProgrammeQuerySet["Material"]):
    """Materials by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """What is shown at announced workshops for everyone, all for the programme's staff and readers."""
        if actor.kind is ActorKind.SYSTEM:
            return self.all()
        public = Q(state="shown", workshop__state__in=PUBLIC_WORKSHOPS)
        return self.filter(public | staffed_by(actor, *READERS.code.split("+")))


class Material(Subject, InProgramme):
    """A file or a link handed out before or after a workshop. Public with the workshop: nobody is told more."""

    kind: ClassVar[str] = "material"
    lifecycle = MATERIAL

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="materials")
    title = models.CharField(max_length=200)
    file = models.ForeignKey(File, null=True, on_delete=models.PROTECT, related_name="+")
    link = models.URLField(max_length=500, blank=True)
    added_at = models.DateTimeField()

    objects = MaterialQuerySet.as_manager()

    class Meta:
        ordering = ["workshop_id", "id"]
        constraints = [
            MATERIAL.constraint("material"),
            models.CheckConstraint(condition=~Q(title=""), name="material_has_a_title"),
            models.CheckConstraint(
                condition=Q(file__isnull=False, link="") | Q(file__isnull=True) & ~Q(link=""),
                name="material_is_file_or_link",
            ),
        ]

    def facts(self) -> MaterialFacts:
        """Its programme and state, and the workshop's."""
        return MaterialFacts(self.programme_id, self.state, self.workshop.state)

    def audit_root(self) -> Workshop:
        """Recorded with the workshop."""
        return self.workshop
