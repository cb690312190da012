"""Tables of partner search: profiles, and the organisations that a profile shuts out."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from securit.kernel.actor import Actor, ActorKind
from securit.kernel.db.codes import Codes
from securit.kernel.db.word_index import folded
from securit.kernel.models import Subject
from securit.people.public import Membership, Organisation
from securit.programmes.public import InProgramme, Partner, ProgrammeQuerySet, staffed_by
from securit.stages.matchmaking.disclosure import Reader, shown_parts
from securit.stages.matchmaking.lifecycle import PROFILE
from securit.stages.matchmaking.policy import MATCHMAKING_ROLES, ProfileFacts
from securit.stages.matchmaking.terms import PARTS, Audience, Availability, Cause, RoleWished
from securit.stages.solutions.public import CAPABILITIES

_USER = settings.AUTH_USER_MODEL


def _audience() -> models.CharField[str, str]:
    return models.CharField(max_length=7, choices=Audience.choices, default=Audience.MEMBERS)


class ProfileQuerySet(ProgrammeQuerySet["Profile"]):
    """Profiles by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """Public ones for everyone, all listed ones for members who are not shut out, one's own, all for staff."""
        if actor.kind is ActorKind.SYSTEM:
            return self.all()
        seen = Q(state="listed", is_public=True) | staffed_by(actor, *MATCHMAKING_ROLES)
        if actor.organisation_ids:
            seen |= Q(organisation_id__in=represented(actor))
            peers = Profile.objects.filter(
                programme=OuterRef("programme"), organisation_id__in=actor.organisation_ids, state="listed"
            )
            barred = Bar.objects.filter(profile=OuterRef("pk"), organisation_id__in=actor.organisation_ids)
            seen |= Q(Exists(peers), ~Exists(barred), state="listed")
        return self.filter(seen)


def represented(actor: Actor) -> list[int]:
    """The organisations for which the actor may speak, by id."""
    held = Membership.objects.filter(user_id=actor.user_id or 0, state="active", represents=True)
    return list(held.order_by("organisation_id").values_list("organisation_id", flat=True))


class Profile(Subject, InProgramme):
    """What an organisation shows of itself to find partners in one programme.

    ``*_for`` says who reads each part. ``is_public`` holds while anything is public and no competitor is named;
    ``public_words`` and ``member_words`` are what search looks at, for the public and for members.
    """

    kind: ClassVar[str] = "profile"
    lifecycle = PROFILE

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    cluster = models.ForeignKey(Partner, null=True, on_delete=models.PROTECT, related_name="+")
    invited_by = models.ForeignKey(Partner, null=True, on_delete=models.PROTECT, related_name="+")
    summary = models.TextField(blank=True)
    offers = models.TextField(blank=True)
    seeks = models.TextField(blank=True)
    offered = Codes(max_length=400, default=(), blank=True)
    sought = Codes(max_length=400, default=(), blank=True)
    challenges = Codes(max_length=400, default=(), blank=True)
    countries = Codes(max_length=400, default=(), blank=True)
    role_wished = models.CharField(max_length=10, choices=RoleWished.choices, default=RoleWished.EITHER)
    availability = models.CharField(max_length=10, choices=Availability.choices, default=Availability.NOW)
    summary_for = _audience()
    offers_for = _audience()
    seeks_for = _audience()
    challenges_for = _audience()
    countries_for = _audience()
    role_wished_for = _audience()
    availability_for = _audience()
    is_public = models.BooleanField(default=False)
    public_words = models.TextField(blank=True)
    member_words = models.TextField(blank=True)
    synthetic = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    listed_at = models.DateTimeField(null=True)
    suspended_by = models.ForeignKey(_USER, null=True, on_delete=models.PROTECT, related_name="+")
    suspended_reason = models.CharField(max_length=1_000, blank=True)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        ordering = ["programme_id", "id"]
        indexes = [models.Index(fields=["programme", "state", "organisation"], name="profile_by_state")]
        constraints = [
            PROFILE.constraint("profile"),
            models.UniqueConstraint(fields=["programme", "organisation"], name="profile_once"),
            models.CheckConstraint(condition=~Q(state="listed") | Q(listed_at__isnull=False), name="profile_listed_at"),
            models.CheckConstraint(
                condition=Q(state="suspended", suspended_by__isnull=False) & ~Q(suspended_reason="")
                | ~Q(state="suspended") & Q(suspended_by__isnull=True, suspended_reason=""),
                name="profile_suspended_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(*(Q(**{f"{part}_for__in": Audience.values}) for part in PARTS)),
                name="profile_audiences_known",
            ),
        ]

    def facts(self) -> ProfileFacts:
        """Its state, who speaks for it, which organisations are members, and which are shut out."""
        members = Profile.objects.filter(programme_id=self.programme_id, state="listed")
        barred = self.bars.values_list("organisation_id", flat=True) if self.pk else ()
        return ProfileFacts(
            self.programme_id,
            self.state,
            self.is_public,
            self.organisation.facts().representative_ids,
            frozenset(members.values_list("organisation_id", flat=True)),
            frozenset(barred),
        )

    @property
    def audiences(self) -> dict[str, str]:
        """Who reads each part."""
        return {part: getattr(self, f"{part}_for") for part in PARTS}

    def words_for(self, reader: Reader) -> str:
        """What a search by this reader looks at: a space before every word, so that beginnings can be found."""
        shown = shown_parts(self.audiences, reader)
        texts = [getattr(self, part) for part in ("summary", "offers", "seeks") if part in shown]
        codes = [*(self.offered if "offers" in shown else ()), *(self.sought if "seeks" in shown else ())]
        labels = [str(CAPABILITIES[code]) for code in codes if code in CAPABILITIES]
        return " " + folded(" ".join([self.organisation.legal_name, *texts, *labels]))


class Bar(InProgramme):
    """An organisation that a profile shuts out: it reads nothing that is not public, and may not write."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="bars")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=10, choices=Cause.choices)
    at = models.DateTimeField()

    objects: ClassVar[ProgrammeQuerySet[Bar]] = ProgrammeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "organisation"], name="profile_bar_once"),
            models.CheckConstraint(condition=Q(cause__in=Cause.values), name="profile_bar_cause_known"),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} shuts out {self.organisation_id}"
