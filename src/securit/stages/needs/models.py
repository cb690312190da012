"""Tables of needs, their contacts and themes."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from securit.kernel.actor import Actor, ActorKind
from securit.kernel.db.codes import Codes
from securit.kernel.models import Subject
from securit.machinery.tabular.incoming.models import IncomingTable, table_constraints
from securit.programmes.public import Domain, InProgramme, Partner, ProgrammeQuerySet, staffed_by
from securit.stages.needs.contracts import (
    LIMITS,
    STATED,
    ContactDetails,
    OwnerKind,
    Procurement,
    Source,
    Tlp,
    Urgency,
    Willing,
)
from securit.stages.needs.disclosure import default_audience
from securit.stages.needs.lifecycle import IMPORT, NEED, THEME
from securit.stages.needs.policy import READING, STAFF, NeedFacts, NeedImportFacts, ThemeFacts


class ThemeQuerySet(ProgrammeQuerySet["Theme"]):
    """Themes by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """Public ones for everyone, all for the programme's staff and auditors."""
        if actor.kind is ActorKind.SYSTEM:
            return self.all()
        return self.filter(Q(state="published") | staffed_by(actor, *READING))


class Theme(Subject, InProgramme):
    """A named group of needs of one domain. Its words are the consortium's, so they may be public when it says so."""

    kind: ClassVar[str] = "theme"
    lifecycle = THEME

    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="themes")
    title = models.CharField(max_length=160)
    summary = models.TextField(blank=True, max_length=2_000)
    synthetic = models.BooleanField(default=False)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["programme_id", "domain__position", "title", "id"]
        constraints = [
            THEME.constraint("theme"),
            models.UniqueConstraint(fields=["programme", "domain", "title"], name="theme_title_once"),
            models.CheckConstraint(condition=~Q(title=""), name="theme_has_title"),
        ]

    def facts(self) -> ThemeFacts:
        """Its programme and state."""
        return ThemeFacts(self.programme_id, self.state)


def at_host(actor: Actor) -> Q:
    """Rows whose host's staff the actor is, as :func:`~securit.stages.needs.policy.is_host` says it of one row."""
    found = staffed_by(actor, *STAFF) & Q(host__organisation_id__in=actor.organisation_ids)
    return found | (staffed_by(actor, "programme_manager") & Q(host__role="coordinator"))


