"""Programme, partners, domains, roles and the ledger's tables."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from securit.kernel.db.json_on_demand import JsonOnDemand
from securit.kernel.models import Subject
from securit.kernel.policy import ROLES, ProgrammeFacts
from securit.people.public import Organisation
from securit.programmes.definition import ProgrammeDefinition
from securit.programmes.lifecycle import PROGRAMME, ROLE
from securit.programmes.policy import RoleFacts
from securit.programmes.terms import programme_terms


class Programme(Subject):
    """One funded action whose consortium runs calls. ``definition`` is the programme file without its calls."""

    kind: ClassVar[str] = "programme"
    lifecycle = PROGRAMME

    slug = models.SlugField(max_length=40, unique=True)
    acronym = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    definition = JsonOnDemand()
    definition_sha256 = models.CharField(max_length=64)
    budget_cents = models.BigIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            PROGRAMME.constraint("programme"),
            models.CheckConstraint(condition=Q(budget_cents__gte=0), name="programme_budget_not_negative"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="programme_ends_after_start"),
        ]

    def facts(self) -> ProgrammeFacts:
        """Only itself matters."""
        return ProgrammeFacts(self.pk)

    @property
    def terms(self) -> ProgrammeDefinition:
        """The definition, parsed (once per content and process)."""
        return programme_terms(lambda: self.definition, self.definition_sha256)


class InProgramme(models.Model):
    """Everything that belongs to a programme says so in a column of its own; children too."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Partner(InProgramme):
    """An organisation of the programme's consortium (or an Ambassador Cluster)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    role = models.CharField(
        max_length=20, choices=[("coordinator", "coordinator"), ("partner", "partner"), ("ambassador", "ambassador")]
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="partner_code_once"),
            models.UniqueConstraint(
                fields=["programme"], condition=Q(role="coordinator"), name="partner_single_coordinator"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Domain(InProgramme):
    """A field in which the programme funds, such as disaster resilience."""

    code = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["programme_id", "position"]
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="domain_code_once")]

    def __str__(self) -> str:
        return self.title


class RoleGrant(Subject, InProgramme):
    """A person's role in a programme, for one call where ``call_ref`` says so."""

    kind: ClassVar[str] = "role"
    lifecycle = ROLE

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=30, choices=list(ROLES.items()))
    call_ref = models.CharField(max_length=10, blank=True)
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            ROLE.constraint("role"),
            models.CheckConstraint(condition=Q(role__in=list(ROLES)), name="role_known"),
            models.UniqueConstraint(
                fields=["programme", "user", "role", "call_ref"], condition=Q(state="given"), name="role_once"
            ),
            models.CheckConstraint(
                condition=Q(state="given", ended_at__isnull=True) | Q(state="ended", ended_at__isnull=False),
                name="role_ended_with_time",
            ),
        ]

    def facts(self) -> RoleFacts:
        """The role and whose it is."""
        return RoleFacts(self.programme_id, self.user_id, self.role)

    def audit_root(self) -> Programme:
        """Recorded with the programme."""
        return self.programme


class Account(InProgramme):
    """Totals of one ledger account: the programme, a call, an instrument or a legal entity.

    ``reserved`` is set aside by a decision, ``committed`` by a signature, ``paid`` is out of the door (and part of
    committed). ``limit`` is the budget, envelope or ceiling; the database holds it.
    """

    scope = models.CharField(max_length=12)
    key = models.CharField(max_length=40)
    limit_cents = models.BigIntegerField(null=True)
    reserved_cents = models.BigIntegerField(default=0)
    committed_cents = models.BigIntegerField(default=0)
    paid_cents = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "scope", "key"], name="account_once"),
            models.CheckConstraint(
                condition=Q(scope__in=["programme", "call", "instrument", "entity"]), name="account_scope_known"
            ),
            models.CheckConstraint(
                condition=Q(reserved_cents__gte=0, committed_cents__gte=0, paid_cents__gte=0),
                name="account_not_negative",
            ),
            models.CheckConstraint(condition=Q(paid_cents__lte=F("committed_cents")), name="account_paid_committed"),
            models.CheckConstraint(
                condition=Q(limit_cents__isnull=True) | Q(limit_cents__gte=F("reserved_cents") + F("committed_cents")),
                name="account_within_limit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope}:{self.key}"


class LedgerEntry(InProgramme):
    """One movement on one account; append-only (the database refuses change). ``cause`` + account + act once."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="entries")
    act = models.CharField(max_length=12)
    reserved_cents = models.BigIntegerField(default=0)
    committed_cents = models.BigIntegerField(default=0)
    paid_cents = models.BigIntegerField(default=0)
    cause = models.CharField(max_length=60)
    at = models.DateTimeField()
    actor_ref = models.CharField(max_length=40)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["account", "cause", "act"], name="ledger_entry_once")]

    def __str__(self) -> str:
        return f"{self.act} {self.cause}"
