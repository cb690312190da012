"""Tables of teams: who is in, what they aim at, whom they look for, what they wrote down."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from securit.kernel.actor import Actor, ActorKind
from securit.kernel.models import Subject
from securit.kernel.refs import new_ref
from securit.machinery.files.models import File
from securit.people.public import Organisation
from securit.programmes.public import InProgramme, ProgrammeQuerySet
from securit.stages.calls.public import Call
from securit.stages.matchmaking.team_lifecycle import INTEREST, TEAM, TEAM_MEMBER, VACANCY
from securit.stages.matchmaking.team_policy import InterestFacts, TeamFacts, TeamMemberFacts, VacancyFacts
from securit.stages.matchmaking.team_terms import LONGEST, TERMS_SHA256, WHOLE, WITHOUT_GRANT, Audience, NoteKind, Role
from securit.stages.solutions.public import CAPABILITIES

PRESENT = ("invited", "joined")
_USER = settings.AUTH_USER_MODEL


class TeamQuerySet(ProgrammeQuerySet["Team"]):
    """Teams by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """In step with ``team.view``: its people's."""
        if actor.kind is ActorKind.SYSTEM:
            return self.all()
        return self.filter(people__user_id=actor.user_id).distinct() if actor.user_id else self.none()


class Team(Subject, InProgramme):
    """Organisations that mean to apply together. ``link_number`` goes up when an old link shall open nothing more."""

    kind: ClassVar[str] = "team"
    lifecycle = TEAM

    name = models.CharField(max_length=LONGEST["name"])
    purpose = models.CharField(max_length=LONGEST["purpose"], blank=True)
    link_number = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(_USER, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    dissolved_at = models.DateTimeField(null=True)
    dissolved_reason = models.CharField(max_length=LONGEST["reason"], blank=True)
    synthetic = models.BooleanField(default=False)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["programme_id", "id"]
        constraints = [
            TEAM.constraint("team"),
            models.CheckConstraint(condition=~Q(name=""), name="team_named"),
            models.CheckConstraint(
                condition=~Q(state="dissolved") | Q(dissolved_at__isnull=False), name="team_dissolved_at"
            ),
        ]

    def facts(self) -> TeamFacts:
        """Its people, those of its lead, and those who accepted the terms as they now read."""
        known: list[tuple[int, str]] = []
        bound: frozenset[int] = frozenset()
        if self.pk:
            known = list(self.people.order_by("id").values_list("user_id", "member__role"))
            accepted = self.acceptances.filter(terms_sha256=TERMS_SHA256)
            bound = frozenset(accepted.order_by("id").values_list("user_id", flat=True))
        return TeamFacts(
            self.programme_id,
            self.ref,
            self.state,
            frozenset(user for user, _role in known),
            frozenset(user for user, role in known if role == Role.LEAD),
            bound,
        )


class TeamMemberQuerySet(ProgrammeQuerySet["TeamMember"]):
    """Members; listed through their team."""

    def present(self) -> Self:
        """Invited or in the team, the lead first."""
        return self.filter(state__in=PRESENT).order_by("position", "id")


class TeamMember(Subject, InProgramme):
    """An organisation in the team. ``share`` is its part of the money, in hundredths of a per cent.

    ``contact_email``: purpose: the invitation; never shown to the rest of the team when it comes from the catalogue.
    ``replaces`` is the member that goes when this one joins. Joining is evidence: who said yes, when, to which share.
    """

    kind: ClassVar[str] = "team_member"
    lifecycle = TEAM_MEMBER

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="members")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MEMBER)
    position = models.PositiveSmallIntegerField()
    share = models.PositiveIntegerField(default=0)
    contact_email = models.EmailField(blank=True)
    from_catalogue = models.BooleanField(default=False)
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True)
    joined_by = models.CharField(max_length=120, blank=True)
    joined_share = models.PositiveIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.CharField(max_length=LONGEST["reason"], blank=True)

    objects = TeamMemberQuerySet.as_manager()

    class Meta:
        ordering = ["team_id", "position", "id"]
        constraints = [
            TEAM_MEMBER.constraint("team_member"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="team_member_role_known"),
            models.CheckConstraint(condition=Q(share__lte=WHOLE), name="team_member_share_of_the_whole"),
            models.UniqueConstraint(
                fields=["team", "organisation"], condition=Q(state__in=PRESENT), name="team_member_once"
            ),
            models.UniqueConstraint(
                fields=["team"], condition=Q(role="lead", state__in=PRESENT), name="team_member_single_lead"
            ),
            models.CheckConstraint(
                condition=~Q(state="joined")
                | (Q(joined_at__isnull=False, joined_share__isnull=False) & ~Q(joined_by="")),
                name="team_member_joined_with_evidence",
            ),
            models.CheckConstraint(
                condition=Q(state__in=PRESENT) | Q(ended_at__isnull=False), name="team_member_ended_at"
            ),
        ]

    @property
    def leads(self) -> bool:
        """Whether it leads the team."""
        return self.role == Role.LEAD

    @property
    def applies(self) -> bool:
        """Whether it becomes a member of the application."""
        return self.role not in WITHOUT_GRANT

    def facts(self) -> TeamMemberFacts:
        """The people of the lead, its own, and who represents the organisation."""
        people = list(self.team.people.order_by("id").values_list("user_id", "member_id", "member__role"))
        return TeamMemberFacts(
            self.programme_id,
            self.ref,
            frozenset(user for user, _member, role in people if role == Role.LEAD),
            frozenset(user for user, member, _role in people if self.pk and member == self.pk),
            self.organisation.facts().representative_ids,
            self.leads,
        )

    def audit_root(self) -> Team:
        """Recorded with the team."""
        return self.team


