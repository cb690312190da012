"""The tables of the catalogue."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from securit.kernel.actor import Actor, ActorKind
from securit.kernel.db.codes import Codes
from securit.kernel.db.word_index import SearchText, folded
from securit.kernel.models import Subject
from securit.kernel.refs import new_ref
from securit.machinery.files.models import File
from securit.machinery.tabular.incoming.models import IncomingTable, table_constraints
from securit.people.public import Organisation, OrganisationKind
from securit.programmes.public import InProgramme, ProgrammeQuerySet, staffed_by
from securit.stages.challenges.public import Challenge
from securit.stages.solutions.lifecycle import CLAIM, CORDIS_LOAD, EVIDENCE_FILE, IMPORT, SOLUTION
from securit.stages.solutions.policy import (
    PUBLIC_STATES,
    READERS,
    SCOUTS,
    ClaimFacts,
    EvidenceFacts,
    SolutionFacts,
)
from securit.stages.solutions.terms import CAPABILITIES, Audience, Cause, Checked, EvidenceKind, Nature, Origin

MOST = {
    "title": 200,
    "summary": 4_000,
    "provider_name": 200,
    "evidence": 4_000,
    "deployments": 4_000,
    "certifications": 2_000,
    "licence": 200,
    "contact_name": 120,
    "website": 200,
}
_USER = settings.AUTH_USER_MODEL


class SolutionQuerySet(ProgrammeQuerySet["Solution"]):
    """Solutions by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """Listed ones for everyone, all for the programme's staff and readers, their own for providers."""
        if actor.kind is ActorKind.SYSTEM:
            return self.all()
        own = Q(claimed_by_id=actor.user_id) if actor.user_id is not None else Q(pk__in=())
        return self.filter(Q(state__in=PUBLIC_STATES) | own | staffed_by(actor, *READERS.code.split("+")))


