"""The challenge's table."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from securit.kernel.actor import Actor
from securit.kernel.models import Subject
from securit.programmes.public import Domain, InProgramme, Programme, ProgrammeQuerySet
from securit.stages.challenges.lifecycle import CHALLENGE
from securit.stages.challenges.policy import PUBLIC_STATES, READERS, ChallengeFacts


class ChallengeQuerySet(ProgrammeQuerySet["Challenge"]):
    """Challenges by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """Published ones for everyone, all for the programme's staff and readers."""
        return self.filter(
            Q(state__in=PUBLIC_STATES) | Q(programme_id__in=actor.programmes_with_role(*READERS.code.split("+")))
        )


class Challenge(Subject, InProgramme):
    """One or more needs, scoped and validated, offered to the market. ``number`` is text: ``1.10`` is not ``1.1``."""

    kind: ClassVar[str] = "challenge"
    lifecycle = CHALLENGE

    number = models.CharField(max_length=20)
    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="challenges")
    title = models.CharField(max_length=300)
    scope = models.TextField(blank=True)
    expected_outcome = models.TextField(blank=True)
    standing = models.CharField(max_length=20, choices=[("fact", "fact"), ("illustrative", "illustrative")])
    source = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    published_at = models.DateTimeField(null=True)

    objects = ChallengeQuerySet.as_manager()

    class Meta:
        ordering = ["programme_id", "position", "id"]
        constraints = [
            CHALLENGE.constraint("challenge"),
            models.UniqueConstraint(fields=["programme", "number"], name="challenge_number_once"),
            models.CheckConstraint(
                condition=~Q(state__in=PUBLIC_STATES) | Q(published_at__isnull=False), name="challenge_published_at"
            ),
        ]

    def facts(self) -> ChallengeFacts:
        """Its programme and state."""
        return ChallengeFacts(self.programme_id, self.state)

    def audit_root(self) -> Challenge | Programme:
        """A stream of its own."""
        return self
