"""Set up programmes and give roles."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError
from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.actor import SYSTEM, Actor
from securit.kernel.canonical import digest
from securit.kernel.db.constraints import violates
from securit.kernel.perform import Note, create, perform
from securit.kernel.refusals import NotAllowed, Refusal
from securit.people.public import Membership, Organisation, User, add_member, register_organisation
from securit.programmes import ledger
from securit.programmes.definition import ProgrammeDefinition
from securit.programmes.models import Domain, Partner, Programme, RoleGrant

#: Parts of the definition that live with their own subjects once imported.
KEPT_BY_STAGES = ("calls", "challenges")


class CannotSetUpProgramme(Refusal):
    """The definition clashes with what is installed."""


class CannotAddStaff(Refusal):
    """The person has nothing to do with the programme."""


def set_up_programme(*, definition: ProgrammeDefinition, synthetic: bool, actor: Actor, at: datetime) -> Programme:
    """A new programme with its partners, domains and ledger; calls and challenges are imported by their stages.

    Raises :class:`CannotSetUpProgramme` when the address is taken.
    """
    if Programme.objects.filter(slug=definition.slug).exists():
        raise CannotSetUpProgramme(
            f"A programme with the address “{definition.slug}” is already installed.",
            code="slug_taken",
            remedy="Change “slug” in the file.",
        )
    data = {key: value for key, value in definition.to_data().items() if key not in KEPT_BY_STAGES}
    programme = Programme(
        slug=definition.slug,
        acronym=definition.acronym,
        title=definition.title,
        definition=data,
        definition_sha256=digest(data),
        budget_cents=definition.budget_cents,
        starts_on=definition.starts_on,
        ends_on=definition.ends_on,
        synthetic=synthetic,
    )

    def with_parts(stored: Programme) -> None:
        Domain.objects.bulk_create(
            Domain(programme=stored, code=d.code, title=d.title, position=i) for i, d in enumerate(definition.domains)
        )
        for partner in definition.partners:
            organisation = known_organisation(partner.name, partner.country, at=at)
            Partner.objects.create(programme=stored, organisation=organisation, code=partner.code, role=partner.role)
        for ambassador in definition.ambassadors:
            organisation = known_organisation(ambassador.name, ambassador.country, at=at)
            Partner.objects.create(programme=stored, organisation=organisation, code=ambassador.code, role="ambassador")
        ledger.open_account(stored, "programme", stored.ref, limit_cents=definition.budget_cents)

    return create(
        programme, actor=actor, at=at, note=Note(details={"definition": programme.definition_sha256}), after=with_parts
    )


def start_programme(*, programme: Programme, actor: Actor, at: datetime) -> Programme:
    """From preparation to running."""
    return perform(programme, "start", actor=actor, at=at)


def give_role(
    *, programme: Programme, user: User, role: str, actor: Actor, at: datetime, call_ref: str = ""
) -> RoleGrant:
    """A person gets a role (for one call, when ``call_ref`` is given). A role held already is returned."""
    held = RoleGrant.objects.filter(programme=programme, user=user, role=role, call_ref=call_ref, state="given")
    if (found := held.first()) is not None:
        return found
    grant = RoleGrant(programme=programme, user=user, role=role, call_ref=call_ref, given_at=at)
    note = Note(details={"user": user.ref, "role": role, "call": call_ref})
    try:
        return create(grant, actor=actor, at=at, note=note)
    except IntegrityError as error:  # somebody gave the same role at the same moment
        if not violates(error, RoleGrant, "role_once"):
            raise
        return held.get()


def end_role(*, grant: RoleGrant, reason: str, actor: Actor, at: datetime) -> RoleGrant:
    """Take a role back, with the reason."""

    def write(row: RoleGrant) -> None:
        row.ended_at = at

    return perform(grant, "end", actor=actor, at=at, write=write, note=Note(reason=reason))


def add_partner_staff(*, partner: Partner, user: User, actor: Actor, at: datetime) -> Membership:
    """Somebody works for a partner: they handle what the partner takes in; they do not sign for it.

    A membership held already is returned. Raises :class:`CannotAddStaff` for somebody without a role in its programme.
    """
    verdict = policy.decide(actor, "role.create", partner.programme.facts())
    if isinstance(verdict, policy.Denied):
        raise NotAllowed(verdict.reason, code=verdict.code, remedy=verdict.remedy)
    if not RoleGrant.objects.filter(programme=partner.programme_id, user=user, state="given").exists():
        raise CannotAddStaff(
            _("%(person)s holds no role in this programme.") % {"person": user},
            code="no_role",
            remedy=_("Give them a role first."),
            field="person",
        )
    held = Membership.objects.filter(user=user, organisation=partner.organisation_id, state="active").first()
    return held or add_member(user=user, organisation=partner.organisation, represents=False, actor=actor, at=at)


def known_organisation(name: str, country: str, *, at: datetime) -> Organisation:
    """The consortium's organisation of that name and country; registered on first sight."""
    found = Organisation.objects.filter(
        legal_name=name, country=country, organisation_kind__in=["cluster", "other"]
    ).first()
    return found or register_organisation(legal_name=name, kind="cluster", country=country, actor=SYSTEM, at=at)