class Solution(Subject, InProgramme):
    """What a provider offers. ``contact_*`` are personal data: kept to reach the provider, never public, gone with it.

    ``words`` is what search looks at, written with the row. ``current_at`` is when somebody last said that it is so.
    """

    kind: ClassVar[str] = "solution"
    lifecycle = SOLUTION

    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    provider_name = models.CharField(max_length=MOST["provider_name"])
    provider_kind = models.CharField(max_length=20, choices=OrganisationKind.choices, default="sme")
    country = models.CharField(max_length=2)
    vat_number = models.CharField(max_length=20, blank=True)
    register_number = models.CharField(max_length=40, blank=True)
    pic = models.CharField(max_length=9, blank=True)
    website = models.URLField(max_length=MOST["website"], blank=True)
    title = models.CharField(max_length=MOST["title"])
    summary = models.TextField(blank=True)
    nature = models.CharField(max_length=10, choices=Nature.choices, default=Nature.DIGITAL)
    trl = models.PositiveSmallIntegerField(null=True)
    domains = Codes(max_length=400, default=(), blank=True)
    capabilities = Codes(max_length=400, default=(), blank=True)
    countries_served = Codes(max_length=400, default=(), blank=True)
    evidence = models.TextField(blank=True)
    deployments = models.TextField(blank=True)
    certifications = models.TextField(blank=True)
    licence = models.CharField(max_length=MOST["licence"], blank=True)
    contact_name = models.CharField(max_length=MOST["contact_name"], blank=True)
    contact_email = models.EmailField(blank=True)
    source_url = models.URLField(max_length=300, blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.SCOUT)
    synthetic = models.BooleanField(default=False)
    entered_by = models.ForeignKey(_USER, null=True, on_delete=models.PROTECT, related_name="+")
    claimed_by = models.ForeignKey(_USER, null=True, on_delete=models.PROTECT, related_name="claimed_solutions")
    current_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    listed_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(_USER, null=True, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(null=True)
    checked = Codes(max_length=120, default=(), blank=True)
    checked_note = models.CharField(max_length=500, blank=True)
    archived_at = models.DateTimeField(null=True)
    archive_cause = models.CharField(max_length=10, choices=Cause.choices, blank=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    words = SearchText(blank=True)

    objects = SolutionQuerySet.as_manager()

    class Meta:
        ordering = ["programme_id", "title", "id"]
        indexes = [
            models.Index(fields=["programme", "title", "id"], name="solution_by_title"),
            models.Index(fields=["programme", "-current_at", "id"], name="solution_by_age"),
            models.Index(fields=["programme", "state", "country"], name="solution_by_country"),
            models.Index(fields=["programme", "provider_name"], name="solution_by_provider"),
        ]
        constraints = [
            SOLUTION.constraint("solution"),
            models.CheckConstraint(condition=Q(trl__isnull=True) | Q(trl__range=(1, 9)), name="solution_trl_1_to_9"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(provider_name=""), name="solution_named"),
            models.CheckConstraint(condition=Q(nature__in=Nature.values), name="solution_nature_known"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="solution_origin_known"),
            models.CheckConstraint(
                condition=~Q(state__in=PUBLIC_STATES) | Q(listed_at__isnull=False), name="solution_listed_at"
            ),
            models.CheckConstraint(
                condition=~Q(state="verified")
                | (Q(verified_by__isnull=False, verified_at__isnull=False) & ~Q(checked="")),
                name="solution_verified_with_evidence",
            ),
            models.CheckConstraint(
                condition=Q(state="archived", archived_at__isnull=False, archive_cause__in=Cause.values)
                | (~Q(state="archived") & Q(archived_at__isnull=True, archive_cause="", merged_into__isnull=True)),
                name="solution_archived_with_cause",
            ),
            models.CheckConstraint(
                condition=(Q(archive_cause="merged") & Q(merged_into__isnull=False))
                | (~Q(archive_cause="merged") & Q(merged_into__isnull=True)),
                name="solution_merged_into",
            ),
        ]

    def facts(self) -> SolutionFacts:
        """Its programme, state and provider's person."""
        return SolutionFacts(self.programme_id, self.state, self.claimed_by_id)

    def searchable(self) -> str:
        """What search should find it by; stored in ``words`` by whoever writes the other columns."""
        labels = " ".join(str(CAPABILITIES[code]) for code in self.capabilities if code in CAPABILITIES)
        return folded(f"{self.title} {self.provider_name} {labels} {self.summary} {self.certifications}")

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.state in PUBLIC_STATES

    @property
    def checked_labels(self) -> list[str]:
        """What was looked at before it was verified, in words."""
        return [str(Checked(code).label) for code in self.checked]


class EvidenceFileQuerySet(ProgrammeQuerySet["EvidenceFile"]):
    """Files by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """Open ones of listed solutions for everyone, all for staff and readers, their own for providers."""
        opened = Q(audience=Audience.PUBLIC, state="attached", solution__state__in=PUBLIC_STATES)
        own = Q(solution__claimed_by_id=actor.user_id) if actor.user_id is not None else Q(pk__in=())
        return self.filter(opened | own | staffed_by(actor, *READERS.code.split("+")))


class EvidenceFile(Subject, InProgramme):
    """A file that shows what a solution can do: what it shows, and who may read it as whoever added it chose."""

    kind: ClassVar[str] = "evidence_file"
    lifecycle = EVIDENCE_FILE

    solution = models.ForeignKey(Solution, on_delete=models.PROTECT, related_name="evidence_files")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    shows = models.CharField(max_length=12, choices=EvidenceKind.choices)
    audience = models.CharField(max_length=8, choices=Audience.choices, default=Audience.INSIDE)
    words = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()

    objects = EvidenceFileQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            EVIDENCE_FILE.constraint("evidence_file"),
            models.CheckConstraint(condition=Q(shows__in=EvidenceKind.values), name="evidence_file_kind_known"),
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="evidence_file_audience_known"),
        ]

    def facts(self) -> EvidenceFacts:
        """Its programme, its provider's person, and whether it is open to everybody now."""
        opened = self.audience == Audience.PUBLIC and self.state == "attached" and self.solution.is_public
        return EvidenceFacts(self.programme_id, self.state, self.solution.claimed_by_id, opened)

    def audit_root(self) -> Solution:
        """Recorded with the solution."""
        return self.solution


class KeptApart(InProgramme):
    """Somebody looked at both and said that they are not the same; ``first`` has the smaller key."""

    first = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(_USER, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[ProgrammeQuerySet[KeptApart]] = ProgrammeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="kept_apart_once"),
            models.CheckConstraint(condition=Q(first__lt=models.F("second")), name="kept_apart_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"


class Judgement(InProgramme):
    """A person looked at a proposed pair and said whether it is any good; the last word of each person counts."""

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="+")
    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="judgements")
    fits = models.BooleanField()
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[ProgrammeQuerySet[Judgement]] = ProgrammeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["challenge", "solution", "by"], name="judgement_once")]

    def __str__(self) -> str:
        return f"{self.solution_id} {'fits' if self.fits else 'does not fit'} {self.challenge_id}"