class NeedQuerySet(ProgrammeQuerySet["Need"]):
    """Needs by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """All of one's own partner, the others as far as they are confirmed and not TLP:RED; the owner's own."""
        if actor.kind is ActorKind.SYSTEM:
            return self.all()
        own = [capability.removeprefix("need:") for capability in actor.may if capability.startswith("need:")]
        handled = at_host(actor) & ~Q(state="drafted", source=Source.QUESTIONNAIRE)
        shared = staffed_by(actor, *READING) & ~Q(tlp=Tlp.RED) & ~Q(state="drafted")
        return self.filter(handled | shared | Q(ref__in=own))

    def decided_by(self, actor: Actor) -> Self:
        """Those that the actor may accept or decline, as the policy of ``need.accept`` says it of one row."""
        return self.filter(at_host(actor) | (staffed_by(actor, "programme_manager", "call_manager") & ~Q(tlp=Tlp.RED)))

    def in_domain(self, domain: Domain) -> Self:
        """Needs that concern the domain, as their main one or as a further one."""
        return self.filter(Q(domain=domain) | Q(further_domains__holds=domain.code))

    def with_all(self) -> Self:
        """With everything a page shows of a need: domain, host, theme, contact, the need it was merged into."""
        return self.select_related("programme", "domain", "host__organisation", "theme", "contact", "merged_into")


class Need(Subject, InProgramme):
    """A problem as its owner states it. ``audience`` is the owner's choice per field; ``host`` took it in.

    ``domain`` is the main one; a need counts in each of its domains, and once in every total.
    """

    kind: ClassVar[str] = "need"
    lifecycle = NEED

    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="needs")
    further_domains = Codes(max_length=400, blank=True, default=())
    host = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=LIMITS["title"])
    situation = models.TextField()
    gap = models.TextField(blank=True)
    consequence = models.TextField(blank=True)
    urgency = models.CharField(max_length=10, choices=Urgency.choices)
    scale = models.CharField(max_length=LIMITS["scale"], blank=True)
    comparable_sites = models.PositiveIntegerField(null=True)
    current_solution = models.TextField(blank=True)
    procurement = models.CharField(max_length=10, choices=Procurement.choices)
    procurement_on = models.DateField(null=True)
    procurement_route = models.CharField(max_length=LIMITS["procurement_route"], blank=True)
    would_pilot = models.CharField(max_length=10, choices=Willing.choices)
    would_buy = models.CharField(max_length=10, choices=Willing.choices)
    evidence = models.TextField(blank=True)
    evidence_links = models.TextField(blank=True)
    owner_name = models.CharField(max_length=LIMITS["owner_name"])
    owner_kind = models.CharField(max_length=30, choices=OwnerKind.choices)
    owner_country = models.CharField(max_length=2)
    tlp = models.CharField(max_length=6, choices=Tlp.choices)
    audience = models.JSONField(default=default_audience)
    declared_unclassified = models.BooleanField()
    source = models.CharField(max_length=20, choices=Source.choices)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by_ref = models.CharField(max_length=40, blank=True)
    declined_reason = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    theme = models.ForeignKey(Theme, null=True, on_delete=models.PROTECT, related_name="needs")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged_needs")
    synthetic = models.BooleanField(default=False)

    objects = NeedQuerySet.as_manager()

    class Meta:
        ordering = ["programme_id", "created_at", "id"]
        constraints = [
            NEED.constraint("need"),
            models.CheckConstraint(condition=Q(tlp__in=Tlp.values), name="need_tlp_known"),
            models.CheckConstraint(condition=Q(urgency__in=Urgency.values), name="need_urgency_known"),
            models.CheckConstraint(condition=Q(owner_kind__in=OwnerKind.values), name="need_owner_kind_known"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="need_source_known"),
            models.CheckConstraint(condition=Q(declared_unclassified=True), name="need_unclassified"),
            models.CheckConstraint(
                condition=(Q(erased_at__isnull=True) & ~Q(title="") & ~Q(situation=""))
                | Q(erased_at__isnull=False, state="withdrawn", title="", situation="", owner_name=""),
                name="need_says_something",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                | (~Q(state="withdrawn") & Q(withdrawn_at__isnull=True)),
                name="need_withdrawn_at",
            ),
            models.CheckConstraint(
                condition=Q(procurement=Procurement.PLANNED) | Q(procurement_on__isnull=True), name="need_planned_on"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["drafted", "withdrawn"]) | Q(submitted_at__isnull=False),
                name="need_submitted_at",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "grouped"])
                | (Q(accepted_at__isnull=False) & ~Q(accepted_by_ref="")),
                name="need_accepted_by",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(declined_reason=""), name="need_declined_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(state="grouped", theme__isnull=False) | (~Q(state="grouped") & Q(theme__isnull=True)),
                name="need_grouped_in_theme",
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="need_merged_into_another",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="need_not_merged_into_itself"
            ),
        ]

    def facts(self) -> NeedFacts:
        """Its programme, state and label, and which organisation took it in."""
        unconfirmed = self.state == "drafted" and self.source == Source.QUESTIONNAIRE
        return NeedFacts(
            self.programme_id,
            self.ref,
            self.state,
            self.tlp,
            self.host.organisation_id,
            unconfirmed=unconfirmed,
            host_coordinates=self.host.role == "coordinator",
        )

    @property
    def domains(self) -> tuple[str, ...]:
        """The codes of all its domains, the main one first."""
        return (self.domain.code, *self.further_domains)

    def stated(self, field: str) -> Any:
        """The value of a field of the statement, or the contact. Not asked whether it may be seen."""
        if field == "contact":
            found = getattr(self, "contact", None)
            return ContactDetails(found.name, found.email) if found else ContactDetails()
        if field not in STATED:
            raise KeyError(field)
        return self.domain.code if field == "domain" else getattr(self, field)

    @property
    def organisation_key(self) -> str:
        """The same for two needs of one organisation, as far as its name tells."""
        return f"{self.owner_country}:{' '.join(self.owner_name.casefold().split())}"


class LikePairQuerySet(ProgrammeQuerySet["LikePair"]):
    """Pairs by programme."""


class LikePair(InProgramme):
    """Two needs that an engine finds alike, by what the consortium reads of both; ``first`` is the older one.

    ``kept_apart_at``: a person said that they are not the same, so nobody is asked again.
    """

    first = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="+")
    hundredths = models.PositiveSmallIntegerField()
    kept_apart_at = models.DateTimeField(null=True)

    objects = LikePairQuerySet.as_manager()

    class Meta:
        ordering = ["programme_id", "-hundredths", "id"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="like_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="like_pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ~ {self.second_id}"


class NeedContact(InProgramme):
    """Whom to ask back about a need. Personal data, beside the need so that erasure reaches it.

    Purpose of both columns: to confirm the need, ask back, and tell its owner what became of it. Kept until the owner
    asks for erasure, at the latest until the programme's records are closed.
    """

    need = models.OneToOneField(Need, on_delete=models.CASCADE, related_name="contact")
    name = models.CharField(max_length=LIMITS["contact_name"], blank=True)
    email = models.EmailField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name or self.email


class NeedImportQuerySet(ProgrammeQuerySet["NeedImport"]):
    """Tables by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of one's own partner, since rows may be labelled TLP:RED, and those that one uploaded."""
        own = Q(uploaded_by_id=actor.user_id) if actor.user_id is not None else Q(pk__in=())
        return self.filter(at_host(actor) | (own & staffed_by(actor, *STAFF)))


class NeedImport(IncomingTable, InProgramme):
    """A table of needs on its way in, such as the notes of a workshop. ``host`` takes its needs in."""

    kind: ClassVar[str] = "need_import"
    lifecycle = IMPORT

    host = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")

    objects = NeedImportQuerySet.as_manager()

    class Meta(IncomingTable.Meta):
        constraints = table_constraints("need_import", IMPORT)

    def facts(self) -> NeedImportFacts:  # type: ignore[override]
        """As of a need that only its host may read, and who uploaded it."""
        return NeedImportFacts(
            self.programme_id,
            self.ref,
            self.state,
            Tlp.RED.value,
            self.host.organisation_id,
            host_coordinates=self.host.role == "coordinator",
            uploader_id=self.uploaded_by_id,
        )
