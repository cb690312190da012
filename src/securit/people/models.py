"""Users, organisations and memberships. Installation-wide: they belong to no programme."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from securit.kernel.models import Subject
from securit.kernel.refs import new_ref
from securit.people.lifecycle import MEMBERSHIP, ORGANISATION
from securit.people.partnerships import partner_in
from securit.people.policy import MembershipFacts, OrganisationFacts


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A user with a normalised address; without a password they sign in by code or passkey."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person. ``ref`` is what trails and pages use; purpose of every column: account; kept until erasure."""

    ref = models.CharField(max_length=10, unique=True, default=new_ref, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    country = models.CharField(max_length=2, blank=True)
    is_active = models.BooleanField(default=True)
    synthetic = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name, or the address where none was given."""
        return str(self)


class OrganisationKind(models.TextChoices):
    """What an organisation is, as rules and statistics use it."""

    SME = "sme", _("small or medium-sized enterprise")
    LARGE = "large", _("large company")
    RESEARCH = "research", _("research or technology organisation")
    PUBLIC = "public", _("public authority")
    INFRASTRUCTURE = "infrastructure", _("critical-infrastructure manager")
    CLUSTER = "cluster", _("cluster")
    PERSON = "person", _("natural person")
    OTHER = "other", _("other")


class Organisation(Subject):
    """A legal entity (or a natural person who applies). One record for all programmes of the installation."""

    kind: ClassVar[str] = "organisation"
    lifecycle = ORGANISATION

    legal_name = models.CharField(max_length=200)
    organisation_kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    country = models.CharField(max_length=2)
    city = models.CharField(max_length=80, blank=True)
    register_number = models.CharField(max_length=40, blank=True)
    website = models.URLField(blank=True)
    profile = models.CharField(max_length=300, blank=True)
    headcount = models.PositiveIntegerField(null=True, blank=True)
    turnover_cents = models.BigIntegerField(null=True, blank=True)
    balance_cents = models.BigIntegerField(null=True, blank=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            ORGANISATION.constraint("organisation"),
            models.UniqueConstraint(
                fields=["country", "register_number"],
                name="organisation_register_number_once",
                condition=~models.Q(register_number=""),
            ),
        ]

    def facts(self) -> OrganisationFacts:
        """Who represents it."""
        if self._state.adding:
            return OrganisationFacts(frozenset())
        representatives = self.memberships.filter(state="active", represents=True)
        return OrganisationFacts(frozenset(representatives.values_list("user_id", flat=True)))


class Membership(Subject):
    """A person belongs to an organisation; ``represents``: may speak and sign for it."""

    kind: ClassVar[str] = "membership"
    lifecycle = MEMBERSHIP

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    represents = models.BooleanField(default=False)

    class Meta:
        constraints = [
            MEMBERSHIP.constraint("membership"),
            models.UniqueConstraint(
                fields=["user", "organisation"], name="membership_once", condition=models.Q(state="active")
            ),
        ]

    def facts(self) -> MembershipFacts:
        """Whose it is, who speaks for the organisation, and in which programmes it is a partner."""
        return MembershipFacts(
            representative_ids=self.organisation.facts().representative_ids,
            user_id=self.user_id,
            represents=self.represents,
            partner_in=partner_in(self.organisation_id),
        )

    def audit_root(self) -> Organisation:
        """Recorded with the organisation."""
        return self.organisation