class TeamPerson(InProgramme):
    """A person who may open the workspace, for one member. The row goes when the member does; the trail stays."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="people")
    member = models.ForeignKey(TeamMember, on_delete=models.PROTECT, related_name="people")
    user = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["team", "user"], name="team_person_once")]

    def __str__(self) -> str:
        return f"{self.team_id}: {self.user_id}"


class TermsAcceptance(InProgramme):
    """A person accepted the confidentiality terms: whose name, which text, when. Kept after they left."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="acceptances")
    user = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    terms_sha256 = models.CharField(max_length=64)
    accepted_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["team", "user", "terms_sha256"], name="terms_accepted_once")]

    def __str__(self) -> str:
        return f"{self.team_id}: {self.user_id}"


class TeamOption(InProgramme):
    """What the team might apply for: a call and a kind of support, with the whole cost and the grant. Several stand
    side by side."""

    ref = models.CharField(max_length=10, unique=True, default=new_ref, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="options")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+")
    instrument = models.CharField(max_length=40)
    cost_cents = models.BigIntegerField(default=0)
    grant_cents = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["team_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["team", "call", "instrument"], name="team_option_once"),
            models.CheckConstraint(condition=Q(cost_cents__gte=0, grant_cents__gte=0), name="team_option_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.team_id}: {self.call_id} {self.instrument}"


class VacancyQuerySet(ProgrammeQuerySet["Vacancy"]):
    """Vacancies by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """In step with ``vacancy.view``: open ones as their team chose, all for the team's people."""
        if actor.kind is ActorKind.SYSTEM:
            return self.all()
        audiences = list(Audience) if actor.kind is ActorKind.PERSON else [Audience.PUBLIC]
        own = Q(team__people__user_id=actor.user_id) if actor.user_id else Q(pk__in=())
        return self.filter(Q(state="open", audience__in=audiences) | own).distinct()


class Vacancy(Subject, InProgramme):
    """A place in the team that is free: role, capability, in words. It names the team's lead to nobody."""

    kind: ClassVar[str] = "vacancy"
    lifecycle = VACANCY

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="vacancies")
    role = models.CharField(max_length=10, choices=Role.choices)
    capability = models.CharField(max_length=40, choices=list(CAPABILITIES.items()), blank=True)
    title = models.CharField(max_length=LONGEST["title"])
    text = models.CharField(max_length=LONGEST["text"], blank=True)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.PUBLIC)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = VacancyQuerySet.as_manager()

    class Meta:
        ordering = ["programme_id", "id"]
        constraints = [
            VACANCY.constraint("vacancy"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(role="lead"), name="vacancy_named"),
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="vacancy_audience_known"),
            models.CheckConstraint(condition=Q(state="open") | Q(ended_at__isnull=False), name="vacancy_ended_at"),
        ]

    def facts(self) -> VacancyFacts:
        """Whom it is shown to, and whose it is."""
        team = self.team.facts()
        return VacancyFacts(
            self.programme_id, self.ref, self.state or "open", self.audience, team.person_ids, team.lead_ids
        )

    def audit_root(self) -> Team:
        """Recorded with the team."""
        return self.team


class InterestQuerySet(ProgrammeQuerySet["Interest"]):
    """Interests by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """In step with ``interest.view``: one's own, and those shown to the teams one leads."""
        if actor.kind is ActorKind.SYSTEM:
            return self.all()
        if not actor.user_id:
            return self.none()
        leads = Q(team__people__user_id=actor.user_id, team__people__member__role=Role.LEAD)
        return self.filter(Q(asked_by_id=actor.user_id) | leads).distinct()


class Interest(Subject, InProgramme):
    """An organisation would like to come in, by a vacancy or by the team's link; the lead answers."""

    kind: ClassVar[str] = "interest"
    lifecycle = INTEREST

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="interests")
    vacancy = models.ForeignKey(Vacancy, null=True, on_delete=models.PROTECT, related_name="interests")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    message = models.CharField(max_length=LONGEST["message"], blank=True)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    objects = InterestQuerySet.as_manager()

    class Meta:
        ordering = ["programme_id", "id"]
        constraints = [
            INTEREST.constraint("interest"),
            models.UniqueConstraint(fields=["team", "organisation"], condition=Q(state="shown"), name="interest_once"),
            models.CheckConstraint(
                condition=Q(state="shown") | Q(decided_at__isnull=False), name="interest_decided_at"
            ),
        ]

    def facts(self) -> InterestFacts:
        """Who asks, and who answers."""
        return InterestFacts(self.programme_id, self.ref, self.asked_by_id, self.team.facts().lead_ids)

    def audit_root(self) -> Team:
        """Recorded with the team."""
        return self.team


class TeamNote(InProgramme):
    """A line in the team's book; it is added to, never changed."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=10, choices=NoteKind.choices)
    text = models.TextField(max_length=LONGEST["note"])
    written_by = models.ForeignKey(_USER, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["team_id", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text="") & Q(kind__in=NoteKind.values), name="team_note_said"),
        ]

    def __str__(self) -> str:
        return f"{self.team_id}: {self.kind}"


class TeamFile(InProgramme):
    """A file of the team, for people who accepted the terms."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["team_id", "id"]

    def __str__(self) -> str:
        return f"{self.team_id}: {self.file_id}"


def present_members(team: Team) -> list[TeamMember]:
    """Those invited or in the team, with their organisations, the lead first."""
    found: Any = TeamMember.objects.in_programme(team.programme).filter(team=team)
    return list(found.present().select_related("organisation"))
