"""Tables of the pool beside the evaluators: the contract they accept, and what is due to them."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from securit.kernel.actor import Actor
from securit.kernel.models import Subject
from securit.machinery.files.models import File
from securit.programmes.public import InProgramme, Programme, ProgrammeQuerySet, staffed_by
from securit.stages.calls.public import Call
from securit.stages.evaluation.lifecycle import CONTRACT, EXPERT_CALL, EXPERT_OFFER, FEE_LIST
from securit.stages.evaluation.policy import CONTRACT_READERS, FEE_READERS, RUNNERS, PlainFacts


class ContractQuerySet(ProgrammeQuerySet["Contract"]):
    """Contracts by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """In step with ``contract.view``."""
        return self.filter(staffed_by(actor, *CONTRACT_READERS.code.split("+")))

    def in_force(self) -> Self:
        """The version that is to be accepted now."""
        return self.filter(state="in_force")


class Contract(Subject, InProgramme):
    """What evaluators accept before anything is shown to them: duties, confidentiality, fee; a version that stays.

    ``minutes`` is the time that one report is expected to take. ``pays_set_aside``: a report that was handed in and
    set aside later is paid all the same.
    """

    kind: ClassVar[str] = "contract"
    lifecycle = CONTRACT

    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    fee_cents = models.PositiveBigIntegerField()
    minutes = models.PositiveIntegerField()
    pays_set_aside = models.BooleanField()
    published_at = models.DateTimeField()

    objects = ContractQuerySet.as_manager()

    class Meta:
        ordering = ["programme_id", "number"]
        constraints = [
            CONTRACT.constraint("contract"),
            models.UniqueConstraint(fields=["programme", "number"], name="contract_number_once"),
            models.UniqueConstraint(fields=["programme"], condition=Q(state="in_force"), name="contract_one_in_force"),
            models.CheckConstraint(condition=~Q(text=""), name="contract_has_text"),
        ]

    def facts(self) -> PlainFacts:
        """Its programme."""
        return PlainFacts(self.programme_id, self.state)

    def audit_root(self) -> Programme | Contract:
        """A stream of its own."""
        return self


class ContractAcceptance(InProgramme):
    """An evaluator accepted a version of the contract; never changes. ``signed_as`` is the name that was typed."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="acceptances")
    evaluator = models.ForeignKey("evaluation.Evaluator", on_delete=models.PROTECT, related_name="acceptances")
    text_sha256 = models.CharField(max_length=64)
    signed_as = models.CharField(max_length=150)
    accepted_at = models.DateTimeField()

    class Meta:
        ordering = ["contract_id", "id"]
        constraints = [models.UniqueConstraint(fields=["contract", "evaluator"], name="contract_accepted_once")]

    def __str__(self) -> str:
        return f"{self.contract_id}: {self.evaluator_id}"


def unbound(evaluator: str = "evaluator") -> Exists:
    """For rows of a programme: whether a contract is in force that the evaluator in this column has not accepted."""
    accepted = ContractAcceptance._default_manager.filter(
        contract=OuterRef("pk"), evaluator=OuterRef(OuterRef(evaluator))
    )
    contracts = Contract._default_manager.filter(programme=OuterRef("programme"), state="in_force")
    return Exists(contracts.filter(~Exists(accepted)))


class FeeListQuerySet(ProgrammeQuerySet["FeeList"]):
    """Lists of fees by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """In step with ``fee_list.view``."""
        return self.filter(staffed_by(actor, *FEE_READERS.code.split("+"), call="call__ref"))


class FeeList(Subject, InProgramme):
    """What is due to each evaluator of a call, as a person confirmed it; paying is another stage's."""

    kind: ClassVar[str] = "fee_list"
    lifecycle = FEE_LIST

    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="fee_list")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    lines = models.JSONField()
    lines_sha256 = models.CharField(max_length=64)
    total_cents = models.PositiveBigIntegerField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    objects = FeeListQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [FEE_LIST.constraint("fee_list")]

    def facts(self) -> PlainFacts:
        """Its programme and call."""
        return PlainFacts(self.programme_id, self.state, self.call.ref)

    def audit_root(self) -> Call:
        """Recorded with the call."""
        return self.call


class ExpertCall(Subject, InProgramme):
    """The public call for evaluators: what is asked, what one report pays and takes, and how long data are kept."""

    kind: ClassVar[str] = "expert_call"
    lifecycle = EXPERT_CALL

    title = models.CharField(max_length=150)
    text = models.TextField()
    fee_cents = models.PositiveBigIntegerField()
    minutes = models.PositiveIntegerField()
    closes_at = models.DateTimeField()
    kept_months = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            EXPERT_CALL.constraint("expert_call"),
            models.UniqueConstraint(fields=["programme"], condition=Q(state="open"), name="expert_call_one_open"),
            models.CheckConstraint(condition=Q(kept_months__gte=1, kept_months__lte=24), name="expert_call_kept"),
        ]

    def facts(self) -> PlainFacts:
        """Its programme and state."""
        return PlainFacts(self.programme_id, self.state)

    def audit_root(self) -> Programme | ExpertCall:
        """A stream of its own."""
        return self


class ExpertOfferQuerySet(ProgrammeQuerySet["ExpertOffer"]):
    """Experts who offered themselves, by programme and by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """In step with ``expert_offer.view``."""
        return self.filter(staffed_by(actor, *RUNNERS.code.split("+")))


class ExpertOffer(Subject, InProgramme):
    """An expert who answered the call for evaluators. Personal data: purpose choosing evaluators; who was not taken is
    erased ``kept_months`` after the answer, and the line stays without a name."""

    kind: ClassVar[str] = "expert_offer"
    lifecycle = EXPERT_OFFER

    expert_call = models.ForeignKey(ExpertCall, on_delete=models.PROTECT, related_name="offers")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    country = models.CharField(max_length=2)
    institution = models.CharField(max_length=120, blank=True)
    expertise = models.TextField(blank=True)
    domains = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    max_load = models.PositiveSmallIntegerField()
    ties = models.JSONField(default=list)
    away = models.JSONField(default=list)
    cv = models.ForeignKey(File, null=True, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    evaluator = models.ForeignKey("evaluation.Evaluator", null=True, on_delete=models.PROTECT, related_name="+")

    objects = ExpertOfferQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            EXPERT_OFFER.constraint("expert_offer"),
            models.UniqueConstraint(
                fields=["expert_call", "email"], condition=~Q(email=""), name="expert_offer_address_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "declined"])
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="expert_offer_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(evaluator__isnull=False), name="expert_offer_accepted_is_in_pool"
            ),
            models.CheckConstraint(
                condition=~Q(state="erased") | Q(name="", email="", institution="", expertise="", cv__isnull=True),
                name="expert_offer_erased_is_empty",
            ),
        ]

    def facts(self) -> PlainFacts:
        """Its programme."""
        return PlainFacts(self.programme_id, self.state)

    def audit_root(self) -> Programme | ExpertOffer:
        """A stream of its own, whose personal values erasure reaches."""
        return self
