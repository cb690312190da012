"""The challenge's table; those of the workshops stand in ``room_models``."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from securit.kernel.actor import Actor, ActorKind
from securit.kernel.models import Subject
from securit.programmes.definition import ChallengeDefinition
from securit.programmes.public import Domain, InProgramme, ProgrammeQuerySet
from securit.stages.challenges.ethics_sheet import stated_answers
from securit.stages.challenges.lifecycle import CHALLENGE
from securit.stages.challenges.policy import PUBLIC_STATES, READERS, ChallengeFacts
from securit.stages.challenges.registration_models import Material, Registration
from securit.stages.challenges.room_models import (
    Ballot,
    Comment,
    Participant,
    Vote,
    Voted,
    Workshop,
    WorkshopChallenge,
)
from securit.stages.needs.public import Need

__all__ = [
    "Ballot",
    "Challenge",
    "ChallengeNeed",
    "ChallengeQuerySet",
    "Comment",
    "Material",
    "Participant",
    "Registration",
    "Vote",
    "Voted",
    "Workshop",
    "WorkshopChallenge",
]

VALID_STATES = ("validated", *PUBLIC_STATES)


class ChallengeQuerySet(ProgrammeQuerySet["Challenge"]):
    """Challenges by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """Published ones for everyone, all for the programme's staff and readers."""
        if actor.kind is ActorKind.SYSTEM:
            return self.all()
        return self.filter(Q(state__in=PUBLIC_STATES) | Q(programme_id__in=_programmes_read_by(actor)))


def _programmes_read_by(actor: Actor) -> set[int]:
    """Where the actor reads every challenge: as the policy says, a role narrowed to one call does not count."""
    names = READERS.code.split("+")
    return {held.programme_id for held in actor.roles if actor.strong and held.role in names and not held.call_ref}


class Challenge(Subject, InProgramme):
    """One or more needs, scoped and validated, offered to the market. ``number`` is text: ``1.10`` is not ``1.1``."""

    kind: ClassVar[str] = "challenge"
    lifecycle = CHALLENGE

    number = models.CharField(max_length=40)
    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="challenges")
    title = models.CharField(max_length=300)
    scope = models.TextField(blank=True)
    expected_outcome = models.TextField(blank=True)
    standing = models.CharField(max_length=20, choices=[("fact", "fact"), ("illustrative", "illustrative")])
    source = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    acceptance = models.TextField(blank=True)
    owner = models.CharField(max_length=200, blank=True)
    test_site = models.CharField(max_length=200, blank=True)
    sheet = models.JSONField(default=dict)
    sheet_at = models.DateTimeField(null=True)
    evidence_vote = models.ForeignKey(Vote, null=True, on_delete=models.PROTECT, related_name="+")
    evidence_reason = models.TextField(blank=True)
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
            models.CheckConstraint(
                condition=~Q(state__in=VALID_STATES) | Q(evidence_vote__isnull=False) | ~Q(evidence_reason=""),
                name="challenge_validated_with_evidence",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=VALID_STATES) | Q(sheet_at__isnull=False), name="challenge_validated_with_sheet"
            ),
        ]

    def facts(self) -> ChallengeFacts:
        """Its programme and state."""
        return ChallengeFacts(self.programme_id, self.state)

    @property
    def is_public(self) -> bool:
        """Whether everyone may read it."""
        return self.state in PUBLIC_STATES

    def definition(self) -> ChallengeDefinition:
        """As the programme file states it; a retired one was published."""
        return ChallengeDefinition(
            number=self.number,
            domain=self.domain.code,
            title=self.title,
            scope=self.scope,
            expected_outcome=self.expected_outcome,
            acceptance=self.acceptance,
            owner=self.owner,
            test_site=self.test_site,
            ethics=stated_answers(self.sheet),
            state="published" if self.state == "retired" else self.state,
            standing=self.standing,
            source=self.source,
        )


class ChallengeNeed(InProgramme):
    """A need that a challenge comes from. Who may see the need is the need's own affair."""

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="origins")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="challenges")

    class Meta:
        ordering = ["challenge_id", "need_id", "id"]
        constraints = [models.UniqueConstraint(fields=["challenge", "need"], name="challenge_need_once")]

    def __str__(self) -> str:
        return f"{self.challenge_id} ← {self.need_id}"