class ClaimQuerySet(ProgrammeQuerySet["Claim"]):
    """Claims by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """Their own for those who ask, all for those who decide."""
        own = Q(user_id=actor.user_id) if actor.user_id is not None else Q(pk__in=())
        return self.filter(own | staffed_by(actor, *SCOUTS.code.split("+")))


class Claim(Subject, InProgramme):
    """A person says: this solution is ours. ``by_domain``: their mail address is at the provider's web site."""

    kind: ClassVar[str] = "claim"
    lifecycle = CLAIM

    solution = models.ForeignKey(Solution, on_delete=models.PROTECT, related_name="claims")
    user = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    statement = models.TextField(max_length=2_000)
    by_domain = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(_USER, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            CLAIM.constraint("claim"),
            models.UniqueConstraint(fields=["solution", "user"], condition=Q(state="asked"), name="claim_asked_once"),
            models.CheckConstraint(
                condition=Q(state="asked", decided_at__isnull=True)
                | (~Q(state="asked") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="claim_decided_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(reason=""), name="claim_declined_with_reason"),
        ]

    def facts(self) -> ClaimFacts:
        """Its programme, and who asks."""
        return ClaimFacts(self.programme_id, self.state, self.user_id)

    def audit_root(self) -> Solution:
        """Recorded with the solution."""
        return self.solution


class ImportQuerySet(ProgrammeQuerySet["SolutionImport"]):
    """Imports by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the programmes in which the actor scouts."""
        return self.filter(staffed_by(actor, *SCOUTS.code.split("+")))


class SolutionImport(IncomingTable, InProgramme):
    """A table on its way into the catalogue."""

    kind: ClassVar[str] = "solution_import"
    lifecycle = IMPORT

    objects = ImportQuerySet.as_manager()

    class Meta(IncomingTable.Meta):
        constraints = table_constraints("solution_import", IMPORT)


class CordisLoad(Subject, InProgramme):
    """One loading of CORDIS open data; a later one replaces its rows, not its record."""

    kind: ClassVar[str] = "cordis_load"
    lifecycle = CORDIS_LOAD

    loaded_at = models.DateTimeField()
    projects = models.PositiveIntegerField()
    participations = models.PositiveIntegerField()

    class Meta:
        ordering = ["-id"]
        constraints = [CORDIS_LOAD.constraint("cordis_load")]

    def facts(self) -> ClaimFacts:
        """Its programme; nobody holds it."""
        return ClaimFacts(self.programme_id, self.state, None)


class Participation(InProgramme):
    """An organisation in a project, as CORDIS published it."""

    ref = models.CharField(max_length=10, unique=True, default=new_ref, editable=False)
    load = models.ForeignKey(CordisLoad, on_delete=models.PROTECT, related_name="+")
    project_id = models.CharField(max_length=20)
    acronym = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=500)
    objective = models.TextField(blank=True)
    framework = models.CharField(max_length=40, blank=True)
    topics = models.CharField(max_length=200, blank=True)
    ends = models.CharField(max_length=10, blank=True)
    organisation_id = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=300)
    sme = models.BooleanField()
    activity = models.CharField(max_length=10, blank=True)
    vat_number = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=2, blank=True)
    city = models.CharField(max_length=100, blank=True)
    url = models.CharField(max_length=300, blank=True)
    role = models.CharField(max_length=40, blank=True)

    objects: ClassVar[ProgrammeQuerySet[Participation]] = ProgrammeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["programme", "sme", "name"], name="participation_by_name")]

    def __str__(self) -> str:
        return f"{self.name} in {self.acronym}"
